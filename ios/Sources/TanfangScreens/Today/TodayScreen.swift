import SwiftUI
import Tanfang
import TanfangShell

/// 今天: whose home to visit, and why.
struct TodayScreen: View {
    @State private var model: ScreenModel<TodayView>

    init(_ core: any Core) { _model = State(initialValue: ScreenModel(core) { try await $0.today() }) }

    var body: some View {
        Watched(model) { view in
            TodayContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct TodayContent<Problem: View>: View {
    let view: TodayView
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Today.title, status: view.status, under: "\(view.date) · \(view.lunar)") {
            problem()
            if let practice = view.practice { Tag(text: practice, tone: .amber) }
            if let summary = view.summary { BodyLine(summary) }
            if let empty = view.empty { EmptyCard(empty: empty) }
            if !view.notes.isEmpty { Card { ViewLines(lines: view.notes) } }
            ForEach(view.groups, id: \.title) { group in
                Heading(group.title)
                ForEach(group.cards, id: \.household) { TodayCardView(card: $0) }
            }
        }
    }
}

/// One home on 今天: the card opens it, its buttons stand below.
private struct TodayCardView: View {
    let card: TodayCard
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    var body: some View {
        OpeningCard(card.go) { words } deeds: { deeds }
            .accessibilityIdentifier(card.household)
    }

    @ViewBuilder private var words: some View {
        Heading(card.name.shown(covered))
        Tags(chips: card.chips)
        BodyLine(card.why.text.shown(covered), card.why.tone)
        if let last = card.last { SmallLine(last) }
        if let quote = card.quote?.shown(covered), !quote.isEmpty { SmallLine(quote) }
    }

    private var deeds: some View {
        Flow {
            ActionDeed(action: card.visit, loudness: .card)
            if let dial = card.dial { DialDeed(dial: dial) }
            if let why = card.why.go {
                Deed(Strings.Why.title, .word, spoken: "\(Strings.Why.title) \(card.name.shown(covered))") {
                    app.go(why)
                }
            }
        }
    }
}
