import SwiftUI
import Tanfang
import TanfangShell

/// 各户: every home of the grid, found by whatever one remembers.
struct HomesScreen: View {
    private let core: any Core
    @State private var query = ""
    /// The search that was asked for more than its first page.
    @State private var further = Asked(query: "", shown: 0, changes: 0)
    @State private var model: ScreenModel<HomesView>

    init(_ core: any Core) {
        self.core = core
        _model = State(initialValue: ScreenModel(core) { try await $0.homes("") })
    }

    var body: some View {
        seen
            .task(id: Asked(query: query, shown: shown, changes: app.changes)) { await search() }
    }

    @Environment(AppModel.self) private var app

    /// How many homes are asked for: a new search begins with its first page.
    private var shown: UInt32 { further.query == query ? further.shown : 0 }

    @ViewBuilder private var seen: some View {
        if let view = model.view {
            HomesContent(view: view, query: $query, onMore: more) { ProblemNotice(model: model) }
        } else {
            Page("") { ProblemNotice(model: model) }
        }
    }

    private func more(_ homes: UInt32) {
        further = Asked(query: query, shown: homes, changes: 0)
    }

    private func search() async {
        let (query, shown) = (query, shown)
        await model.take { try await $0.homes(query, shown: shown) }
    }
}

/// What the list was asked for last; asked again when something changed.
private struct Asked: Equatable {
    let query: String
    let shown: UInt32
    let changes: Int
}

struct HomesContent<Problem: View>: View {
    let view: HomesView
    @Binding var query: String
    let onMore: @MainActor (UInt32) -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Homes.title, under: view.count) {
            problem()
            Field(label: Strings.Homes.search, text: $query)
            if !query.isEmpty { Deed(Strings.Homes.clear, .word) { query = "" } }
            if let empty = view.empty { EmptyCard(empty: empty) }
            ForEach(view.groups, id: \.title) { group in
                Heading(group.title)
                ForEach(group.rows, id: \.household) { HomeRowView(row: $0) }
            }
            if let more = view.more { Deed(more.label, .word) { onMore(more.shown) } }
        }
    }
}

private struct HomeRowView: View {
    let row: HomeRow
    @Environment(\.covered) private var covered

    var body: some View {
        OpeningCard(row.go) {
            Heading(row.name.shown(covered))
            Tags(chips: row.chips)
            BodyLine(row.line.shown(covered), row.tone)
        } deeds: {
            if let dial = row.dial { DialDeed(dial: dial) }
        }
        .accessibilityIdentifier(row.household)
    }
}
