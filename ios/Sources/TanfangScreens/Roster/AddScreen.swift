import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// What is said of somebody no list names, as far as it is typed.
@MainActor
@Observable
final class AddWords {
    var name = ""
    var idNumber = ""
    var birth = ""
    var relation = ""
    var group = ""
    var houseNo = ""
    var phone = ""
    var classes: [String] = []
    var note = ""

    func input(_ household: String?) -> PersonInput {
        PersonInput(
            household: household, name: name.trimmed, idNumber: idNumber.trimmed,
            birth: birth.trimmed, relation: relation, group: group.trimmed,
            houseNo: houseNo.trimmed, phone: phone.trimmed, classes: classes, note: note.trimmed)
    }
}

/// 加一户、加一人: a candidate, until a list says so; for a person who is known, only the classes.
struct AddScreen: View {
    private let screen: Screen
    private let household: String?
    private let person: String?
    @State private var model: ScreenModel<AddView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String?, _ person: String?) {
        (self.household, self.person) = (household, person)
        screen = .addPerson(household: household, person: person)
        _model = State(
            initialValue: ScreenModel(core) {
                try await $0.addLook(household: household, person: person)
            })
    }

    var body: some View {
        Watched(model) { view in
            AddContent(
                view: view, words: app.typed(screen) { AddWords() }, isNew: person == nil,
                hasHome: household != nil, onClass: take, onSave: save
            ) { ProblemNotice(model: model) }
        }
    }

    private func take(_ code: String, _ chosen: Bool) {
        let words = app.typed(screen) { AddWords() }
        if let person {
            app.send(
                chosen
                    ? .takeFromClass(person: person, class: code)
                    : .addToClass(person: person, class: code))
        } else if chosen {
            words.classes.removeAll { $0 == code }
        } else {
            words.classes.append(code)
        }
    }

    private func save() {
        let input = app.typed(screen) { AddWords() }.input(household)
        app.act({ try await $0.addPerson(input) }) { outcome in
            app.forget(screen)
            if outcome.go == nil { app.back() }
        }
    }
}

struct AddContent<Problem: View>: View {
    let view: AddView
    @Bindable var words: AddWords
    let isNew: Bool
    let hasHome: Bool
    let onClass: @MainActor (_ code: String, _ chosen: Bool) -> Void
    let onSave: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(view.title) {
            problem()
            about
            if isNew { person }
            if isNew && !hasHome { place }
            if isNew && !view.relations.isEmpty { relation }
            // Which classes somebody may belong to is not for the table.
            if !covered { classes }
            if isNew && !covered { Card { Field(label: Strings.Add.note, text: $words.note) } }
        } low: {
            if isNew {
                Deed(Strings.Add.save, .primary, act: onSave).disabled(words.name.trimmed.isEmpty)
            }
        }
    }

    private var about: some View {
        Card {
            if let name = view.name { Heading(name.shown(covered)) }
            BodyLine(view.sentence)
        }
    }

    private var person: some View {
        Card {
            Field(label: Strings.Add.name, text: $words.name)
            Field(label: Strings.Add.idNumber, text: $words.idNumber, keyboard: .numbersAndPunctuation)
            Field(label: Strings.Add.birth, text: $words.birth, keyboard: .numbersAndPunctuation)
            Field(label: Strings.Add.phone, text: $words.phone, keyboard: .numberPad)
        }
    }

    private var place: some View {
        Card {
            Field(label: Strings.Add.group, text: $words.group)
            Field(label: Strings.Add.houseNo, text: $words.houseNo)
        }
    }

    private var relation: some View {
        Card {
            Heading(Strings.Add.relation)
            Choices(choices: view.relations.map(related))
        }
    }

    private func related(_ option: QuestionOption) -> Choice {
        let chosen = option.code == words.relation
        return Choice(id: option.code, label: option.label, chosen: chosen) {
            words.relation = chosen ? "" : option.code
        }
    }

    private var classes: some View {
        Card {
            Heading(Strings.Add.classes)
            Choices(choices: view.classes.map(classChoice))
        }
    }

    private func classChoice(_ option: QuestionOption) -> Choice {
        let chosen = isNew ? words.classes.contains(option.code) : option.chosen
        return Choice(id: option.code, label: option.label, chosen: chosen) {
            onClass(option.code, chosen)
        }
    }
}
