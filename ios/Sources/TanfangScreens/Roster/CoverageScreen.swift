import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// How many there ought to be, as it is being typed; nil while nothing was.
@MainActor
@Observable
final class TotalWords {
    var homes: String?
    var people: String?

    func differ(_ control: ControlTotal) -> Bool {
        (homes ?? control.households) != control.households
            || (people ?? control.persons) != control.persons
    }
}

/// 名册对数: from the township to a person, a step a screen, beside how many there ought to be.
struct CoverageScreen: View {
    private let screen: Screen
    @State private var model: ScreenModel<CoverageView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ kind: String?, _ division: String?) {
        screen = .coverage(class: kind, division: division)
        _model = State(
            initialValue: ScreenModel(core) { try await $0.coverage(of: kind, in: division) })
    }

    var body: some View {
        Watched(model) { view in
            CoverageContent(
                view: view, words: app.typed(screen) { TotalWords() }, onSave: save
            ) { ProblemNotice(model: model) }
        }
    }

    private func save(_ control: ControlTotal) {
        let words = app.typed(screen) { TotalWords() }
        let intent = Intent.setControlTotal(
            class: control.class, division: control.division,
            households: (words.homes ?? control.households).trimmed,
            persons: (words.people ?? control.persons).trimmed)
        app.send(intent) { _ in
            (words.homes, words.people) = (nil, nil)
            app.forget(screen)
        }
    }
}

struct CoverageContent<Problem: View>: View {
    let view: CoverageView
    let words: TotalWords
    let onSave: @MainActor (ControlTotal) -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(Strings.Coverage.title, under: view.title) {
            problem()
            BodyLine(view.summary)
            if let control = view.control { ControlPart(control: control, words: words) }
            if let empty = view.empty { EmptyCard(empty: empty, isPrimary: view.control == nil) }
            ForEach(Array(view.rows.enumerated()), id: \.offset) { row in card(row.element) }
        } low: {
            if let control = view.control {
                Deed(Strings.Coverage.save, .primary) { onSave(control) }
                    .disabled(!words.differ(control))
            }
        }
    }

    @ViewBuilder private func card(_ row: CoverageRow) -> some View {
        if let screen = row.go {
            OpeningCard(screen) { lines(row) }
        } else {
            Card { lines(row) }
        }
    }

    @ViewBuilder private func lines(_ row: CoverageRow) -> some View {
        Heading(row.title.shown(covered))
        BodyLine(row.line.shown(covered), row.tone)
    }
}

private struct ControlPart: View {
    let control: ControlTotal
    @Bindable var words: TotalWords

    var body: some View {
        Card {
            Heading(Strings.Coverage.control)
            Field(
                label: Strings.Coverage.homes,
                text: Binding(
                    get: { words.homes ?? control.households }, set: { words.homes = $0 }),
                keyboard: .numberPad)
            Field(
                label: Strings.Coverage.people,
                text: Binding(get: { words.people ?? control.persons }, set: { words.people = $0 }),
                keyboard: .numberPad)
            if let source = control.source { SmallLine(source) }
        }
    }
}
