import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// What is being written beside findings, by task.
@MainActor
@Observable
final class MatchWords {
    var notes: [String: String] = [:]
    func note(_ row: MatchRow) -> String { notes[row.task] ?? row.note }
}

/// 比对核实: what a match said, answered on the spot with one tap.
struct MatchesScreen: View {
    @State private var model: ScreenModel<MatchesView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.matches() })
    }

    var body: some View {
        Watched(model) { view in
            MatchesContent(
                view: view, words: app.typed(.matches) { MatchWords() }, onAnswer: answer
            ) { ProblemNotice(model: model) }
        }
    }

    private func answer(_ row: MatchRow, _ finding: String) {
        let words = app.typed(.matches) { MatchWords() }
        let note = words.note(row).trimmed
        app.send(.answerMatch(task: row.task, finding: finding, note: note)) { _ in
            words.notes[row.task] = nil
        }
    }
}

struct MatchesContent<Problem: View>: View {
    let view: MatchesView
    let words: MatchWords
    let onAnswer: @MainActor (MatchRow, _ finding: String) -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Match.title, under: view.summary) {
            problem()
            if let empty = view.empty { EmptyCard(empty: empty) }
            ForEach(view.rows, id: \.task) { row in
                MatchPart(row: row, words: words, onAnswer: onAnswer)
            }
        }
    }
}

private struct MatchPart: View {
    let row: MatchRow
    let words: MatchWords
    let onAnswer: @MainActor (MatchRow, String) -> Void
    @State private var all = false
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    private var name: String { row.name.shown(covered) }

    var body: some View {
        Card {
            Heading(name)
            if !row.doubt.shown(covered).isEmpty { BodyLine(row.doubt.shown(covered)) }
            BodyLine(row.state, row.tone)
            if all { ViewLines(lines: row.cells) }
            deeds
            if !row.who.isEmpty { who }
            if !row.findings.isEmpty { FindingPart(row: row, words: words, onAnswer: onAnswer) }
        }
    }

    private var deeds: some View {
        Flow {
            if let screen = row.go {
                Deed(Strings.open, .quiet, spoken: "\(Strings.open) \(name)") { app.go(screen) }
            }
            if !row.cells.isEmpty {
                let word = all ? Strings.fold : Strings.Match.cells
                Deed(word, .word, spoken: "\(word) \(name)") { all.toggle() }
            }
        }
    }

    @ViewBuilder private var who: some View {
        BodyLine(Strings.Match.who)
        Choices(
            choices: row.who.map { option in
                Choice(id: option.code, label: option.shown(covered), chosen: option.chosen) {
                    app.send(.linkMatch(task: row.task, person: option.code))
                }
            })
    }
}

/// The findings; a note that was typed goes with the tap, or by itself once a finding is there.
private struct FindingPart: View {
    let row: MatchRow
    @Bindable var words: MatchWords
    let onAnswer: @MainActor (MatchRow, String) -> Void
    @Environment(\.covered) private var covered

    private var chosen: QuestionOption? { row.findings.first(where: \.chosen) }

    private var note: Binding<String> {
        Binding(get: { words.note(row) }, set: { words.notes[row.task] = $0 })
    }

    var body: some View {
        BodyLine(Strings.Match.finding)
        Choices(
            choices: row.findings.map { option in
                Choice(id: option.code, label: option.label, chosen: option.chosen) {
                    onAnswer(row, option.code)
                }
            })
        // What was written about a home is not for the table.
        if !covered {
            Field(label: Strings.Match.note, text: note)
            if let chosen, words.note(row).trimmed != row.note {
                Deed(Strings.Match.saveNote, .quiet) { onAnswer(row, chosen.code) }
            }
        }
    }
}
