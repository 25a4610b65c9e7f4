import SwiftUI
import Tanfang
import TanfangShell

/// 政策 of one scheme: for whom, how much, what to do, and where it is written.
struct PolicyScreen: View {
    @State private var model: ScreenModel<PolicyView>

    init(_ core: any Core, _ key: String) {
        _model = State(initialValue: ScreenModel(core) { try await $0.policy(key) })
    }

    var body: some View {
        Watched(model) { view in
            PolicyContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct PolicyContent<Problem: View>: View {
    let view: PolicyView
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(view.title, under: view.whom) {
            problem()
            PolicyBasis(view: view)
            PolicyDoing(view: view)
        } low: {
            SmallLine(view.caveat)
        }
    }
}

private struct PolicyBasis: View {
    let view: PolicyView

    var body: some View {
        if let amount = view.amount { Card { Titled(Strings.Hint.amount, amount) } }
        NumbersCard(numbers: view.numbers)
        if !view.conditions.isEmpty {
            Card {
                Heading(Strings.Policies.conditions)
                ForEach(Array(view.conditions.enumerated()), id: \.offset) { one in
                    if one.offset > 0 { Divide() }
                    condition(one.element)
                }
            }
        }
    }

    @ViewBuilder private func condition(_ condition: PolicyCondition) -> some View {
        Tag(text: condition.word, tone: .quiet)
        BodyLine(condition.text)
        if let clause = condition.clause { CitePart(clause: clause, of: condition.text) }
    }
}

private struct PolicyDoing: View {
    let view: PolicyView

    var body: some View {
        LinesCard(title: Strings.Hint.steps, lines: view.steps)
        PapersCard(
            documents: view.documents, whereTo: view.whereTo, howLong: view.howLong,
            excludes: view.excludes)
        ListedCard(title: Strings.Policies.lasts, lines: view.lasts)
        ListedCard(title: Strings.Hint.unset, lines: view.unset, tone: .amber)
        AloudCard(text: view.aloud)
        DialsCard(dials: view.dials)
        ListedCard(title: Strings.Policies.sources, lines: view.sources)
        SmallLine(view.pack)
    }
}
