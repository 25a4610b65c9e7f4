import SwiftUI
import Tanfang
import TanfangShell

/// The picture of a photo: its thumbnail, or as wide as there is room. Under 遮 a word stands in its
/// place, and the picture is not even read.
struct PhotoPicture: View {
    let photo: String
    let thumb: Bool
    /// What a screen reader says.
    let described: String
    @State private var loaded: Loaded?
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered
    @Environment(\.palette) private var palette

    /// What became of the picture; without an image there is none to draw.
    private struct Loaded {
        let image: UIImage?
    }

    /// Points that a thumbnail is wide and high.
    private static let side: CGFloat = 96

    var body: some View {
        if covered {
            SmallLine(Strings.Photo.covered)
        } else {
            drawn.task(id: photo) { await load() }
        }
    }

    @ViewBuilder private var drawn: some View {
        if let image = loaded?.image {
            if thumb {
                picture(image).frame(width: Self.side, height: Self.side)
            } else {
                picture(image).frame(maxWidth: .infinity)
            }
        } else if loaded != nil {
            SmallLine(Strings.Photo.noPicture)
        } else {
            Rectangle()
                .fill(Color(hex: palette.line))
                .frame(width: Self.side, height: Self.side)
        }
    }

    private func picture(_ image: UIImage) -> some View {
        Image(uiImage: image)
            .resizable()
            .scaledToFit()
            .accessibilityLabel(described)
    }

    /// A picture that does not come is no problem of the screen.
    private func load() async {
        let data = try? await app.core.picture(photo, thumb: thumb)
        loaded = Loaded(image: data.flatMap { UIImage(data: $0) })
    }
}
