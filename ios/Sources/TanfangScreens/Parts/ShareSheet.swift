import SwiftUI
import Tanfang
import TanfangShell

/// A file that was just written and waits to be handed on.
struct SharedFile: Identifiable {
    let path: String
    let sentence: String
    var id: String { path }
}

/// Says what was written and opens the system's own share sheet. When it goes, the file goes.
struct ShareSheet: View {
    let file: SharedFile
    @Environment(\.dismiss) private var dismiss
    @Environment(\.palette) private var palette

    private var name: String { URL(fileURLWithPath: file.path).lastPathComponent }

    var body: some View {
        VStack(alignment: .leading, spacing: Space.betweenCards) {
            Heading(name)
            BodyLine(file.sentence)
            ShareLink(item: URL(fileURLWithPath: file.path)) { Text(Strings.Ledger.send) }
                .buttonStyle(DeedStyle(.primary))
            Deed(Strings.close, .word) { dismiss() }
        }
        .padding(Space.page)
        .frame(maxWidth: .infinity, maxHeight: .infinity, alignment: .topLeading)
        .background(Color(hex: palette.background))
    }
}
