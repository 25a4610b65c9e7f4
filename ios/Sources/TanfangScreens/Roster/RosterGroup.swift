import SwiftUI
import Tanfang
import TanfangShell

/// Rows that would do the same. What needs a look stands open; what is plain is folded to its count.
struct GroupPartOfList: View {
    let group: ImportGroup
    let looking: Looking

    private var isOpen: Bool { looking.isOpen(group) }

    var body: some View {
        Card {
            Heading(group.title)
            Flow {
                ForEach(offered, id: \.self) { all($0) }
                fold
            }
        }
        if isOpen {
            ForEach(group.rows, id: \.key) { row in
                Card { ListRowPart(kind: group.kind, row: row, tone: group.tone, looking: looking) }
            }
        }
    }

    /// What can be decided of several rows at once.
    private var offered: [Decision] {
        [Decision.apply, .postpone].filter { decision in
            group.rows.count { $0.choices.contains(decision) && $0.choices.count > 1 } > 1
        }
    }

    private func all(_ decision: Decision) -> some View {
        let word = decision.wordForAll(group.kind)
        return Deed(word, .quiet, spoken: "\(word) \(group.title)") {
            looking.decideAll(group, decision)
        }
    }

    private var fold: some View {
        let word = isOpen ? Strings.fold : Strings.Import.rows
        return Deed(word, .word, spoken: "\(word) \(group.title)") { looking.open(group, !isOpen) }
    }
}

private struct ListRowPart: View {
    let kind: ImportKind
    let row: ImportRow
    let tone: Tone
    let looking: Looking
    @Environment(\.covered) private var covered

    var body: some View {
        BodyLine(row.name.shown(covered))
        SmallLine(row.place)
        ForEach(Array(row.cells.enumerated()), id: \.offset) { cell in
            CellPart(cell: cell.element, tone: tone)
        }
        if row.choices.count > 1 {
            BodyLine(question)
            Choices(choices: row.choices.map(choice))
        }
    }

    /// One question a row.
    private var question: String {
        if row.choices.contains(.same) { return Strings.Import.samePerson }
        return kind == .missing ? Strings.Import.whatMissing : Strings.Import.whatRow
    }

    private func choice(_ decision: Decision) -> Choice {
        let word = decision.word(kind)
        return Choice(id: word, label: word, chosen: looking.decision(row) == decision) {
            looking.decide(row, decision)
        }
    }
}

extension Decision {
    /// What a tap on it says, of one row.
    fileprivate func word(_ kind: ImportKind) -> String {
        switch self {
        case .apply: kind == .missing ? Strings.Import.leaves : Strings.Import.apply
        case .postpone: kind == .missing ? Strings.Import.stays : Strings.Import.postpone
        case .same: Strings.Import.same
        case .apart: Strings.Import.apart
        }
    }

    /// What a tap on it says, of all rows of a group.
    fileprivate func wordForAll(_ kind: ImportKind) -> String {
        if self == .apply {
            return kind == .missing ? Strings.Import.allLeave : Strings.Import.allApply
        }
        return kind == .missing ? Strings.Import.allStay : Strings.Import.allPostpone
    }
}

private struct CellPart: View {
    let cell: ImportCell
    let tone: Tone
    @Environment(\.covered) private var covered

    private var name: String {
        [cell.label, cell.cell].filter { !$0.isEmpty }.joined(separator: " ")
    }

    var body: some View {
        if !name.isEmpty { Tag(text: name, tone: .plain) }
        if let old = cell.old { SmallLine("\(Strings.Import.now): \(old.shown(covered))") }
        if let new = cell.new { SmallLine("\(Strings.Import.listed): \(new.shown(covered))") }
        if let reason = cell.reason { SmallLine(reason, tone) }
    }
}
