import SwiftUI
import Tanfang
import TanfangShell

/// 提示: one scheme for one person or home, why, and the one question that decides most.
struct HintScreen: View {
    private let household: String
    private let screen: Screen
    @State private var model: ScreenModel<HintView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String, _ key: String) {
        self.household = household
        screen = .hint(household: household, key: key)
        _model = State(
            initialValue: ScreenModel(core) { try await $0.hint(household, key: key) })
    }

    var body: some View {
        Watched(model) { view in
            HintContent(view: view, asking: app.typed(screen) { Asking() }, give: give) {
                ProblemNotice(model: model)
            }
        }
    }

    private func give(_ input: VisitInput) {
        app.act { [household] in try await $0.answerHint(household, input) }
    }
}

struct HintContent<Problem: View>: View {
    let view: HintView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(view.title.shown(covered), under: view.whom.shown(covered)) {
            problem()
            // What somebody may be entitled to, and why, is not for the table.
            if !covered {
                VerdictPart(view: view, asking: asking, give: give)
                ReasonPart(view: view, asking: asking, give: give)
                BasisPart(view: view)
                DoingPart(view: view)
            }
        } low: {
            SmallLine(view.caveat)
            if let primary = view.primary { PrimaryAction(action: primary) }
        }
    }
}

private struct VerdictPart: View {
    let view: HintView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    @Environment(\.covered) private var covered

    var body: some View {
        Card {
            Tag(text: view.verdict.shown(covered), tone: view.tone)
            if let amount = view.amount { Titled(Strings.Hint.amount, amount.shown(covered)) }
            if let note = view.amountNote { SmallLine(note) }
            if let note = view.note { BodyLine(note.shown(covered)) }
            if let redirect = view.redirect { ViewLine(line: redirect) }
        }
        if let ask = view.ask {
            Card {
                Heading(Strings.Hint.firstAsk)
                AskPart(ask: ask, asking: asking, give: give, isFirst: true)
            }
        }
    }
}

private struct ReasonPart: View {
    let view: HintView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    @Environment(\.covered) private var covered

    var body: some View {
        if !view.conditions.isEmpty { conditions }
        if !view.missing.isEmpty { missing }
        if let threshold = view.threshold {
            Card { Titled(Strings.Hint.threshold, threshold.shown(covered)) }
        }
    }

    private var conditions: some View {
        Card {
            Heading(Strings.Hint.conditions)
            ForEach(Array(view.conditions.enumerated()), id: \.offset) { one in
                if one.offset > 0 { Divide() }
                ConditionPart(condition: one.element, isFirstOfGroup: begins(one.offset))
            }
        }
    }

    private func begins(_ place: Int) -> Bool {
        place == 0 || view.conditions[place - 1].group != view.conditions[place].group
    }

    private var missing: some View {
        Card {
            Heading(Strings.Hint.missing)
            ForEach(Array(view.missing.enumerated()), id: \.offset) { one in
                if one.offset > 0 { Divide() }
                BodyLine(one.element.text.shown(covered))
                // What stands above already is not asked twice.
                if let ask = one.element.ask, ask.question?.key != view.ask?.question?.key {
                    AskPart(ask: ask, asking: asking, give: give)
                }
            }
        }
    }
}

private struct BasisPart: View {
    let view: HintView
    @Environment(\.covered) private var covered

    var body: some View {
        NumbersCard(numbers: view.numbers)
        if !view.facts.isEmpty {
            Card {
                Heading(Strings.Hint.facts)
                ForEach(Array(view.facts.enumerated()), id: \.offset) { one in
                    BodyLine("\(one.element.label) \(one.element.value.shown(covered))")
                    if !one.element.source.isEmpty { SmallLine(one.element.source) }
                }
            }
        }
    }
}

private struct DoingPart: View {
    let view: HintView
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    var body: some View {
        LinesCard(title: Strings.Hint.steps, lines: view.steps)
        PapersCard(
            documents: view.documents, whereTo: view.whereTo, howLong: view.howLong,
            excludes: view.excludes)
        ListedCard(title: Strings.Hint.unset, lines: view.unset, tone: .amber)
        AloudCard(text: view.aloud.shown(covered))
        LinesCard(title: Strings.Hint.earlier, lines: view.earlier)
        Card {
            Deed(Strings.Hint.policy, .quiet) { app.go(view.policy) }
            SmallLine(view.judged)
        }
    }
}
