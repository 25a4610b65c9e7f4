import SwiftUI
import Tanfang
import TanfangShell

/// 台账: what the visits filled, cell by cell; a file or a page on asking.
struct LedgerScreen: View {
    private let ledger: String
    @State private var month: String?
    @State private var shared: SharedFile?
    @State private var model: ScreenModel<LedgerView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ ledger: String) {
        self.ledger = ledger
        _model = State(initialValue: ScreenModel(core) { try await $0.ledger(ledger, month: nil) })
    }

    var body: some View {
        Watched(model) { view in
            LedgerContent(view: view, onMonth: turn, onExport: { export(view, $0) }) {
                ProblemNotice(model: model)
            }
        }
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func turn(_ month: String) {
        self.month = month
        app.inTurn { [model, ledger] in
            await model.take { try await $0.ledger(ledger, month: month) }
        }
    }

    /// Writes the file, then lets the user say where it goes.
    private func export(_ view: LedgerView, _ format: ExportFormat) {
        let files = app.files
        app.ask { core in
            let path = try files.path(OutFiles.name(view.title, format)).path
            return try await core.export(view.ledger, month: view.month, as: format, to: path)
        } then: { file in
            shared = SharedFile(path: file.path, sentence: file.sentence)
        }
    }
}

struct LedgerContent<Problem: View>: View {
    let view: LedgerView
    let onMonth: @MainActor (String) -> Void
    let onExport: @MainActor (ExportFormat) -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Ledger.title, under: view.title) {
            problem()
            BodyLine(view.summary)
            months
            if let undecided = view.undecided { Notice(undecided, .amber) { EmptyView() } }
            if let empty = view.empty { EmptyCard(empty: empty) }
            ForEach(Array(view.rows.enumerated()), id: \.offset) { row in
                LedgerRowView(columns: view.columns, row: row.element)
            }
        } low: {
            exports
        }
    }

    private var months: some View {
        Flow {
            if let before = view.months.first {
                Deed(Strings.Ledger.before, .word) { onMonth(before) }
            }
            if view.months.count > 1, let after = view.months.last {
                Deed(Strings.Ledger.after, .word) { onMonth(after) }
            }
        }
    }

    private var exports: some View {
        VStack(spacing: Space.betweenCards) {
            Deed(Strings.Ledger.saveXlsx, .primary) { onExport(.xlsx) }
            Deed(Strings.Ledger.print, .quiet) { onExport(.print) }
        }
        .disabled(view.rows.isEmpty)
    }
}

/// A row as a card: on a phone columns stand below each other. It opens the home, where a gap is
/// filled.
private struct LedgerRowView: View {
    let columns: [String]
    let row: LedgerRow
    @Environment(\.covered) private var covered

    var body: some View {
        OpeningCard(.home(household: row.household)) {
            Heading(row.name.shown(covered))
            ForEach(Array(zip(columns, row.cells).enumerated()), id: \.offset) { pair in
                cell(pair.element.0, pair.element.1)
            }
        }
    }

    @ViewBuilder private func cell(_ column: String, _ cell: LedgerCell) -> some View {
        let text = cell.text.shown(covered)
        if cell.missing {
            SmallLine("\(column): \(Strings.Ledger.missing)", .amber)
        } else if !text.isEmpty {
            SmallLine("\(column): \(text)")
        } else if cell.kind == .manual {
            SmallLine("\(column): \(Strings.Ledger.byHand)")
        }
    }
}
