import SwiftUI
import Tanfang
import TanfangShell

/// 巡查, 暂停, an event that begins: questions as on 走访, kept at every tap and sent once.
struct FormScreen: View {
    private let key: String
    @State private var model: ScreenModel<FormView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ key: String) {
        self.key = key
        _model = State(initialValue: ScreenModel(core) { try await $0.form(key) })
    }

    var body: some View {
        Watched(model) { view in
            FormContent(view: view, answer: answer) { ProblemNotice(model: model) }
        }
    }

    private func answer(_ input: VisitInput) {
        app.dismiss()
        app.inTurn { [model, key] in
            await model.take { try await $0.answerForm(key, input) }
        }
    }
}

struct FormContent<Problem: View>: View {
    let view: FormView
    let answer: @MainActor (VisitInput) -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Typed(answer) { page($0) }
    }

    private func page(_ typing: Typing) -> some View {
        Page(view.title.shown(covered), status: view.status) {
            problem()
            if let sentence = view.sentence { BodyLine(sentence.shown(covered)) }
            ForEach(view.groups, id: \.key) { group in
                GroupPart(group: group, typing: typing, answer: answer)
            }
            if !view.lines.isEmpty { Card { LeadingLines(lines: view.lines) } }
            QuietActions(actions: view.actions) { typing.flush() }
        } low: {
            PrimaryAction(action: view.primary) { typing.flush() }
        }
    }
}
