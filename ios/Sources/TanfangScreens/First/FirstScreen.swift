import SwiftUI
import Tanfang
import TanfangShell

/// 首次打开: who one is, which village, and a first list or the practice village.
struct FirstScreen: View {
    @State private var model: ScreenModel<FirstView>

    init(_ core: any Core) { _model = State(initialValue: ScreenModel(core) { try await $0.first() }) }

    var body: some View {
        Watched(model) { view in
            FirstContent(view: view)
        }
    }
}

struct FirstContent: View {
    let view: FirstView
    @State private var name = ""
    @State private var village = ""
    @State private var division = ""
    @State private var roles: [String] = []
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(Strings.First.title) {
            sentences
            practice
            fields
            roleCard
        } low: {
            Deed(Strings.First.start, .primary) { start(practice: false) }
        }
    }

    private var sentences: some View {
        Card {
            ForEach(view.sentences, id: \.self) { BodyLine($0) }
        }
    }

    private var practice: some View {
        Card {
            SmallLine(view.practiceNote)
            Deed(view.practice, .quiet) { start(practice: true) }
        }
    }

    private var fields: some View {
        Card {
            Field(label: Strings.First.name, text: $name)
            Field(label: Strings.First.village, text: $village)
            Field(label: Strings.First.division, text: $division, keyboard: .numberPad)
        }
    }

    private var roleCard: some View {
        Card {
            Heading(Strings.First.roles)
            Choices(choices: view.roles.map(choice))
        }
    }

    private func choice(_ role: RoleChoice) -> Choice {
        let held = roles.contains(role.role)
        return Choice(id: role.role, label: role.label, chosen: held) {
            if held { roles.removeAll { $0 == role.role } } else { roles.append(role.role) }
        }
    }

    /// Sends what was entered. One may practise before one has said who one is.
    private func start(practice: Bool) {
        let input = SetupInput(
            name: filled(name, practice ? Strings.First.practiceName : ""),
            roles: practice && roles.isEmpty ? view.roles.prefix(1).map(\.role) : roles,
            village: filled(village, practice ? Strings.First.practiceVillage : ""),
            division: filled(division, "").isEmpty ? nil : filled(division, ""),
            practice: practice)
        app.act { try await $0.setup(input) }
    }

    private func filled(_ text: String, _ otherwise: String) -> String {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? otherwise : text
    }
}
