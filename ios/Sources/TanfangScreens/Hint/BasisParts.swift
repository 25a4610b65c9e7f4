import SwiftUI
import Tanfang
import TanfangShell

/// One condition: how it came out in a word, what decided it, and where it stands.
struct ConditionPart: View {
    let condition: HintCondition
    let isFirstOfGroup: Bool
    @Environment(\.covered) private var covered

    var body: some View {
        if isFirstOfGroup, let group = condition.group { SmallLine(group) }
        Tag(text: condition.word, tone: condition.mark.tone)
        BodyLine(condition.text)
        if !condition.why.shown(covered).isEmpty { SmallLine(condition.why.shown(covered)) }
        if let clause = condition.clause { CitePart(clause: clause, of: condition.text) }
    }
}

extension HintMark {
    /// How it is coloured; the word beside it says the same.
    fileprivate var tone: Tone {
        switch self {
        case .passed: .done
        case .failed, .action: .plain
        case .open, .unset, .judge: .amber
        case .note: .quiet
        }
    }
}

/// Where something stands, in a line; the words of the document are a tap further.
struct CitePart: View {
    let clause: WhyClause
    /// What stands there.
    let of: String
    @State private var isOpen = false

    private var place: String {
        [clause.document, clause.place].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var body: some View {
        if isOpen { ClauseLines(clause: clause) } else { SmallLine(place) }
        let word = isOpen ? Strings.fold : Strings.Hint.clause
        Deed(word, .word, spoken: "\(word) \(of)") { isOpen.toggle() }
    }
}

/// The standards of the place; what nobody has set is said so, never left out.
struct NumbersCard: View {
    let numbers: [HintNumber]

    var body: some View {
        if !numbers.isEmpty {
            Card {
                Heading(Strings.Hint.numbers)
                ForEach(Array(numbers.enumerated()), id: \.offset) { one($0.element) }
            }
        }
    }

    @ViewBuilder private func one(_ number: HintNumber) -> some View {
        let origin = [number.since, number.source].compactMap { $0 }.filter { !$0.isEmpty }
        BodyLine("\(number.name) \(number.value)", number.unset ? .amber : .plain)
        if !origin.isEmpty { SmallLine(origin.joined(separator: " · ")) }
        if let note = number.note { SmallLine(note, .amber) }
    }
}

/// 带什么、去哪、多久.
struct PapersCard: View {
    let documents: [String]
    let whereTo: String
    let howLong: String
    let excludes: String?

    var body: some View {
        Card {
            if !documents.isEmpty {
                Heading(Strings.Hint.documents)
                ForEach(Array(documents.enumerated()), id: \.offset) { BodyLine($0.element) }
            }
            Titled(Strings.Hint.whereTo, whereTo)
            Titled(Strings.Hint.howLong, howLong)
            if let excludes { SmallLine(excludes) }
        }
    }
}

/// Lines under a heading; nothing at all when there are none.
struct ListedCard: View {
    let title: String
    let lines: [String]
    var tone = Tone.plain

    var body: some View {
        if !lines.isEmpty {
            Card {
                Heading(title)
                ForEach(Array(lines.enumerated()), id: \.offset) { BodyLine($0.element, tone) }
            }
        }
    }
}

/// A plain sentence to read to the family, in letters as large as a title.
struct AloudCard: View {
    let text: String

    var body: some View {
        Card {
            SmallLine(Strings.Hint.aloud)
            BodyLine(text, font: Letter.screenTitle)
        }
    }
}

/// A line under its title.
struct Titled: View {
    let title: String
    let text: String
    init(_ title: String, _ text: String) { (self.title, self.text) = (title, text) }

    var body: some View {
        Heading(title)
        BodyLine(text)
    }
}
