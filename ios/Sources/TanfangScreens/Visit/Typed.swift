import SwiftUI
import Tanfang
import TanfangShell

/// A screen with fields: what is typed goes to the core before the screen goes, and when the app leaves the front.
struct Typed<Content: View>: View {
    @ViewBuilder private let content: (Typing) -> Content
    @State private var typing: Typing
    @Environment(\.scenePhase) private var phase

    init(
        _ answer: @escaping @MainActor (VisitInput) -> Void, @ViewBuilder content: @escaping (Typing) -> Content
    ) {
        self.content = content
        _typing = State(initialValue: Typing(answer))
    }

    var body: some View {
        content(typing)
            .onDisappear { typing.flush() }
            .onChange(of: phase) { _, now in
                if now != .active { typing.flush() }
            }
    }
}
