import Observation
import SwiftUI
import Tanfang
import TanfangShell

#if canImport(UniformTypeIdentifiers)
import UniformTypeIdentifiers
#endif

/// What is to be handed out, and what a check found while one looks at it.
@MainActor
@Observable
final class Checking {
    var receiver = ""
    var originals = false
    var found: PageView?
}

/// 值得看一眼的: what photos and times of visits say; from here evidence is handed out, and checked.
struct EvidenceScreen: View {
    private let household: String?
    @State private var model: ScreenModel<PageView>
    @State private var shared: SharedFile?
    @State private var choosing = false
    @State private var wanted = Wanted.archive
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ household: String?) {
        self.household = household
        _model = State(initialValue: ScreenModel(core) { try await $0.evidence(household) })
    }

    /// Which file is being chosen; one chooser serves both.
    private enum Wanted {
        case archive, receipt

        var types: [UTType] {
            let names = self == .archive ? ["zip"] : ["txt", "pub", "note"]
            return names.compactMap { UTType(filenameExtension: $0) }
        }
    }

    private var checking: Checking {
        app.typed(.evidence(household: household)) { Checking() }
    }

    var body: some View {
        Watched(model) { view in
            EvidenceContent(
                view: view, checking: checking,
                // Of one home there is only what is worth a look: files hold whole visits.
                handsOut: household == nil, onOwn: checkOwn,
                onFile: { choose(.archive) }, onReceipt: { choose(.receipt) }, onWrite: write
            ) { ProblemNotice(model: model) }
        }
        .fileImporter(
            isPresented: $choosing,
            allowedContentTypes: wanted.types,
            onCompletion: chosen
        )
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func checkOwn() {
        let checking = checking
        app.ask({ try await $0.verifyEvidence(nil) }) { checking.found = $0 }
    }

    private func check(_ chosen: Result<URL, any Error>) {
        guard case .success(let file) = chosen else { return }
        let (files, checking) = (app.files, checking)
        app.ask { core in
            defer { files.clear() }
            return try await core.verifyEvidence(files.borrow(file).path)
        } then: { checking.found = $0 }
    }

    private func choose(_ next: Wanted) {
        (wanted, choosing) = (next, true)
    }

    private func chosen(_ file: Result<URL, any Error>) {
        switch wanted {
        case .archive: check(file)
        case .receipt: keep(file)
        }
    }

    private func keep(_ chosen: Result<URL, any Error>) {
        guard case .success(let file) = chosen else { return }
        let files = app.files
        app.act { core in
            defer { files.clear() }
            return try await core.keepReceipt(files.borrow(file).path)
        }
    }

    private func write() {
        let files = app.files
        let (originals, receiver) = (checking.originals, checking.receiver.trimmed)
        app.ask { core in
            let path = try files.path(OutFiles.evidence).path
            let outcome = try await core.exportEvidence(
                [], originals: originals, for: receiver, to: path)
            return SharedFile(path: path, sentence: outcome.sentence)
        } then: { shared = $0 }
    }
}

struct EvidenceContent<Problem: View>: View {
    let view: PageView
    @Bindable var checking: Checking
    let handsOut: Bool
    let onOwn: @MainActor () -> Void
    let onFile: @MainActor () -> Void
    let onReceipt: @MainActor () -> Void
    let onWrite: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(\.covered) private var covered

    private var page: PageView { checking.found ?? view }

    var body: some View {
        if checking.found != nil {
            Page(page.title.shown(covered)) {
                parts
            } low: {
                Deed(Strings.Check.done, .primary) { checking.found = nil }
            }
        } else if let primary = view.primary {
            Page(page.title.shown(covered)) {
                parts
                more
            } low: {
                PrimaryAction(action: primary)
            }
        } else {
            Page(page.title.shown(covered)) {
                parts
                more
            }
        }
    }

    @ViewBuilder private var parts: some View {
        problem()
        if let sentence = page.sentence { BodyLine(sentence.shown(covered)) }
        if let empty = page.empty { EmptyCard(empty: empty, isPrimary: false) }
        ForEach(Array(page.blocks.enumerated()), id: \.offset) { BlockPart(block: $0.element) }
    }

    @ViewBuilder private var more: some View {
        if handsOut {
            Card {
                Heading(Strings.Check.verify)
                Flow {
                    Deed(Strings.Check.own, .quiet, act: onOwn)
                    Deed(Strings.Check.file, .quiet, act: onFile)
                    Deed(Strings.Check.receipt, .quiet, act: onReceipt)
                }
            }
            Card {
                Heading(Strings.Check.handOut)
                Field(label: Strings.Check.to, text: $checking.receiver)
                Choices(choices: [
                    Choice(
                        id: "originals", label: Strings.Check.originals, chosen: checking.originals
                    ) { checking.originals.toggle() }
                ])
                Deed(Strings.Check.write, .quiet, act: onWrite)
                    .disabled(checking.receiver.trimmed.isEmpty)
            }
        }
    }
}
