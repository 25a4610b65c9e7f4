import SwiftUI
import Tanfang
import TanfangShell

/// 今天: whose home to visit, and why.
struct TodayScreen: View {
    @State private var filter = ""
    @State private var query = ""
    @State private var model: ScreenModel<TodayView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.today(by: "", query: "") })
    }

    var body: some View {
        seen.task(id: Looked(filter: filter, query: query, changes: app.changes)) { await look() }
    }

    @ViewBuilder private var seen: some View {
        if let view = model.view {
            TodayContent(view: view, query: $query, onFilter: { filter = $0 }) {
                ProblemNotice(model: model)
            }
        } else {
            Page("") {
                if model.problem == nil { ProgressView(Strings.loading) }
                ProblemNotice(model: model)
            }
        }
    }

    private func look() async {
        let (filter, query) = (filter, query)
        await model.take { try await $0.today(by: filter, query: query) }
    }
}

/// What 今天 was asked for last; asked again when something changed.
private struct Looked: Equatable {
    let filter: String
    let query: String
    let changes: Int
}

struct TodayContent<Problem: View>: View {
    let view: TodayView
    @Binding var query: String
    let onFilter: @MainActor (String) -> Void
    @ViewBuilder let problem: () -> Problem
    @State private var isChoosing = false
    @State private var isReminding = false
    @Environment(\.dynamicTypeSize) private var size

    /// With large letters only danger and one line stand above the first home; the rest follows
    /// below it.
    private var isLarge: Bool { size.isAccessibilitySize && !view.groups.isEmpty }

    private var date: String { "\(view.date) · \(view.lunar)" }

    var body: some View {
        Page(Strings.Today.title, status: view.status, under: isLarge ? "" : date) {
            problem()
            if isLarge { short } else { long }
            homes
            if let more = view.more { Deed(more.label, .word) { onFilter(more.key) } }
        }
    }

    @ViewBuilder private var short: some View {
        Flow {
            if let practice = view.practice { Tag(text: practice, tone: .amber) }
            choosing
        }
        filters
        if !danger.isEmpty { Card { ViewLines(lines: danger) } }
    }

    @ViewBuilder private var long: some View {
        if let practice = view.practice { Tag(text: practice, tone: .amber) }
        if let summary = view.summary { BodyLine(summary) }
        Flow {
            ActionDeed(action: view.month, loudness: .quiet)
            choosing
            reminding
        }
        filters
        if let empty = view.empty { EmptyCard(empty: empty) }
        reminders
    }

    @ViewBuilder private var below: some View {
        SmallLine(date)
        if let summary = view.summary { BodyLine(summary) }
        Flow {
            ActionDeed(action: view.month, loudness: .quiet)
            reminding
        }
        reminders
    }

    private var homes: some View {
        ForEach(Array(view.groups.enumerated()), id: \.element.title) { group in
            Heading(group.element.title)
            ForEach(Array(group.element.cards.enumerated()), id: \.element.household) { card in
                TodayCardView(card: card.element)
                if isLarge, group.offset == 0, card.offset == 0 { below }
            }
        }
    }

    private var choosing: some View {
        Deed(isChoosing ? Strings.fold : Strings.Today.filters, .word) { isChoosing.toggle() }
    }

    @ViewBuilder private var reminding: some View {
        if isLong { Deed(Strings.Today.notes, .word) { isReminding.toggle() } }
    }

    /// What is always seen: danger, or else one line, so that the homes are not pushed off the
    /// screen. Danger goes first, then what was begun, then what there is to know.
    private var isLong: Bool {
        let all = view.drafts.count + view.notes.count
        return all > max(danger.count, 1) && !view.groups.isEmpty
    }

    private var danger: [Line] { view.notes.filter { $0.tone == .danger } }

    @ViewBuilder private var reminders: some View {
        let few = isLong && !isReminding
        let left = danger.isEmpty ? 1 : 0
        let drafts = few ? Array(view.drafts.prefix(left)) : view.drafts
        let calm = view.notes.filter { $0.tone != .danger }
        let notes = few ? Array(calm.prefix(max(left - drafts.count, 0))) : calm
        let above = isLarge ? [] : danger
        if !(above.isEmpty && drafts.isEmpty && notes.isEmpty) {
            Card {
                ViewLines(lines: above)
                ViewLines(lines: drafts, label: Strings.Today.goOn)
                ViewLines(lines: notes)
            }
        }
    }

    @ViewBuilder private var filters: some View {
        if isChoosing || !query.isEmpty {
            Field(label: Strings.Homes.search, text: $query)
            if !query.isEmpty { Deed(Strings.Homes.clear, .word) { query = "" } }
        }
        if isChoosing || !view.filter.isEmpty {
            ForEach(view.filters, id: \.title) { filter in
                SmallLine(filter.title)
                Choices(choices: filter.choices.map(choice))
            }
        }
    }

    private func choice(_ choice: LedgerChoice) -> Choice {
        Choice(id: choice.label, label: choice.label, chosen: choice.chosen) { onFilter(choice.key) }
    }
}

/// One home on 今天: the card opens it, its buttons stand below.
private struct TodayCardView: View {
    let card: TodayCard
    @State private var isUnfolded = false
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    private var name: String { card.name.shown(covered) }

    /// Whom to call where somebody is in danger.
    private var call: Screen? {
        card.urgent.lazy.compactMap(\.go).first {
            if case .call = $0 { true } else { false }
        }
    }

    var body: some View {
        OpeningCard(card.go) { words } deeds: { deeds }
            .accessibilityIdentifier(card.household)
    }

    @ViewBuilder private var words: some View {
        Heading(name)
        ForEach(Array(card.urgent.enumerated()), id: \.offset) { line in
            BodyLine(line.element.text.shown(covered), line.element.tone)
        }
        Tags(chips: card.chips)
        BodyLine(card.why.text.shown(covered), card.why.tone)
        if let closes = card.closes { BodyLine(closes) }
        if let last = card.last { SmallLine(last) }
        if let quote = card.quote?.shown(covered), !quote.isEmpty { SmallLine(quote) }
    }

    @ViewBuilder private var deeds: some View {
        if isUnfolded { LeadingLines(lines: card.duties, of: name) }
        Flow {
            if let call { deed(Strings.Call.title) { app.go(call) } }
            ActionDeed(action: card.visit, loudness: .card)
            deed(card.missed.label) { app.send(card.missed.intent) }
            if let call = card.call { deed(call.label) { app.send(call.intent) } }
            if let dial = card.dial { DialDeed(dial: dial) }
            reasons
        }
    }

    /// Several duties are said one by one, each with its own why.
    @ViewBuilder private var reasons: some View {
        if card.duties.count > 1 {
            let word = isUnfolded ? Strings.fold : Strings.Today.duties
            deed(word, .word) { isUnfolded.toggle() }
        } else if let why = card.why.go {
            deed(Strings.Why.title, .word) { app.go(why) }
        }
    }

    private func deed(
        _ label: String, _ loudness: Loudness = .quiet, act: @escaping @MainActor () -> Void
    ) -> some View {
        Deed(label, loudness, spoken: "\(label) \(name)", act: act)
    }
}
