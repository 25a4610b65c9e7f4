import SwiftUI
import Tanfang
import TanfangShell

/// What can be picked on 台账.
enum Pick: Sendable {
    case ledger(String)
    case book(String)
    case period(String)
}

/// Which ledger, which of its books and which period are looked at.
private struct Shelf: Sendable {
    var ledger: String
    var book: String?
    var period: String?

    mutating func take(_ pick: Pick) {
        switch pick {
        case .ledger(let key): (ledger, book, period) = (key, nil, nil)
        case .book(let key): book = key
        case .period(let key): period = key
        }
    }
}

/// 台账: what the visits filled, cell by cell; a file or a page on asking.
struct LedgerScreen: View {
    @State private var shelf: Shelf
    @State private var shared: SharedFile?
    @State private var model: ScreenModel<LedgerView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ ledger: String) {
        _shelf = State(initialValue: Shelf(ledger: ledger))
        _model = State(
            initialValue: ScreenModel(core) {
                try await $0.ledger(ledger, period: nil, book: nil)
            })
    }

    var body: some View {
        Watched(model, load: load) { view in
            LedgerContent(view: view, onPick: pick, onExport: { export(view, $0) }) {
                ProblemNotice(model: model)
            }
        }
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func load() async {
        let shelf = shelf
        await model.take { try await $0.ledger(shelf.ledger, period: shelf.period, book: shelf.book) }
    }

    private func pick(_ pick: Pick) {
        app.dismiss()
        shelf.take(pick)
        app.inTurn { await load() }
    }

    /// Writes the file, then lets the user say where it goes.
    private func export(_ view: LedgerView, _ format: ExportFormat) {
        let (files, shelf) = (app.files, shelf)
        app.ask { core in
            let path = try files.path(OutFiles.name(view.title, format)).path
            return try await core.export(
                shelf.ledger, period: shelf.period, book: shelf.book, as: format, to: path)
        } then: { file in
            shared = SharedFile(path: file.path, sentence: file.sentence)
        }
    }
}

struct LedgerContent<Problem: View>: View {
    let view: LedgerView
    let onPick: @MainActor (Pick) -> Void
    let onExport: @MainActor (ExportFormat) -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Ledger.title, under: view.title) {
            problem()
            BodyLine(view.summary)
            PickPart(view: view, onPick: onPick)
            if let undecided = view.undecided { Notice(undecided, .amber) { EmptyView() } }
            if let empty = view.empty { EmptyCard(empty: empty, isPrimary: false) }
            ForEach(Array(view.rows.enumerated()), id: \.offset) { row in
                LedgerRowView(columns: view.columns, row: row.element)
            }
        } low: {
            exports
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

/// Another ledger, another of its books, a longer or shorter period, the one before or after.
private struct PickPart: View {
    let view: LedgerView
    let onPick: @MainActor (Pick) -> Void
    @State private var isChanging = false

    var body: some View {
        if isChanging { row(view.ledgers) { .ledger($0) } }
        if view.books.count > 1 { row(view.books) { .book($0) } }
        if view.spans.count > 1 { row(view.spans) { .period($0) } }
        Flow {
            if let before = view.around.first {
                Deed(Strings.Ledger.before, .word) { onPick(.period(before)) }
            }
            if view.around.count > 1, let after = view.around.last {
                Deed(Strings.Ledger.after, .word) { onPick(.period(after)) }
            }
            if view.ledgers.count > 1 {
                Deed(isChanging ? Strings.fold : Strings.Ledger.change, .word) {
                    isChanging.toggle()
                }
            }
        }
    }

    private func row(
        _ choices: [LedgerChoice], _ pick: @escaping (String) -> Pick
    ) -> some View {
        Choices(
            choices: choices.map { choice in
                Choice(id: choice.key, label: choice.label, chosen: choice.chosen) {
                    isChanging = false
                    onPick(pick(choice.key))
                }
            })
    }
}

/// A row as a card: on a phone columns stand below each other. It opens the home, where a gap is
/// filled.
private struct LedgerRowView: View {
    let columns: [String]
    let row: LedgerRow
    @Environment(\.covered) private var covered

    var body: some View {
        if let household = row.household {
            OpeningCard(.home(household: household)) { cells }
        } else {
            Card { cells }
        }
    }

    @ViewBuilder private var cells: some View {
        Heading(row.name.shown(covered))
        ForEach(Array(zip(columns, row.cells).enumerated()), id: \.offset) { pair in
            cell(pair.element.0, pair.element.1)
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
