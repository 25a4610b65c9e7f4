import SwiftUI
import Tanfang
import TanfangShell

/// One question: what is asked, what was answered last time, the answers, and why it is asked. On
/// 提示 that stands beside it, and an amount may be a range.
struct QuestionPart: View {
    let question: QuestionView
    let typing: Typing
    let answer: @MainActor (VisitInput) -> Void
    var isHint = false
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    var body: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            asked
            if let last = question.last?.shown(covered), !last.isEmpty { SmallLine(last) }
            typed
            if !question.options.isEmpty { Choices(choices: question.options.map(choice)) }
        }
        .accessibilityIdentifier(question.key)
    }

    private var asked: some View {
        Flow(spacing: Space.betweenLines) {
            BodyLine(question.ask, font: Letter.button)
            if !isHint {
                Deed(Strings.Visit.why, .word, spoken: "\(Strings.Visit.why) \(question.ask)") {
                    typing.flush()
                    app.go(question.why)
                }
            }
        }
    }

    @ViewBuilder private var typed: some View {
        switch question.kind {
        case .one, .many: EmptyView()
        case .text: TypedAnswer(question: question, typing: typing, label: Strings.Visit.typeHere)
        case .number:
            TypedAnswer(
                question: question, typing: typing, label: Strings.Visit.typeNumber,
                keyboard: .numberPad)
        case .money where isHint:
            // Not every keyboard for numbers can write a range.
            TypedAnswer(question: question, typing: typing, label: Strings.Hint.typeMoney)
            SmallLine(Strings.Hint.typeMoney)
        case .money:
            TypedAnswer(
                question: question, typing: typing, label: Strings.Visit.typeMoney,
                keyboard: .decimalPad)
        case .day: DayAnswer(question: question, typing: typing) { give(.type(text: $0.description)) }
        }
    }

    private func choice(_ option: QuestionOption) -> Choice {
        Choice(id: option.code, label: option.shown(covered), chosen: option.chosen) {
            give(question.choosing(option))
        }
    }

    private func give(_ value: InputValue) {
        typing.forget(question.key)
        typing.flush()
        answer(VisitInput(key: question.key, value: value))
    }
}

extension QuestionView {
    /// Returns what a tap on an option answers: that one, or for several all that are then chosen; a
    /// second tap takes it back. Of a text only the phrases go: what was typed stays.
    func choosing(_ option: QuestionOption) -> InputValue {
        let others =
            kind == .many || kind == .text
            ? options.filter { $0.chosen && $0.code != option.code }.map(\.code) : []
        let codes = option.chosen ? others : others + [option.code]
        return codes.isEmpty && kind != .text ? .clear : .choose(codes: codes)
    }
}

/// A text, a number or an amount; stored when typing pauses.
private struct TypedAnswer: View {
    let question: QuestionView
    let typing: Typing
    let label: String
    var keyboard: UIKeyboardType = .default
    /// Tells whether what stands there may be sent already.
    var isWhole: (String) -> Bool = { _ in true }

    private var text: Binding<String> {
        Binding(
            get: { typing.text(question.key, stored: question.value) },
            set: { typing.type(question.key, $0) })
    }

    var body: some View {
        Field(
            label: "\(question.ask) \(label)", text: text, keyboard: keyboard, showsLabel: false
        )
        .task(id: text.wrappedValue) { await pause() }
    }

    /// Well within the second in which an answer is promised to be safe.
    private func pause() async {
        let now = text.wrappedValue
        guard typing.isWaiting(question.key), isWhole(now) else { return }
        try? await Task.sleep(for: .milliseconds(400))
        if !Task.isCancelled { typing.flush() }
    }
}

/// A day: the near ones by a tap, any other typed. Half a day is not sent while it is typed.
private struct DayAnswer: View {
    let question: QuestionView
    let typing: Typing
    let onDay: @MainActor (CivilDay) -> Void
    @Environment(\.civilToday) private var today

    var body: some View {
        TypedAnswer(
            question: question, typing: typing, label: Strings.Visit.typeDay,
            keyboard: .numbersAndPunctuation
        ) { $0.allSatisfy(\.isWhitespace) || CivilDay($0) != nil }
        SmallLine(Strings.Visit.typeDay)
        Flow {
            Deed(Strings.Day.today, .quiet, spoken: "\(question.ask) \(Strings.Day.today)") {
                onDay(today)
            }
            Deed(Strings.Day.yesterday, .quiet, spoken: "\(question.ask) \(Strings.Day.yesterday)") {
                onDay(today.adding(-1))
            }
        }
    }
}
