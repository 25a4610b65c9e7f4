import SwiftUI
import Tanfang
import TanfangShell

/// One photo: its picture, what was recorded, what can be said about it, and what looks like it.
struct PhotoScreen: View {
    @State private var model: ScreenModel<PhotoView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ photo: String) {
        _model = State(initialValue: ScreenModel(core) { try await $0.photo(photo) })
    }

    var body: some View {
        Watched(model) { view in
            PhotoContent(view: view) { ProblemNotice(model: model) }
        }
        .task(id: model.view?.picture) {
            // A picture that is still to be made is made now; one that is gone stays gone.
            if model.view?.picture == false { await app.makeCopies { await model.reload() } }
        }
    }
}

struct PhotoContent<Problem: View>: View {
    let view: PhotoView
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    private var title: String { view.title.shown(covered) }

    var body: some View {
        Page(title, status: view.status) {
            problem()
            picture
            if !view.pairs.isEmpty { Heading(Strings.Photo.alike) }
            ForEach(view.pairs, id: \.other) { PairPart(view: view, pair: $0) }
            if let label = view.stamp, !covered {
                StampPart(photo: view.photo, label: label, described: title)
            }
            LinesCard(title: Strings.Photo.record, lines: view.lines)
            if !view.findings.isEmpty { Heading(Strings.Photo.findings) }
            ForEach(Array(view.findings.enumerated()), id: \.offset) { BlockPart(block: $0.element) }
            QuietActions(actions: view.actions)
            SmallLine(view.sentence)
        }
    }

    @ViewBuilder private var picture: some View {
        if view.picture {
            PhotoPicture(photo: view.photo, thumb: false, described: title)
        } else {
            BodyLine(view.missing ?? Strings.Photo.noPicture)
        }
    }
}

/// Two pictures to be looked at: side by side, or one below the other where letters are large. No
/// accusation.
private struct PairPart: View {
    let view: PhotoView
    let pair: PhotoPair
    @Environment(\.covered) private var covered
    @Environment(\.dynamicTypeSize) private var size

    var body: some View {
        Card {
            BodyLine(pair.sentence.shown(covered))
            if covered {
                SmallLine(Strings.Photo.covered)
            } else if !view.picture || !pair.picture {
                SmallLine(Strings.Photo.noPicture)
            } else if size.isAccessibilitySize {
                sides
            } else {
                HStack(alignment: .top, spacing: Space.betweenChoices) { sides }
            }
            SmallLine(pair.title.shown(covered))
            QuietActions(actions: pair.actions)
        }
    }

    @ViewBuilder private var sides: some View {
        side(Strings.Photo.thisOne, view.photo)
        side(Strings.Photo.earlier, pair.other)
    }

    private func side(_ word: String, _ photo: String) -> some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            SmallLine(word)
            PhotoPicture(photo: photo, thumb: false, described: word)
        }
    }
}
