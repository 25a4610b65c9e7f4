import SwiftUI
import Tanfang
import TanfangShell

/// One person of the home: what is known in a line, all of it on asking, and 情况变了. Who lives alone
/// has the name above.
struct PersonPart: View {
    let person: PersonCard
    let alone: Bool
    @State private var all = false
    @State private var changing = false
    @Environment(\.covered) private var covered

    var body: some View {
        Card {
            Heading(alone ? Strings.Home.known : person.name.shown(covered))
            if !alone { Tags(chips: person.chips) }
            BodyLine(person.line.shown(covered))
            if all { known }
            Actions(actions: person.actions)
            deeds
            if changing { ChangePart(person: person) { changing = false } }
        }
    }

    private var known: some View {
        ForEach(Array(person.known.enumerated()), id: \.offset) { line in
            BodyLine("\(line.element.label) \(line.element.value.shown(covered))")
            SmallLine(line.element.source)
        }
    }

    private var deeds: some View {
        Flow {
            if !person.known.isEmpty {
                Deed(all ? Strings.fold : Strings.Home.all, .word) { all.toggle() }
            }
            if !person.changes.isEmpty {
                Deed(changing ? Strings.fold : Strings.Home.changed, .word) { changing.toggle() }
            }
        }
    }
}

/// What changed and on which day; told in two taps.
private struct ChangePart: View {
    let person: PersonCard
    let onDone: @MainActor () -> Void
    @State private var change: ChangeKind?
    @State private var day: CivilDay?
    @Environment(AppModel.self) private var app
    @Environment(\.civilToday) private var today

    var body: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            Choices(choices: person.changes.map(choice))
            if let change { confirm(change) }
        }
    }

    private func choice(_ kind: ChangeKind) -> Choice {
        Choice(id: "\(kind)", label: kind.word, chosen: kind == change) { change = kind }
    }

    @ViewBuilder private func confirm(_ kind: ChangeKind) -> some View {
        let chosen = day ?? today
        SmallLine(Strings.Change.day)
        DayStepper(shown: chosen.words(today), day: chosen) { day = $0 }
        Deed(Strings.Change.confirm, .quiet) {
            app.send(.changePerson(person: person.person, change: kind, day: chosen.description))
            onDone()
        }
    }
}

extension ChangeKind {
    /// What people call it.
    fileprivate var word: String {
        switch self {
        case .died: Strings.Change.died
        case .institution: Strings.Change.institution
        case .moved: Strings.Change.moved
        }
    }
}
