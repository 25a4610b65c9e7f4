import Observation
import SwiftUI
import Tanfang
import TanfangShell

/// To whom it goes, and what is on the screen once the file is written: in memory only.
@MainActor
@Observable
final class HandingOver {
    var toName = ""
    var written: HandOverView?
}

/// 交给接手的人: a file, groups to compare, a code to type there.
struct HandOverScreen: View {
    @State private var model: ScreenModel<HandOverView>
    @State private var shared: SharedFile?
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.handOverLook() })
    }

    private var handing: HandingOver { app.typed(.handOver) { HandingOver() } }

    var body: some View {
        Watched(model) { view in
            HandOverContent(
                view: handing.written ?? view, handing: handing, onWrite: write, onDone: done
            ) { ProblemNotice(model: model) }
        }
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func write() {
        let (files, handing) = (app.files, handing)
        let name = handing.toName.trimmed
        app.ask { core in
            try await core.handOver(to: files.path(OutFiles.handOver).path, name: name)
        } then: { view in
            handing.written = view
            if let path = view.path { shared = SharedFile(path: path, sentence: view.sentence) }
        }
    }

    private func done() {
        app.forget(.handOver)
        app.back()
    }
}

struct HandOverContent<Problem: View>: View {
    let view: HandOverView
    @Bindable var handing: HandingOver
    let onWrite: @MainActor () -> Void
    let onDone: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem

    private var isWritten: Bool { view.path != nil }

    var body: some View {
        Page(Strings.HandOver.title) {
            problem()
            Card { BodyLine(view.sentence) }
            if !isWritten { Card { Field(label: Strings.HandOver.toName, text: $handing.toName) } }
            groups(Strings.HandOver.check, view.check)
            groups(Strings.HandOver.code, view.code)
        } low: {
            if isWritten {
                Deed(Strings.HandOver.done, .primary, act: onDone)
            } else {
                Deed(Strings.HandOver.write, .primary, act: onWrite)
                    .disabled(handing.toName.trimmed.isEmpty)
            }
        }
    }

    @ViewBuilder private func groups(_ title: String, _ groups: [String]) -> some View {
        if !groups.isEmpty {
            Card {
                Heading(title)
                CodeGroups(groups: groups)
            }
        }
    }
}
