import SwiftUI
import Tanfang
import TanfangShell

#if canImport(UniformTypeIdentifiers)
import UniformTypeIdentifiers
#endif

/// 导入: what a list would change, before anything is written.
struct ImportScreen: View {
    @State private var view: ImportView?
    @State private var postponed: Set<String> = []
    @State private var choosing = false
    @Environment(AppModel.self) private var app

    var body: some View {
        ImportContent(view: view, postponed: $postponed, onChoose: { choosing = true }, onSend: send)
            .fileImporter(isPresented: $choosing, allowedContentTypes: Self.types, onCompletion: look)
    }

    private static let types = ["xlsx", "xls", "csv"].compactMap { UTType(filenameExtension: $0) }

    /// Reads the list that was chosen; the copy that the core read is removed at once.
    private func look(_ chosen: Result<URL, any Error>) {
        guard case .success(let file) = chosen else { return }
        let files = app.files
        app.ask { core in
            defer { files.clear() }
            return try await core.lookAtList(files.borrow(file).path)
        } then: { found in
            view = found
            postponed = Set(found.groups.flatMap(\.rows).filter(\.confirm).map(\.key))
        }
    }

    private func send(_ intent: Intent) {
        view = nil
        app.send(intent)
    }
}

struct ImportContent: View {
    let view: ImportView?
    @Binding var postponed: Set<String>
    let onChoose: @MainActor () -> Void
    let onSend: @MainActor (Intent) -> Void

    var body: some View {
        Page(Strings.Import.title, under: view?.file ?? "") {
            if let view {
                summary(view)
                ForEach(view.groups, id: \.kind) { group in
                    ImportGroupPart(group: group, postponed: $postponed)
                }
            } else {
                Card { BodyLine(Strings.Import.explain) }
            }
        } low: {
            low
        }
    }

    @ViewBuilder private var low: some View {
        if let view {
            if let note = view.primary.note { SmallLine(note) }
            Deed(view.primary.label, .primary) { onSend(meant(view.primary.intent)) }
                .disabled(!view.primary.enabled)
        } else {
            Deed(Strings.Import.choose, .primary, act: onChoose)
        }
    }

    private func summary(_ view: ImportView) -> some View {
        Card {
            BodyLine(view.summary)
            ForEach(view.sheets, id: \.self) { SmallLine($0) }
            Deed(view.cancel.label, .quiet) { onSend(view.cancel.intent) }
        }
    }

    /// The one thing the platform adds to an intent: which rows the worker postpones.
    private func meant(_ intent: Intent) -> Intent {
        guard case .applyImport(let token, _) = intent else { return intent }
        return .applyImport(token: token, postponed: postponed.sorted())
    }
}
