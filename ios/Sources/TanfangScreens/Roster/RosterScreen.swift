import SwiftUI
import Tanfang
import TanfangShell

#if canImport(UniformTypeIdentifiers)
import UniformTypeIdentifiers
#endif

/// 导入: what a list would change, before anything is written. It is there again after a look elsewhere.
struct RosterScreen: View {
    @State private var choosing = false
    @Environment(AppModel.self) private var app

    private var looking: Looking { app.typed(.import) { Looking() } }

    var body: some View {
        RosterContent(
            looking: looking, onChoose: { choosing = true }, onLookAgain: lookAgain, onSend: send
        )
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
        } then: { looking.show($0) }
    }

    private func lookAgain() {
        guard let token = looking.view?.token else { return }
        let choices = looking.choices
        app.ask { try await $0.importColumns(token, choices) } then: { looking.show($0) }
    }

    private func send(_ intent: Intent) {
        app.send(intent) { _ in looking.forget() }
    }
}

struct RosterContent: View {
    let looking: Looking
    let onChoose: @MainActor () -> Void
    let onLookAgain: @MainActor () -> Void
    let onSend: @MainActor (Intent) -> Void

    private var title: String {
        looking.view?.sort == .match ? Strings.Import.titleMatch : Strings.Import.title
    }

    var body: some View {
        Page(title, under: looking.view?.file ?? "") {
            if let view = looking.view {
                if looking.isCorrecting {
                    ColumnsPart(view: view, looking: looking)
                } else {
                    FoundPart(view: view, looking: looking, onSend: onSend)
                }
            } else {
                ExplainPart()
            }
        } low: {
            low
        }
    }

    @ViewBuilder private var low: some View {
        if let view = looking.view {
            if looking.isCorrecting {
                Deed(Strings.Import.lookAgain, .primary, act: onLookAgain)
                    .disabled(!looking.isCorrected)
            } else {
                apply(view.primary)
            }
        } else {
            Deed(Strings.Import.choose, .primary, act: onChoose)
        }
    }

    @ViewBuilder private func apply(_ action: Action) -> some View {
        if let note = action.note { SmallLine(note, action.enabled ? .quiet : .amber) }
        Deed(action.label, .primary) { onSend(looking.deciding(action.intent)) }
            .disabled(!action.enabled)
    }
}

private struct ExplainPart: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Card {
            BodyLine(Strings.Import.explain)
            Deed(Strings.Batches.title, .word) { app.go(.batches) }
        }
    }
}

/// What was found in the list, by what it would do.
private struct FoundPart: View {
    let view: ImportView
    let looking: Looking
    let onSend: @MainActor (Intent) -> Void

    var body: some View {
        summary
        if view.tables.contains(where: { !$0.sure }) {
            Notice(Strings.Import.columnsUnsure, .amber) { EmptyView() }
        }
        LinesCard(title: Strings.Import.totals, lines: view.totals)
        ForEach(view.groups, id: \.kind) { group in
            GroupPartOfList(group: group, looking: looking)
        }
    }

    private var summary: some View {
        Card {
            BodyLine(view.summary)
            ForEach(Array(view.sheets.enumerated()), id: \.offset) { SmallLine($0.element) }
            Flow {
                if !view.tables.isEmpty {
                    Deed(Strings.Import.fixColumns, .quiet) { looking.isCorrecting = true }
                }
                Deed(view.cancel.label, .quiet) { onSend(view.cancel.intent) }
            }
        }
    }
}
