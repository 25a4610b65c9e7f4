import SwiftUI
import Tanfang
import TanfangShell

/// 照片 of a visit or a home: taken or chosen, kept at once, never required.
struct PhotosScreen: View {
    private let screen: Screen
    private let visit: String?
    @State private var model: ScreenModel<PhotosView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String, visit: String?) {
        screen = .photos(household: household, visit: visit)
        self.visit = visit
        _model = State(
            initialValue: ScreenModel(core) { try await $0.photos(household, visit: visit) })
    }

    private var taking: Taking { app.typed(screen) { Taking() } }

    var body: some View {
        Watched(model) { view in
            PhotosContent(view: view, taking: taking) { ProblemNotice(model: model) }
        }
        .task(id: [model.view?.waiting, UInt32(taking.kept)]) { await makeCopies() }
        // Asked anew each time one comes here.
        .onAppear { taking.givesPlace = false }
    }

    private func makeCopies() async {
        guard let waiting = model.view?.waiting, waiting > 0 else { return }
        await app.makeCopies { await model.reload() }
    }
}

struct PhotosContent<Problem: View>: View {
    let view: PhotosView
    let taking: Taking
    @ViewBuilder let problem: () -> Problem
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    private var ready: Bool { Taking.chosen(taking.matter, view.matters) != nil }
    private var takes: Bool { app.source?.takes == true }

    var body: some View {
        Page(Strings.Photo.title, under: view.title.shown(covered)) {
            problem()
            Card {
                BodyLine(view.hint)
                SmallLine(view.sentence)
            }
            ConsentPart(view: view, taking: taking)
            asked
            from
            cards
            LinesCard(title: Strings.Photo.keeps, lines: view.keeps)
            Card { ViewLine(line: view.storage) }
        } low: {
            low
        }
    }

    @ViewBuilder private var low: some View {
        if let left = taking.left {
            Deed(Strings.retry, .quiet) { app.keepPhoto(taking, left) }
        }
        if takes {
            Deed(Strings.Photo.take, .primary) { add(camera: true) }.disabled(!ready)
        } else {
            Deed(Strings.Photo.choose, .primary) { add(camera: false) }
                .disabled(!ready || app.source == nil)
        }
    }

    /// Whom it is about is a name.
    private var persons: [QuestionOption] {
        view.persons.filter { !covered || $0.masked != nil }
    }

    @ViewBuilder private var asked: some View {
        Card {
            Heading(Strings.Photo.matter)
            OptionsPart(options: view.matters, chosen: Taking.chosen(taking.matter, view.matters)) {
                taking.matter = $0
            }
        }
        if !persons.isEmpty {
            Card {
                Heading(Strings.Photo.person)
                OptionsPart(
                    options: persons, chosen: Taking.chosen(taking.person, persons)
                ) { taking.person = $0 }
            }
        }
    }

    /// A picture that is there already, and the place: only what the worker gives.
    private var from: some View {
        let others = Taking.others(view)
        return Card {
            if others.count > 1 {
                Heading(Strings.Photo.from)
                OptionsPart(options: others, chosen: Taking.chosen(taking.grade, others)) {
                    taking.grade = $0
                }
            }
            if takes { Deed(Strings.Photo.choose, .quiet) { add(camera: false) }.disabled(!ready) }
            Heading(Strings.Photo.place)
            if givesPlaces { SmallLine(view.place) }
            Choices(choices: places)
        }
    }

    private var givesPlaces: Bool { takes && app.place != nil }

    private var places: [Choice] {
        let exif = Choice(
            id: "exif", label: Strings.Photo.keepExif, chosen: taking.keepsExifPlace
        ) { taking.keepsExifPlace.toggle() }
        guard givesPlaces else { return [exif] }
        let here = Choice(
            id: "place", label: Strings.Photo.givePlace, chosen: taking.givesPlace
        ) { taking.givesPlace.toggle() }
        return [here, exif]
    }

    @ViewBuilder private var cards: some View {
        if let empty = view.empty { EmptyCard(empty: empty, isPrimary: false) }
        ForEach(view.cards, id: \.photo) { PhotoCardPart(card: $0) }
    }

    private func add(camera: Bool) {
        let (view, taking) = (view, taking)
        app.addPhoto(taking, camera: camera) {
            taking.input(view, path: $0, camera: camera, fix: $1)
        }
    }
}

/// The sentence to say aloud, with its three answers. Where no photo is taken, the answer alone may be
/// written down.
private struct ConsentPart: View {
    let view: PhotosView
    let taking: Taking
    @Environment(AppModel.self) private var app

    private var consent: String? { Taking.chosen(taking.consent, view.consents) }

    var body: some View {
        Card {
            Heading(Strings.Photo.consent)
            BodyLine(view.consent)
            OptionsPart(options: view.consents, chosen: consent) { taking.consent = $0 }
            if let visit = view.visit, let consent {
                Deed(Strings.Photo.onlyAnswer, .quiet) {
                    app.send(
                        .photoConsent(visit: visit, person: taking.person, consent: consent))
                }
            }
        }
    }
}

/// Options of which one is chosen.
struct OptionsPart: View {
    let options: [QuestionOption]
    let chosen: String?
    let choose: @MainActor (String) -> Void
    @Environment(\.covered) private var covered

    var body: some View {
        Choices(
            choices: options.map { option in
                Choice(id: option.code, label: option.shown(covered), chosen: option.code == chosen) {
                    choose(option.code)
                }
            })
    }
}
