import SwiftUI
import Tanfang
import TanfangShell

/// 一户: what is due, what is known and since when, what happened before.
struct HomeScreen: View {
    @State private var model: ScreenModel<HomeView>

    init(_ core: any Core, _ household: String) {
        _model = State(initialValue: ScreenModel(core) { try await $0.home(household) })
    }

    var body: some View {
        Watched(model) { view in
            HomeContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct HomeContent<Problem: View>: View {
    let view: HomeView
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(view.name.shown(covered)) {
            problem()
            about
            LinesCard(title: Strings.Home.due, lines: view.due, label: Strings.Why.title)
            LinesCard(title: Strings.Home.flags, lines: view.flags)
            LinesCard(title: Strings.Home.notices, lines: view.notices)
            ForEach(view.persons, id: \.person) { person in
                PersonPart(person: person, alone: view.persons.count == 1)
            }
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
