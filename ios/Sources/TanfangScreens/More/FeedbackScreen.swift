import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// A complaint or a suggestion as it is being written.
@MainActor
@Observable
final class FeedbackWords {
    var topic: String?
    var text = ""
    var callBack = false
}

/// 投诉建议: written without a network, kept, and sent when there is one.
struct FeedbackScreen: View {
    @State private var model: ScreenModel<FeedbackView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.feedback() })
    }

    var body: some View {
        Watched(model) { view in
            FeedbackContent(
                view: view, words: app.typed(.feedback) { FeedbackWords() }, onSave: save
            ) { ProblemNotice(model: model) }
        }
    }

    private func save() {
        let words = app.typed(.feedback) { FeedbackWords() }
        guard let topic = words.topic else { return }
        let intent = Intent.writeFeedback(
            topic: topic, text: words.text.trimmed, callBack: words.callBack)
        app.send(intent) { _ in
            (words.topic, words.text, words.callBack) = (nil, "", false)
        }
    }
}

struct FeedbackContent<Problem: View>: View {
    let view: FeedbackView
    @Bindable var words: FeedbackWords
    let onSave: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(Strings.Feedback.title) {
            problem()
            write
            if let empty = view.empty { EmptyCard(empty: empty, isPrimary: false) }
            if !covered { LinesCard(title: Strings.Feedback.mine, lines: view.rows) }
        } low: {
            Deed(Strings.Feedback.save, .primary, act: onSave)
                .disabled(words.topic == nil || words.text.trimmed.isEmpty)
        }
    }

    private var write: some View {
        Card {
            BodyLine(view.sentence)
            Heading(Strings.Feedback.topic)
            Choices(
                choices: view.topics.map { option in
                    Choice(id: option.code, label: option.label, chosen: option.code == words.topic) {
                        words.topic = option.code
                    }
                })
            Field(label: Strings.Feedback.text, text: $words.text)
            Choices(choices: [
                Choice(id: "call", label: Strings.Feedback.callBack, chosen: words.callBack) {
                    words.callBack.toggle()
                }
            ])
        }
    }
}
