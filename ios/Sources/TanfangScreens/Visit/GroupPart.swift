import SwiftUI
import Tanfang
import TanfangShell

/// Questions that belong together; folded to one tap when all of it was answered last time.
struct GroupPart: View {
    let group: VisitGroup
    let typing: Typing
    let answer: @MainActor (VisitInput) -> Void
    @State private var opened = false
    @Environment(\.covered) private var covered

    private var folded: Bool { group.folded && !opened }
    private var allSame: Bool {
        !group.questions.isEmpty && group.questions.allSatisfy { $0.answered && $0.same }
    }

    var body: some View {
        Card {
            head
            if folded || group.same != nil { sameRow }
            if !folded { questions }
        }
        .accessibilityIdentifier(group.key)
    }

    @ViewBuilder private var head: some View {
        if let person = group.person { SmallLine(person.shown(covered)) }
        if !group.title.isEmpty { Heading(group.title) }
        if allSame { StatusLine(status: Status(text: Strings.Visit.asLast, tone: .done)) }
    }

    private var sameRow: some View {
        Flow {
            if let same = group.same {
                Deed(same, .quiet, spoken: "\(group.title) \(same)") {
                    typing.flush()
                    answer(VisitInput(key: group.key, value: .sameGroup))
                }
            }
            if folded {
                Deed(Strings.Visit.unfold, .word, spoken: "\(Strings.Visit.unfold) \(group.title)") {
                    opened = true
                }
            }
        }
    }

    @ViewBuilder private var questions: some View {
        ForEach(group.questions, id: \.key) { question in
            Divide()
            QuestionPart(question: question, typing: typing, answer: answer)
        }
        if group.folded { Deed(Strings.fold, .word) { opened = false } }
    }
}
