import SwiftUI
import Tanfang
import TanfangShell

/// 收入、支出、财产: item by item, and whether these are all.
struct ItemsScreen: View {
    private let household: String
    private let key: String
    private let screen: Screen
    @State private var model: ScreenModel<ItemsView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String, _ key: String) {
        (self.household, self.key) = (household, key)
        screen = .items(household: household, key: key)
        _model = State(
            initialValue: ScreenModel(core) { try await $0.items(household, key: key) })
    }

    var body: some View {
        Watched(model) { view in
            ItemsContent(
                view: view, asking: app.typed(screen) { Asking() }, give: give, onAdd: { add(view) }
            ) { ProblemNotice(model: model) }
        }
    }

    private func give(_ input: VisitInput) {
        app.act { [household] in try await $0.answerHint(household, input) }
    }

    private func add(_ view: ItemsView) {
        let asking = app.typed(screen) { Asking() }
        asking.typing.flush()
        let inputs = view.fields.compactMap { asking.draft($0.key) }
        app.act { [household, key] in
            try await $0.addItem(household, key: key, inputs)
        } then: { _ in
            for field in view.fields { asking.forget(field.key) }
        }
    }
}

struct ItemsContent<Problem: View>: View {
    let view: ItemsView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    let onAdd: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(view.title, under: view.whom.shown(covered)) {
            problem()
            // What somebody earns and owns is not for the table.
            if !covered {
                items
                LinesCard(title: Strings.Items.totals, lines: view.totals)
                Card { AnswerPart(question: view.complete, asking: asking, give: give) }
                form
            }
        } low: {
            Deed(view.add, .primary, act: onAdd)
                .disabled(!view.fields.contains { asking.waits($0.key) })
        }
    }

    @ViewBuilder private var items: some View {
        if !view.items.isEmpty { Heading(Strings.Items.known) }
        ForEach(Array(view.items.enumerated()), id: \.offset) { one in
            Card {
                BodyLine(one.element.text.shown(covered))
                SmallLine(one.element.source)
                QuietAction(action: one.element.remove)
            }
        }
    }

    private var form: some View {
        Card {
            Heading(Strings.Items.more)
            ForEach(view.fields, id: \.key) { field in
                Divide()
                // A field is no answer yet: all of them go together.
                QuestionPart(
                    question: asking.over(field), typing: asking.typing, answer: asking.put,
                    isHint: true)
            }
        }
    }
}
