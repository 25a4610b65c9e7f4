import SwiftUI
import Tanfang
import TanfangShell

/// Rows that would do the same. What needs a look stands open; what is plain is folded to its count.
struct ImportGroupPart: View {
    let group: ImportGroup
    @Binding var postponed: Set<String>
    @State private var isOpen = false

    private var plain: Bool { group.kind == .new || group.kind == .same }

    var body: some View {
        if plain {
            Card {
                Heading(group.title)
                if isOpen { rows }
                Deed(
                    isOpen ? Strings.fold : Strings.Import.rows, .word,
                    spoken: "\(isOpen ? Strings.fold : Strings.Import.rows) \(group.title)"
                ) { isOpen.toggle() }
            }
        } else {
            Heading(group.title)
            ForEach(group.rows, id: \.key) { row in
                Card { ImportRowPart(row: row, tone: group.tone, postponed: $postponed) }
            }
        }
    }

    private var rows: some View {
        ForEach(group.rows, id: \.key) { row in
            Divide()
            ImportRowPart(row: row, tone: group.tone, postponed: $postponed)
        }
    }
}

private struct ImportRowPart: View {
    let row: ImportRow
    let tone: Tone
    @Binding var postponed: Set<String>
    @Environment(\.covered) private var covered

    var body: some View {
        BodyLine(row.name.shown(covered))
        SmallLine(row.place)
        ForEach(Array(row.cells.enumerated()), id: \.offset) { cell in
            CellPart(cell: cell.element, tone: tone)
        }
        if row.confirm { Choices(choices: [wait, include]) }
    }

    private var wait: Choice {
        Choice(id: "wait", label: Strings.Import.postpone, chosen: postponed.contains(row.key)) {
            postponed.insert(row.key)
        }
    }

    private var include: Choice {
        Choice(id: "include", label: Strings.Import.include, chosen: !postponed.contains(row.key)) {
            postponed.remove(row.key)
        }
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
