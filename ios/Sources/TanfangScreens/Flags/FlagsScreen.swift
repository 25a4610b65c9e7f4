import SwiftUI
import Tanfang
import TanfangShell

/// 线索: every open flag, each leading to its home.
struct FlagsScreen: View {
    @State private var model: ScreenModel<FlagsView>

    init(_ core: any Core) { _model = State(initialValue: ScreenModel(core) { try await $0.flags() }) }

    var body: some View {
        Watched(model) { view in
            FlagsContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct FlagsContent<Problem: View>: View {
    let view: FlagsView
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Place.flags) {
            problem()
            if let empty = view.empty { EmptyCard(empty: empty) }
            ForEach(Array(view.rows.enumerated()), id: \.offset) { row in
                Card { ViewLine(line: row.element) }
            }
        }
    }
}
