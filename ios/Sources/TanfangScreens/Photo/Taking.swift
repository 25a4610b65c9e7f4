import Foundation
import Observation
import Tanfang
import TanfangShell

/// What was said of the next photo, and the photo that could not be kept yet.
@MainActor
@Observable
final class Taking {
    var matter: String?
    var person: String?
    var consent: String?
    var grade: String?
    /// Whether the place of the next photo is recorded: off again after each, and whenever one comes
    /// to the screen anew.
    var givesPlace = false
    var keepsExifPlace = false
    /// How many photos were kept here: each has a copy to be made.
    var kept = 0
    /// A photo that was taken and could not be kept: its file stays until it is.
    var left: PhotoInput?

    /// The grade of a photo that the camera takes now, as records name it.
    static let taken = "taken"

    /// What is to be kept: what was chosen here, or else what the core holds as chosen.
    func input(_ view: PhotosView, path: String, camera: Bool, fix: Fix?) -> PhotoInput {
        PhotoInput(
            visit: view.visit, household: view.household,
            person: Self.chosen(person, view.persons),
            matter: Self.chosen(matter, view.matters) ?? "",
            grade: camera ? Self.taken : Self.chosen(grade, Self.others(view)) ?? "",
            path: path, consent: Self.chosen(consent, view.consents), place: fix?.place,
            keepExifPlace: keepsExifPlace, gnssMs: fix?.gnssMs)
    }

    /// Returns where a photo may come from that is there already; the first stands until another is
    /// chosen.
    static func others(_ view: PhotosView) -> [QuestionOption] {
        let others = view.grades.filter { $0.code != taken }
        if others.contains(where: \.chosen) { return others }
        return others.enumerated().map { index, option in
            QuestionOption(
                code: option.code, label: option.label, masked: option.masked, chosen: index == 0,
                flag: option.flag)
        }
    }

    /// Returns the code that was chosen here, or else the one that the core holds as chosen.
    static func chosen(_ here: String?, _ options: [QuestionOption]) -> String? {
        here ?? options.first(where: \.chosen)?.code
    }
}

extension AppModel {
    /// Has a photo taken or chosen, and keeps it as `input` says.
    func addPhoto(
        _ taking: Taking, camera: Bool, input: @escaping @MainActor (String, Fix?) -> PhotoInput
    ) {
        guard let source else { return }
        dismiss()
        // Of a picture that is there already nobody knows here where it was taken.
        let asked = camera && taking.givesPlace
        taking.givesPlace = false
        Task { [self] in
            guard let file = await camera ? source.take() : source.choose() else { return }
            if asked { tell(Strings.Photo.placing) }
            let fix = asked ? await place?.now() : nil
            keepPhoto(
                taking, input(file.path, fix),
                note: asked && fix == nil ? Strings.Photo.placeMissing : "")
        }
    }

    /// Keeps a photo. Where that fails the file stays, and one may try again.
    func keepPhoto(_ taking: Taking, _ input: PhotoInput, note: String = "") {
        act({ core in
            let done = try await core.addPhoto(input)
            return Outcome(
                sentence: done.sentence + note, undo: done.undo, go: done.go, changed: done.changed)
        }) { _ in
            taking.left = nil
            taking.kept += 1
            removeFile(input.path)
        } failed: {
            // Only the last can be tried again.
            if let before = taking.left?.path, before != input.path { removeFile(before) }
            taking.left = input
        }
    }
}

/// Removes a file that was lent to the core.
func removeFile(_ path: String) {
    try? FileManager.default.removeItem(at: URL(fileURLWithPath: path))
}
