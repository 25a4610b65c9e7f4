import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// Numbers that are being typed: stored by a tap, and at the latest when the screen goes.
@MainActor
@Observable
final class NumberWords {
    private var texts: [String: String] = [:]

    func text(_ row: NumberRow) -> String { texts[row.key] ?? row.number }
    func type(_ row: NumberRow, _ text: String) { texts[row.key] = text == row.number ? nil : text }
    func isTyped(_ row: NumberRow) -> Bool { texts[row.key] != nil }

    func store(_ key: String, _ app: AppModel) {
        guard let number = texts[key] else { return }
        app.send(.setNumber(key: key, number: number.trimmed)) { _ in self.texts[key] = nil }
    }

    func flush(_ app: AppModel) {
        for key in texts.keys.sorted() { store(key, app) }
    }
}

/// Numbers that the county's data does not give, each to be written down here.
struct NumbersPart: View {
    let rows: [NumberRow]
    let words: NumberWords
    @Environment(AppModel.self) private var app

    var body: some View {
        Card {
            Heading(Strings.Settings.numbers)
            ForEach(rows, id: \.key) { row in
                Field(label: row.label, text: text(row), keyboard: .numberPad)
                SmallLine(row.source)
                if words.isTyped(row) { save(row) }
            }
        }
    }

    private func text(_ row: NumberRow) -> Binding<String> {
        Binding(get: { words.text(row) }, set: { words.type(row, $0) })
    }

    private func save(_ row: NumberRow) -> some View {
        Deed(
            Strings.Settings.numberSave, .quiet,
            spoken: "\(Strings.Settings.numberSave) \(row.label)"
        ) { words.store(row.key, app) }
    }
}
