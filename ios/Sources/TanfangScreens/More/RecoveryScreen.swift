import SwiftUI
import Tanfang
import TanfangShell

#if canImport(CoreImage)
import CoreImage.CIFilterBuiltins
#endif

/// 恢复码: shown once, and only when asked for; in memory only, gone with the screen.
struct RecoveryScreen: View {
    @State private var code: RecoveryView?
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(Strings.Recovery.title) {
            Card { BodyLine(code?.sentence ?? Strings.Recovery.before) }
            if let code { shown(code) }
        } low: {
            if code == nil {
                Deed(Strings.Recovery.show, .primary) {
                    app.ask { try await $0.recoveryCode() } then: { code = $0 }
                }
            } else {
                Deed(Strings.Recovery.copied, .primary) {
                    code = nil
                    app.back()
                }
            }
        }
    }

    @ViewBuilder private func shown(_ code: RecoveryView) -> some View {
        Card { CodeGroups(groups: code.groups) }
        #if canImport(CoreImage)
        Card {
            QrPicture(text: code.qrText)
            SmallLine(Strings.Recovery.picture)
        }
        #endif
    }
}

/// A code to be copied or compared by eye: group by group, as large as a title.
struct CodeGroups: View {
    let groups: [String]
    @Environment(\.palette) private var palette

    var body: some View {
        Flow(spacing: 24) {
            ForEach(Array(groups.enumerated()), id: \.offset) { group in
                Text(group.element)
                    .font(Letter.screenTitle)
                    .foregroundStyle(Color(hex: palette.ink))
            }
        }
    }
}

#if canImport(CoreImage)
/// A text as squares for a camera: black on white in every theme, or no camera would read it. Silent
/// to a screen reader, which reads the groups beside it. Compiled on Apple systems only.
struct QrPicture: View {
    let text: String

    private var squares: CGImage? {
        let filter = CIFilter.qrCodeGenerator()
        filter.message = Data(text.utf8)
        filter.correctionLevel = "M"
        guard let image = filter.outputImage else { return nil }
        return CIContext().createCGImage(image, from: image.extent)
    }

    var body: some View {
        if let squares {
            Image(decorative: squares, scale: 1)
                .interpolation(.none)
                .resizable()
                .scaledToFit()
                .frame(maxWidth: 280)
                .padding(Space.page)
                .background(Color.white)
        }
    }
}
#endif
