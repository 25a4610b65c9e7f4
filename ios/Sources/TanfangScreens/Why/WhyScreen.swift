import SwiftUI
import Tanfang
import TanfangShell

/// 为什么: why this home, why this question, and where it is written.
struct WhyScreen: View {
    @State private var model: ScreenModel<WhyView>

    init(_ core: any Core, _ key: String) {
        _model = State(initialValue: ScreenModel(core) { try await $0.why(key) })
    }

    var body: some View {
        Watched(model) { view in
            WhyContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct WhyContent<Problem: View>: View {
    let view: WhyView
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Why.title) {
            problem()
            Card {
                Heading(view.title)
                ViewLines(lines: view.lines)
            }
            if !view.clauses.isEmpty { Heading(Strings.Why.clauses) }
            ForEach(Array(view.clauses.enumerated()), id: \.offset) { ClausePart(clause: $0.element) }
            if !view.trace.isEmpty { TracePart(names: view.trace) }
        }
    }
}

private struct ClausePart: View {
    let clause: WhyClause

    var body: some View { Card { ClauseLines(clause: clause) } }
}

/// The words of a document, and where they stand.
struct ClauseLines: View {
    let clause: WhyClause

    private var place: String {
        [clause.document, clause.number, clause.date, clause.place]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var body: some View {
        if !clause.quote.isEmpty { BodyLine(clause.quote) }
        SmallLine(place)
        SmallLine(clause.pack)
        if let reading = clause.reading { SmallLine("\(Strings.Why.reading) \(reading)") }
    }
}

/// Names for whoever checks it; folded, since nobody else wants them.
private struct TracePart: View {
    let names: [String]
    @State private var isOpen = false

    var body: some View {
        Deed(isOpen ? Strings.fold : Strings.Why.trace, .word) { isOpen.toggle() }
        if isOpen {
            Card {
                ForEach(Array(names.enumerated()), id: \.offset) { SmallLine($0.element) }
            }
        }
    }
}
