import SwiftUI
import Tanfang
import TanfangShell

/// 政策: every scheme in force here.
struct PoliciesScreen: View {
    @State private var query = ""
    @State private var model: ScreenModel<PoliciesView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.policies("") })
    }

    var body: some View {
        seen
            .task(id: Asked(query: query, changes: app.changes)) { await search() }
    }

    @ViewBuilder private var seen: some View {
        if let view = model.view {
            PoliciesContent(view: view, query: $query) { ProblemNotice(model: model) }
        } else {
            Page("") { ProblemNotice(model: model) }
        }
    }

    private func search() async {
        let asked = query
        await model.take { try await $0.policies(asked) }
    }
}

/// What the list was asked for last; asked again when something changed.
private struct Asked: Equatable {
    let query: String
    let changes: Int
}

struct PoliciesContent<Problem: View>: View {
    let view: PoliciesView
    @Binding var query: String
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Policies.title) {
            problem()
            Field(label: Strings.Policies.search, text: $query)
            if !query.isEmpty { Deed(Strings.Homes.clear, .word) { query = "" } }
            if let empty = view.empty { EmptyCard(empty: empty) }
            ForEach(view.rows, id: \.key) { PolicyRowView(row: $0) }
            ListedCard(title: Strings.Hint.unset, lines: view.unset, tone: .amber)
            DialsCard(dials: view.dials)
            ListedCard(title: Strings.Policies.packs, lines: view.packs)
        }
    }
}

private struct PolicyRowView: View {
    let row: PolicyRow

    var body: some View {
        OpeningCard(.policy(key: row.key)) {
            Heading(row.name)
            BodyLine(row.line)
            if let unset = row.unset { BodyLine(unset, .amber) }
            SmallLine(row.pack)
        }
        .accessibilityIdentifier(row.key)
    }
}

/// Whom to ask.
struct DialsCard: View {
    let dials: [Dial]

    var body: some View {
        if !dials.isEmpty {
            Card {
                Heading(Strings.Policies.dials)
                ForEach(Array(dials.enumerated()), id: \.offset) { DialDeed(dial: $0.element) }
            }
        }
    }
}
