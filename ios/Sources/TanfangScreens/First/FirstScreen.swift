import SwiftUI
import Tanfang
import TanfangShell

/// 首次打开: who one is, which village, and a first list, the practice village, or what somebody hands
/// over.
struct FirstScreen: View {
    @State private var model: ScreenModel<FirstView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core) { _model = State(initialValue: ScreenModel(core) { try await $0.first() }) }

    private var words: FirstWords { app.typed(.first) { FirstWords() } }

    var body: some View {
        Watched(model) { view in
            if words.isTakingOver {
                TakeOverPart(view: view, words: words)
            } else {
                FirstContent(view: view, words: words)
            }
        }
    }
}

struct FirstContent: View {
    let view: FirstView
    @Bindable var words: FirstWords
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(Strings.First.title) {
            sentences
            practice
            fields
            RolesPart(roles: view.roles, words: words)
            Deed(Strings.TakeOver.enter, .word) { words.isTakingOver = true }
        } low: {
            Deed(Strings.First.start, .primary) { start(words.input) }
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
            Deed(view.practice, .quiet) { start(words.practising(view)) }
        }
    }

    private var fields: some View {
        Card {
            Field(label: Strings.First.name, text: $words.name)
            Field(label: Strings.First.village, text: $words.village)
            Field(label: Strings.First.division, text: $words.division, keyboard: .numberPad)
        }
    }

    private func start(_ input: SetupInput) { app.act({ try await $0.setup(input) }) }
}

/// The roles to choose from; several may be held.
struct RolesPart: View {
    let roles: [RoleChoice]
    let words: FirstWords

    var body: some View {
        Card {
            Heading(Strings.First.roles)
            Choices(
                choices: roles.map { role in
                    Choice(
                        id: role.role, label: role.label, chosen: words.roles.contains(role.role)
                    ) { words.choose(role.role) }
                })
        }
    }
}
