import SwiftUI
import Tanfang
import TanfangShell

/// 清空这部手机: the one deed that cannot be undone, so a word is typed first.
struct WipeScreen: View {
    @State private var model: ScreenModel<WipeView>
    @State private var word = ""
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.wipeLook() })
    }

    var body: some View {
        Watched(model) { view in
            WipeContent(view: view, word: $word, onWipe: wipe) { ProblemNotice(model: model) }
        }
    }

    private func wipe() {
        let word = word.trimmed
        app.act({ try await $0.wipe(word) }) { _ in app.forgetAll() }
    }
}

struct WipeContent<Problem: View>: View {
    let view: WipeView
    @Binding var word: String
    let onWipe: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Wipe.title) {
            problem()
            Card {
                BodyLine(view.sentence)
                ViewLines(lines: view.lines)
            }
            Card {
                BodyLine(Strings.Wipe.word)
                Heading(view.word)
                Field(label: Strings.Wipe.type, text: $word)
            }
        } low: {
            Deed(Strings.Wipe.wipe, .primary, act: onWipe).disabled(word.trimmed != view.word)
        }
    }
}
