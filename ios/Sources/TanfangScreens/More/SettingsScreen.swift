import SwiftUI
import Tanfang
import TanfangShell

#if canImport(UniformTypeIdentifiers)
import UniformTypeIdentifiers
#endif

/// 设置: how it looks, packs and their dates, what is on this phone, numbers, and where else one can go.
struct SettingsScreen: View {
    @State private var model: ScreenModel<SettingsView>
    @State private var shared: SharedFile?
    @State private var choosing = false
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.settings() })
    }

    private var numbers: NumberWords { app.typed(.settings) { NumberWords() } }

    var body: some View {
        Watched(model) { view in
            SettingsContent(
                view: view, numbers: numbers, onBackup: backUp, onCalendar: { choosing = true }
            ) { ProblemNotice(model: model) }
        }
        .fileImporter(
            isPresented: $choosing,
            allowedContentTypes: ["toml", "json"].compactMap { UTType(filenameExtension: $0) },
            onCompletion: install
        )
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
        .onDisappear { numbers.flush(app) }
    }

    private func backUp() {
        let files = app.files
        app.ask { core in
            let path = try files.path(OutFiles.backup).path
            return SharedFile(path: path, sentence: try await core.backup(to: path).sentence)
        } then: { shared = $0 }
    }

    private func install(_ chosen: Result<URL, any Error>) {
        guard case .success(let file) = chosen else { return }
        let files = app.files
        app.act { core in
            defer { files.clear() }
            return try await core.installCalendar(files.borrow(file).path)
        }
    }
}

struct SettingsContent<Problem: View>: View {
    let view: SettingsView
    let numbers: NumberWords
    let onBackup: @MainActor () -> Void
    let onCalendar: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Settings.title) {
            problem()
            LookPart()
            ForEach(view.sections, id: \.key) { part($0) }
            if !view.numbers.isEmpty { NumbersPart(rows: view.numbers, words: numbers) }
        }
    }

    private func part(_ section: SettingsSection) -> some View {
        Card {
            Heading(section.title)
            ViewLines(lines: section.lines)
            Flow {
                // What needs a file is the platform's.
                if section.key == "store" { Deed(Strings.Settings.backup, .quiet, act: onBackup) }
                if section.key == "calendar" {
                    Deed(Strings.Settings.calendar, .quiet, act: onCalendar)
                }
                ForEach(Array(section.actions.enumerated()), id: \.offset) {
                    QuietAction(action: $0.element)
                }
            }
        }
    }
}

/// Type size, colours and 遮: changed at once.
private struct LookPart: View {
    @Environment(AppModel.self) private var app

    private var look: LookSetting { app.look }

    var body: some View {
        Card {
            Heading(Strings.Settings.size)
            Choices(choices: sizes)
            Heading(Strings.Settings.theme)
            Choices(choices: themes)
            Heading(Strings.Settings.privacy)
            Choices(choices: [mask])
        }
    }

    private var sizes: [Choice] {
        let all: [(TypeSize, String)] = [
            (.normal, Strings.Settings.sizeNormal), (.large, Strings.Settings.sizeLarge),
            (.huge, Strings.Settings.sizeHuge),
        ]
        return all.map { size, word in
            Choice(id: word, label: word, chosen: size == look.size) {
                app.look(like: LookSetting(size: size, theme: look.theme, mask: look.mask))
            }
        }
    }

    private var themes: [Choice] {
        let all: [(ThemeChoice, String)] = [
            (.system, Strings.Settings.system), (.light, Strings.Settings.light),
            (.sunlight, Strings.Settings.sunlight), (.dark, Strings.Settings.dark),
        ]
        return all.map { theme, word in
            Choice(id: word, label: word, chosen: theme == look.theme) {
                app.look(like: LookSetting(size: look.size, theme: theme, mask: look.mask))
            }
        }
    }

    private var mask: Choice {
        Choice(id: "mask", label: Strings.Settings.mask, chosen: look.mask) {
            app.look(like: LookSetting(size: look.size, theme: look.theme, mask: !look.mask))
        }
    }
}
