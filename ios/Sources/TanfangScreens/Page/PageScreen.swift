import SwiftUI
import Tanfang
import TanfangShell

/// 没见到人, 事件, 活动, 报送: a page of parts.
struct PageScreen: View {
    @State private var model: ScreenModel<PageView>

    init(_ core: any Core, load: @escaping @Sendable (any Core) async throws -> PageView) {
        _model = State(initialValue: ScreenModel(core, load: load))
    }

    var body: some View {
        Watched(model) { view in
            PageContent(view: view) { ProblemNotice(model: model) }
        }
    }
}

struct PageContent<Problem: View>: View {
    let view: PageView
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    var body: some View {
        if let primary = view.primary {
            Page(view.title.shown(covered)) {
                parts
            } low: {
                PrimaryAction(action: primary)
            }
        } else {
            Page(view.title.shown(covered)) { parts }
        }
    }

    @ViewBuilder private var parts: some View {
        problem()
        if let sentence = view.sentence { BodyLine(sentence.shown(covered)) }
        if let empty = view.empty { EmptyCard(empty: empty, isPrimary: view.primary == nil) }
        ForEach(Array(view.blocks.enumerated()), id: \.offset) { BlockPart(block: $0.element) }
    }
}
