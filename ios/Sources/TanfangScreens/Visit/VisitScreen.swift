import SwiftUI
import Tanfang
import TanfangShell

/// 走访: one question, one answer; stored at every tap.
struct VisitScreen: View {
    private let visit: String
    @State private var model: ScreenModel<VisitView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ visit: String) {
        self.visit = visit
        _model = State(initialValue: ScreenModel(core) { try await $0.visit(visit) })
    }

    var body: some View {
        Watched(model) { view in
            VisitContent(view: view, answer: answer) { ProblemNotice(model: model) }
        }
    }

    private func answer(_ input: VisitInput) {
        app.dismiss()
        app.inTurn { [model, visit] in
            await model.take { try await $0.answer(visit, input) }
        }
    }
}

struct VisitContent<Problem: View>: View {
    let view: VisitView
    let answer: @MainActor (VisitInput) -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    var body: some View {
        Typed(answer) { page($0) }
    }

    private func page(_ typing: Typing) -> some View {
        Page(view.name.shown(covered), status: view.status, under: "\(Strings.Visit.title) · \(view.dayLabel)") {
            problem()
            if let urgent = view.urgent { CallPart(view: urgent) }
            // What is asked every time comes first, then one tap for all that was answered last time.
            groups(view.groups[..<place], typing)
            if let same = view.sameAll {
                Deed(same, .card) {
                    typing.flush()
                    answer(VisitInput(key: "", value: .sameAll))
                }
            }
            groups(view.groups[place...], typing)
            LinesCard(title: Strings.Visit.notices, lines: view.notices, label: Strings.Why.title)
            LinesCard(title: Strings.Visit.willRaise, lines: view.flags, label: Strings.Why.title)
            PhotoStrip(app.core, view.household, visit: view.visit)
            DayPart(view: view, answer: answer)
            QuietAction(action: view.later) { typing.flush() }
        } low: {
            PrimaryAction(action: view.primary) { typing.flush() }
        }
    }

    /// Where what was answered last time begins.
    private var place: Int {
        view.groups.firstIndex { $0.same != nil } ?? view.groups.endIndex
    }

    private func groups(_ groups: ArraySlice<VisitGroup>, _ typing: Typing) -> some View {
        ForEach(groups, id: \.key) { group in
            GroupPart(group: group, typing: typing, answer: answer)
        }
    }
}

/// The day of the visit; another one is a tap further.
private struct DayPart: View {
    let view: VisitView
    let answer: @MainActor (VisitInput) -> Void
    @State private var isOpen = false
    @Environment(\.civilToday) private var today

    var body: some View {
        if isOpen {
            Card {
                SmallLine(Strings.Visit.day)
                DayStepper(shown: view.dayLabel, day: CivilDay(view.day) ?? today) { day in
                    answer(VisitInput(key: "", value: .setDay(day: day.description)))
                }
                Deed(Strings.fold, .word) { isOpen = false }
            }
        } else {
            Deed(Strings.Visit.changeDay, .word) { isOpen = true }
        }
    }
}
