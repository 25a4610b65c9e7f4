import SwiftUI
import Tanfang
import TanfangShell

#if canImport(UniformTypeIdentifiers)
import UniformTypeIdentifiers
#endif

/// 接手: a file, groups to compare with the other phone, its code, and who one is; each comes when the
/// one before is done.
struct TakeOverPart: View {
    let view: FirstView
    @Bindable var words: FirstWords
    @State private var choosing = false
    @Environment(AppModel.self) private var app

    var body: some View {
        page.fileImporter(
            isPresented: $choosing,
            allowedContentTypes: ["handover"].compactMap { UTType(filenameExtension: $0) },
            onCompletion: look)
    }

    private var page: some View {
        Page(Strings.TakeOver.title) {
            Deed(Strings.back, .word) { leave() }
            Card { BodyLine(Strings.TakeOver.explain) }
            if words.file != nil { compare }
            if words.file != nil && words.alike == true {
                code
                RolesPart(roles: view.roles, words: words)
            }
        } low: {
            if words.file == nil || words.alike == false {
                Deed(Strings.TakeOver.choose, .primary) { choosing = true }
            } else {
                Deed(Strings.TakeOver.start, .primary) { start() }.disabled(!words.isReady)
            }
        }
    }

    private var compare: some View {
        Card {
            if let check = words.check {
                BodyLine(check.sentence)
                CodeGroups(groups: check.check)
            }
            BodyLine(Strings.TakeOver.alike)
            Choices(choices: [
                Choice(id: "yes", label: Strings.TakeOver.yes, chosen: words.alike == true) {
                    words.alike = true
                },
                Choice(id: "no", label: Strings.TakeOver.no, chosen: words.alike == false) {
                    words.alike = false
                },
            ])
            if words.alike == false { Notice(Strings.TakeOver.stop, .amber) { EmptyView() } }
            if words.alike != false { Deed(Strings.TakeOver.again, .quiet) { choosing = true } }
        }
    }

    private var code: some View {
        Card {
            Field(label: Strings.TakeOver.code, text: $words.code)
            Field(label: Strings.First.name, text: $words.name)
        }
    }

    private func leave() {
        app.dismiss()
        app.files.clear()
        words.isTakingOver = false
    }

    /// The copy of the file stays until it is taken over or the screen is left.
    private func look(_ chosen: Result<URL, any Error>) {
        guard case .success(let file) = chosen else { return }
        let files = app.files
        app.ask { core in
            let path = try files.borrow(file).path
            return (path, try await core.handOverCheck(path))
        } then: { words.took($0.0, $0.1) }
    }

    private func start() {
        guard let path = words.file else { return }
        let (code, input) = (words.code.trimmed, words.successor)
        app.act({ try await $0.takeOver(from: path, code: code, input) }) { _ in
            app.files.clear()
            app.forget(.first)
        }
    }
}
