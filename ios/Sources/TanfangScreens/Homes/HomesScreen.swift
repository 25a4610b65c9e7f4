import SwiftUI
import Tanfang
import TanfangShell

/// 各户: every home of the grid, found by whatever one remembers.
struct HomesScreen: View {
    private let core: any Core
    @State private var query = ""
    @State private var model: ScreenModel<HomesView>

    init(_ core: any Core) {
        self.core = core
        _model = State(initialValue: ScreenModel(core) { try await $0.homes("") })
    }

    var body: some View {
        seen
            .task(id: Asked(query: query, changes: app.changes)) { await search() }
    }

    @Environment(AppModel.self) private var app

    @ViewBuilder private var seen: some View {
        if let view = model.view {
            HomesContent(view: view, query: $query) { ProblemNotice(model: model) }
        } else {
            Page("") { ProblemNotice(model: model) }
        }
    }

    private func search() async {
        let asked = query
        await model.take { try await $0.homes(asked) }
    }
}

/// What the list was asked for last; asked again when something changed.
private struct Asked: Equatable {
    let query: String
    let changes: Int
}

struct HomesContent<Problem: View>: View {
    let view: HomesView
    @Binding var query: String
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
