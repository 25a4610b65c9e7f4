import SwiftUI
import Tanfang
import TanfangShell

/// 更多: where else one can go.
struct MoreScreen: View {
    @State private var model: ScreenModel<MoreView>

    init(_ core: any Core) { _model = State(initialValue: ScreenModel(core) { try await $0.more() }) }

    var body: some View {
        Watched(model) { view in
            MoreContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct MoreContent<Problem: View>: View {
    let view: MoreView
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        Page(Strings.More.title, under: view.worker) {
            problem()
            ForEach(Array(view.entries.enumerated()), id: \.offset) { entry($0.element) }
        }
    }

    @ViewBuilder private func entry(_ line: Line) -> some View {
        if let screen = line.go {
            OpeningCard(screen) { BodyLine(line.text.shown(covered), line.tone) }
        } else {
            SmallLine(line.text.shown(covered), line.tone)
        }
    }
}
