import Observation
import Tanfang

/// The list that was looked at, and what was decided of it so far: nothing of it is written yet.
@MainActor
@Observable
final class Looking {
    /// The list, once one was looked at.
    private(set) var view: ImportView?
    /// Whether the columns are being corrected.
    var isCorrecting = false
    private var decisions: [String: Decision] = [:]
    private var columns: [Place: String?] = [:]
    private var opened: [ImportKind: Bool] = [:]

    /// A column of a sheet.
    private struct Place: Hashable {
        let sheet: String
        let column: UInt32
    }

    /// Looks at a list.
    func show(_ next: ImportView) {
        forget()
        view = next
    }

    func forget() {
        (view, isCorrecting) = (nil, false)
        (decisions, columns, opened) = ([:], [:], [:])
    }

    func decision(_ row: ImportRow) -> Decision { decisions[row.key] ?? row.decision }

    func decide(_ row: ImportRow, _ decision: Decision) {
        decisions[row.key] = decision == row.decision ? nil : decision
    }

    /// Decides so of every row of a group that can be decided so.
    func decideAll(_ group: ImportGroup, _ decision: Decision) {
        for row in group.rows where row.choices.contains(decision) { decide(row, decision) }
    }

    /// Tells whether a group stands open: what is plain is folded to its count.
    func isOpen(_ group: ImportGroup) -> Bool {
        opened[group.kind] ?? (group.kind != .new && group.kind != .same)
    }

    func open(_ group: ImportGroup, _ open: Bool) { opened[group.kind] = open }

    /// Returns the field that a column stands for now; nil when it is left out.
    func field(_ table: ImportTable, _ column: ImportColumn) -> String? {
        columns[Place(sheet: table.sheet, column: column.column)] ?? column.field
    }

    func take(_ table: ImportTable, _ column: ImportColumn, _ field: String?) {
        columns[Place(sheet: table.sheet, column: column.column)] = .some(field)
    }

    /// Whether a column was taken for something else than it was.
    var isCorrected: Bool { !columns.isEmpty }

    func keepColumns() {
        columns = [:]
        isCorrecting = false
    }

    /// What was said of the columns, sheet by sheet.
    var choices: [ColumnChoice] {
        columns
            .map { ColumnChoice(sheet: $0.key.sheet, column: $0.key.column, field: $0.value) }
            .sorted { ($0.sheet, $0.column) < ($1.sheet, $1.column) }
    }

    /// Returns an intent with the one thing the platform adds: what was decided otherwise.
    func deciding(_ intent: Intent) -> Intent {
        guard case .applyImport(let token, _) = intent else { return intent }
        let said = decisions.map { RowDecision(key: $0.key, decision: $0.value) }
        return .applyImport(token: token, decisions: said.sorted { $0.key < $1.key })
    }
}
