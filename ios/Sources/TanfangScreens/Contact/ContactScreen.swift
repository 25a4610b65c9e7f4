import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// What is being said about a call.
@MainActor
@Observable
final class CallWords {
    var result: String?
    var note = ""
}

/// 打通了吗: comes after any number was dialled; one tap and 记下, or nothing at all.
struct ContactScreen: View {
    private let screen: Screen
    @State private var model: ScreenModel<ContactView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String, _ whose: String) {
        screen = .contact(household: household, whose: whose)
        _model = State(
            initialValue: ScreenModel(core) { try await $0.contact(household, whose: whose) })
    }

    var body: some View {
        Watched(model) { view in
            ContactContent(
                view: view, words: app.typed(screen) { CallWords() }, onSave: { save(view) },
                onSkip: leave
            ) { ProblemNotice(model: model) }
        }
    }

    private func leave() {
        app.forget(screen)
        app.back()
    }

    private func save(_ view: ContactView) {
        let words = app.typed(screen) { CallWords() }
        guard let result = words.result else { return }
        let intent = Intent.recordContact(
            household: view.household, whose: view.whose, result: result,
            note: words.note.trimmed)
        app.send(intent) { outcome in
            app.forget(screen)
            if outcome.go == nil { app.back() }
        }
    }
}

struct ContactContent<Problem: View>: View {
    let view: ContactView
    @Bindable var words: CallWords
    let onSave: @MainActor () -> Void
    let onSkip: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(Strings.Contact.title, under: view.name.shown(covered)) {
            problem()
            Card {
                Heading(view.sentence.shown(covered))
                Choices(choices: view.results.map(choice))
                if let note = view.note { SmallLine(note) }
            }
            byList
            Card {
                Field(label: Strings.Contact.note, text: $words.note)
                Phrases(phrases: view.phrases, text: $words.note)
            }
            Deed(Strings.Contact.skip, .word, act: onSkip)
        } low: {
            Deed(Strings.Contact.save, .primary, act: onSave).disabled(words.result == nil)
        }
    }

    /// What the call may do, and what to ask on it.
    @ViewBuilder private var byList: some View {
        if !view.duties.isEmpty || view.ask != nil {
            Card {
                LeadingLines(lines: view.duties)
                if let ask = view.ask { QuietAction(action: ask) }
            }
        }
    }

    private func choice(_ option: QuestionOption) -> Choice {
        let chosen = option.code == words.result
        return Choice(id: option.code, label: option.label, chosen: chosen) {
            words.result = chosen ? nil : option.code
        }
    }
}

extension String {
    /// The text without the blanks around it.
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
