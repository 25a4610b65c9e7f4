import SwiftUI
import Tanfang
import TanfangShell

/// 一户: what is due, what the home may be entitled to, what is known and since when, what happened
/// before.
struct HomeScreen: View {
    private let household: String
    @State private var model: ScreenModel<HomeView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String) {
        self.household = household
        _model = State(initialValue: ScreenModel(core) { try await $0.home(household) })
    }

    var body: some View {
        Watched(model) { view in
            HomeContent(view: view, asking: asking, give: give) { ProblemNotice(model: model) }
        }
    }

    private var asking: Asking { app.typed(.home(household: household)) { Asking() } }

    private func give(_ input: VisitInput) {
        app.act { [household] in try await $0.answerHint(household, input) }
    }
}

struct HomeContent<Problem: View>: View {
    let view: HomeView
    let asking: Asking
    let give: @MainActor (VisitInput) -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered

    var body: some View {
        Page(view.name.shown(covered)) {
            problem()
            about
            LinesCard(title: Strings.Home.due, lines: view.due, label: Strings.Why.title)
            LinesCard(title: Strings.Home.flags, lines: view.flags)
            LinesCard(title: Strings.Home.notices, lines: view.notices)
            // What a home may be entitled to is not for the table.
            if !covered { HintPart(view: view, asking: asking, give: give) }
            ForEach(view.persons, id: \.person) { person in
                PersonPart(person: person, alone: view.persons.count == 1)
            }
            PhotoStrip(app.core, view.household)
            Actions(actions: view.more)
            LinesCard(title: Strings.Home.history, lines: view.history)
        } low: {
            if let primary = view.primary { PrimaryAction(action: primary) }
        }
    }

    private var about: some View {
        Card {
            Tags(chips: view.chips)
            BodyLine(view.place.shown(covered))
            if let dial = view.dial { DialDeed(dial: dial) }
        }
    }
}
