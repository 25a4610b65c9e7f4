import SwiftUI
import Tanfang
import TanfangShell

/// What each column was taken for, the unsure ones first; a tap takes it for something else.
struct ColumnsPart: View {
    let view: ImportView
    let looking: Looking

    var body: some View {
        Deed(Strings.Import.keepColumns, .word) { looking.keepColumns() }
        ForEach(view.tables, id: \.sheet) { table in
            Heading(table.sheet)
            SmallLine(table.title)
            ForEach(sorted(table), id: \.column) { column in
                ColumnPart(table: table, column: column, fields: view.fields, looking: looking)
            }
        }
    }

    private func sorted(_ table: ImportTable) -> [ImportColumn] {
        table.columns.filter { !$0.sure } + table.columns.filter(\.sure)
    }
}

private struct ColumnPart: View {
    let table: ImportTable
    let column: ImportColumn
    let fields: [FieldChoice]
    let looking: Looking
    @State private var isOpen: Bool
    @Environment(\.covered) private var covered

    init(table: ImportTable, column: ImportColumn, fields: [FieldChoice], looking: Looking) {
        (self.table, self.column, self.fields, self.looking) = (table, column, fields, looking)
        _isOpen = State(initialValue: !column.sure)
    }

    private var name: String {
        let title = column.title.isEmpty ? Strings.Import.noTitle : column.title
        return "\(column.letter) \(Strings.Import.column) \(title)"
    }

    private var samples: String {
        column.samples.map { $0.shown(covered) }.filter { !$0.isEmpty }.joined(separator: " / ")
    }

    private var taken: String? { looking.field(table, column) }

    private var label: String {
        fields.first { $0.field == taken }?.label ?? Strings.Import.leftOut
    }

    var body: some View {
        Card {
            BodyLine(name)
            if !column.sure { SmallLine(Strings.Import.unsure, .amber) }
            if !samples.isEmpty { SmallLine(samples) }
            SmallLine("\(Strings.Import.takenFor) \(label)", .plain)
            if isOpen { Choices(choices: fields.map(choice) + [none]) }
            fold
        }
    }

    private var fold: some View {
        let word = isOpen ? Strings.fold : Strings.Import.change
        return Deed(word, .word, spoken: "\(word) \(name)") { isOpen.toggle() }
    }

    private func choice(_ field: FieldChoice) -> Choice {
        Choice(id: field.field, label: field.label, chosen: field.field == taken) {
            looking.take(table, column, field.field)
        }
    }

    private var none: Choice {
        Choice(id: "", label: Strings.Import.leftOut, chosen: taken == nil) {
            looking.take(table, column, nil)
        }
    }
}
