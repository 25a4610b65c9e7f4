import SwiftUI
import Tanfang
import TanfangShell

/// One part of a page: what it is of, what it says, what can be done. A part that leads somewhere is
/// opened by its upper half; one that has nothing but a title heads those below it.
struct BlockPart: View {
    let block: Block
    @Environment(\.covered) private var covered

    private var title: String { block.title.shown(covered) }

    /// What stands before the first line that leads somewhere, which is a target of its own.
    private var words: ArraySlice<Line> { block.lines.prefix { $0.go == nil } }

    var body: some View {
        if let screen = block.go {
            OpeningCard(screen) {
                head
                ViewLines(lines: Array(words))
            } deeds: {
                LeadingLines(lines: Array(block.lines.dropFirst(words.count)), of: title)
                deeds
            }
        } else if block.lines.isEmpty, block.actions.isEmpty {
            head
        } else {
            Card {
                head
                LeadingLines(lines: block.lines, of: title)
                deeds
            }
        }
    }

    @ViewBuilder private var head: some View {
        if !title.isEmpty { Heading(title) }
    }

    private var deeds: some View { QuietActions(actions: block.actions, of: title) }
}

/// Lines, each with the word for where it leads; `of` says whose they are to a screen reader.
struct LeadingLines: View {
    let lines: [Line]
    var of = ""

    var body: some View {
        ForEach(Array(lines.enumerated()), id: \.offset) { line in
            ViewLine(line: line.element, label: label(line.element), of: of)
        }
    }

    private func label(_ line: Line) -> String {
        if case .why = line.go { Strings.Why.title } else { Strings.open }
    }
}

/// Quieter actions side by side, their notes below; `of` says whose they are to a screen reader.
struct QuietActions: View {
    let actions: [Action]
    var of = ""
    var before: @MainActor () -> Void = {}
    @Environment(AppModel.self) private var app

    private var all: [(offset: Int, element: Action)] { Array(actions.enumerated()) }

    var body: some View {
        if !actions.isEmpty {
            Flow { ForEach(all, id: \.offset) { deed($0.element) } }
            ForEach(all, id: \.offset) { action in
                if let note = action.element.note { SmallLine(note) }
            }
        }
    }

    private func deed(_ action: Action) -> some View {
        Deed(action.label, .quiet, spoken: of.isEmpty ? nil : "\(action.label) \(of)") {
            before()
            app.send(action.intent)
        }
        .disabled(!action.enabled)
    }
}
