import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// Answers that are being typed or gathered and not yet with the core: everything is judged anew only
/// once one is whole.
@MainActor
@Observable
final class Asking {
    private var drafts: [String: InputValue] = [:]
    /// What stands in the fields.
    @ObservationIgnored private(set) lazy var typing = Typing { [weak self] in self?.put($0) }

    /// Takes what was said so far.
    func put(_ input: VisitInput) {
        drafts[input.key] = input.value == .clear ? nil : input.value
    }

    /// Returns what is to be handed over for a question, if it is anything.
    func draft(_ key: String) -> VisitInput? {
        drafts[key].map { VisitInput(key: key, value: $0) }
    }

    /// Tells whether something was said that waits to be handed over.
    func waits(_ key: String) -> Bool {
        drafts[key] != nil || !typing.text(key, stored: nil).allSatisfy(\.isWhitespace)
    }

    /// Lets go of what was said to a question: it is with the core now.
    func forget(_ key: String) {
        typing.forget(key)
        drafts[key] = nil
    }

    /// Returns a question as it stands with what was said so far.
    func over(_ question: QuestionView) -> QuestionView {
        switch drafts[question.key] {
        case .choose(let codes): question.with(codes, value: nil)
        case .type(let text): question.with([], value: text)
        default: question
        }
    }
}

extension QuestionView {
    /// Returns the question with these options chosen, and this typed.
    fileprivate func with(_ codes: [String], value: String?) -> QuestionView {
        QuestionView(
            key: key, ask: ask, kind: kind,
            options: options.map {
                QuestionOption(
                    code: $0.code, label: $0.label, chosen: codes.contains($0.code), flag: $0.flag)
            },
            value: value, last: last, required: required, answered: answered, same: same, why: why)
    }
}

/// 问这一句: the question in words with a button that asks it here; open from the start where it is
/// what one came for.
struct AskPart: View {
    let ask: HintAsk
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    /// Whether it is open from the start.
    var isFirst = false
    @State private var opened = false
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    private var how: String {
        [ask.how, ask.why].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var body: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            if let about = ask.about { SmallLine(about.shown(covered)) }
            if let question = ask.question, !isFirst, !opened {
                BodyLine(question.ask)
                Deed(Strings.Hint.ask, .quiet, spoken: "\(Strings.Hint.ask) \(question.ask)") {
                    opened = true
                }
            } else {
                asked
            }
        }
    }

    @ViewBuilder private var asked: some View {
        SmallLine(how)
        if let question = ask.question {
            AnswerPart(question: question, asking: asking, give: give)
        }
        if let line = ask.go, let screen = line.go {
            Deed(line.text.shown(covered), .quiet) { app.go(screen) }
        }
    }
}

/// The question as 走访 asks it, and a word that hands over what needs more than one tap.
struct AnswerPart: View {
    let question: QuestionView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void

    private var waitsForWord: Bool { question.kind != .one }

    var body: some View {
        QuestionPart(
            question: asking.over(question), typing: asking.typing, answer: take, isHint: true)
        if waitsForWord {
            Deed(Strings.Hint.kept, .quiet, spoken: "\(Strings.Hint.kept) \(question.ask)") {
                asking.typing.flush()
                if let draft = asking.draft(question.key) { hand(draft) }
            }
            .disabled(!asking.waits(question.key))
        }
    }

    /// A tap on one answer is whole; several and typed ones wait for a word.
    private func take(_ input: VisitInput) {
        if case .choose = input.value, question.kind != .many {
            hand(input)
        } else {
            asking.put(input)
        }
    }

    private func hand(_ input: VisitInput) {
        asking.forget(input.key)
        give(input)
    }
}
