import SwiftUI
import Tanfang
import TanfangShell

/// 提示 on 一户: the one question that decides most, then what the home may be entitled to, in groups.
struct HintPart: View {
    let view: HomeView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void

    private var holds: Bool { !view.hints.isEmpty || view.ask != nil || view.noHints != nil }

    var body: some View {
        if holds {
            Heading(Strings.Hint.title)
            if let none = view.noHints { BodyLine(none) }
            if let ask = view.ask {
                Card {
                    Heading(Strings.Hint.firstAsk)
                    AskPart(ask: ask, asking: asking, give: give, isFirst: true)
                }
            }
            ForEach(view.hints, id: \.key) { group in
                GroupOfHints(group: group, asking: asking, give: give)
            }
        }
    }
}

/// Hints that belong together: the first few, or none where the core folds them; all on asking.
private struct GroupOfHints: View {
    let group: HintGroup
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    @State private var all = false

    /// How many are seen before one asks for all of them.
    private static let few = 3

    private var begins: ArraySlice<HintCard> { group.cards.prefix(group.folded ? 0 : Self.few) }
    private var title: String {
        group.cards.isEmpty ? group.title : "\(group.title) · \(group.cards.count)"
    }

    var body: some View {
        Card {
            Heading(title)
            if let note = group.note { SmallLine(note) }
            if group.cards.count > begins.count { turn }
        }
        .accessibilityIdentifier("hints \(group.key)")
        ForEach(all ? group.cards[...] : begins, id: \.key) { card in
            HintCardView(card: card, asking: asking, give: give)
        }
    }

    private var turn: some View {
        let word = all ? Strings.fold : Strings.Visit.unfold
        return Deed(word, .word, spoken: "\(word) \(group.title)") { all.toggle() }
    }
}

private struct HintCardView: View {
    let card: HintCard
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    @Environment(\.covered) private var covered

    var body: some View {
        OpeningCard(card.go) {
            Heading(card.name.shown(covered))
            SmallLine(card.whom.shown(covered))
            Tag(text: card.verdict.shown(covered), tone: card.tone)
            if let amount = card.amount { BodyLine(amount.shown(covered)) }
            if let note = card.note { SmallLine(note.shown(covered)) }
        } deeds: {
            if let ask = card.ask { AskPart(ask: ask, asking: asking, give: give) }
        }
        .accessibilityIdentifier("hint \(card.key)")
    }
}
