import SwiftUI
import Tanfang
import TanfangShell

/// 紧急电话: whom to call, what to say.
struct CallScreen: View {
    @State private var model: ScreenModel<CallView>

    init(_ core: any Core, _ flag: String?) {
        _model = State(initialValue: ScreenModel(core) { try await $0.call(flag: flag) })
    }

    var body: some View {
        Watched(model) { view in
            Page(Strings.Call.title) {
                ProblemNotice(model: model)
                CallPart(view: view)
            }
        }
    }
}

/// Danger to a person: what it is about, the numbers as large as can be, what to say.
struct CallPart: View {
    let view: CallView
    @Environment(\.covered) private var covered

    var body: some View {
        Card {
            Notice(view.title.shown(covered), .danger) { EmptyView() }
            if let practice = view.practice { SmallLine(practice, .amber) }
            ForEach(view.numbers, id: \.number) { number in
                DialDeed(dial: number, loudness: .danger, practice: view.practice)
            }
            ViewLines(lines: view.missing, label: Strings.Call.writeDown)
            Heading(Strings.Call.say)
            BodyLine(view.sentence.shown(covered))
        }
        .accessibilityIdentifier("urgent")
    }
}
