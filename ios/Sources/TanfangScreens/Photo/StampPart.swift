import SwiftUI
import Tanfang
import TanfangShell

/// The way to the picture with its watermark, which is drawn when it is asked for and gone when the
/// screen is left or covered; and that it is no evidence.
struct StampPart: View {
    let photo: String
    let label: String
    let described: String
    @State private var drawn: UIImage?
    @State private var shared: SharedFile?
    @Environment(AppModel.self) private var app

    var body: some View {
        Card {
            if let drawn {
                Image(uiImage: drawn)
                    .resizable()
                    .scaledToFit()
                    .accessibilityLabel("\(described) · \(label)")
                    .frame(maxWidth: .infinity)
                SmallLine(label)
                Deed(Strings.Check.send, .quiet, act: send)
            } else {
                Deed(Strings.Photo.stamped, .quiet, act: show)
                SmallLine(label)
            }
        }
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func show() {
        let (photo, fonts) = (photo, app.fonts)
        app.ask({ try await $0.stamped(photo, with: fonts()) }) { drawn = UIImage(data: $0) }
    }

    private func send() {
        let (photo, fonts, files, label) = (photo, app.fonts, app.files, label)
        app.ask { core in
            let file = try files.path(OutFiles.photo)
            try await core.stamped(photo, with: fonts()).write(to: file)
            return SharedFile(path: file.path, sentence: label)
        } then: { shared = $0 }
    }
}
