import SwiftUI
import Tanfang
import TanfangShell

/// One photo of a list: its thumbnail and what is to be said of it; the card opens the photo.
struct PhotoCardPart: View {
    let card: PhotoCard
    @Environment(\.covered) private var covered
    @Environment(\.dynamicTypeSize) private var size

    private var title: String { card.title.shown(covered) }

    var body: some View {
        OpeningCard(card.go) {
            if card.thumb, !size.isAccessibilitySize {
                HStack(alignment: .top, spacing: Space.betweenCards) {
                    thumb
                    VStack(alignment: .leading, spacing: Space.betweenLines) { words }
                }
            } else {
                if card.thumb { thumb }
                words
            }
        } deeds: {
            LeadingLines(lines: card.lines.filter { $0.go != nil }, of: title)
        }
    }

    private var thumb: some View { PhotoPicture(photo: card.photo, thumb: true, described: title) }

    @ViewBuilder private var words: some View {
        BodyLine(title)
        ViewLines(lines: card.lines.filter { $0.go == nil })
        Tags(chips: card.chips)
    }
}

/// 照片 on 走访 and 一户: the last few thumbnails, and the way to all of them. It never stands in the
/// way of a visit.
struct PhotoStrip: View {
    private let household: String
    private let visit: String?
    @State private var model: ScreenModel<PhotosView>
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    init(_ core: any Core, _ household: String, visit: String? = nil) {
        (self.household, self.visit) = (household, visit)
        _model = State(
            initialValue: ScreenModel(core) { try await $0.photos(household, visit: visit) })
    }

    private var drawn: [PhotoCard] {
        Array((model.view?.cards ?? []).filter(\.thumb).prefix(3))
    }

    var body: some View {
        OpeningCard(.photos(household: household, visit: visit)) {
            Heading(Strings.Photo.title)
            if covered {
                if !drawn.isEmpty { SmallLine(Strings.Photo.covered) }
            } else {
                Flow {
                    ForEach(drawn, id: \.photo) { card in
                        PhotoPicture(photo: card.photo, thumb: true, described: card.title.text)
                    }
                }
            }
        }
        .task(id: app.changes) { await model.reload() }
        // Copies that a closed app left unmade are made here too.
        .task(id: model.view?.waiting) {
            guard let waiting = model.view?.waiting, waiting > 0 else { return }
            await app.makeCopies { await model.reload() }
        }
    }
}
