import SwiftUI
import Tanfang
import TanfangShell

/// 设置: packs and their dates, what is on this phone, how the screen looks.
struct SettingsScreen: View {
    @State private var model: ScreenModel<SettingsView>
    /// Shown once: gone with the screen, kept nowhere.
    @State private var recovery: RecoveryView?
    @State private var shared: SharedFile?
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.settings() })
    }

    var body: some View {
        Watched(model) { view in
            SettingsContent(view: view, recovery: recovery, onBackup: backUp, onRecovery: recover) {
                ProblemNotice(model: model)
            }
        }
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func backUp() {
        let files = app.files
        app.ask { core in
            let path = try files.path(OutFiles.backup).path
            return SharedFile(path: path, sentence: try await core.backup(to: path).sentence)
        } then: { shared = $0 }
    }

    private func recover() {
        app.ask { try await $0.recoveryCode() } then: { recovery = $0 }
    }
}

struct SettingsContent<Problem: View>: View {
    let view: SettingsView
    let recovery: RecoveryView?
    let onBackup: @MainActor () -> Void
    let onRecovery: @MainActor () -> Void
    @ViewBuilder let problem: () -> Problem
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(Strings.Settings.title) {
            problem()
            themes
            store
            LinesCard(title: Strings.Settings.packs, lines: view.packs)
        }
    }

    private var themes: some View {
        Card {
            Heading(Strings.Settings.theme)
            Choices(
                choices: Theme.allCases.map { theme in
                    Choice(id: theme.rawValue, label: theme.word, chosen: theme == app.theme) {
                        app.theme = theme
                    }
                })
        }
    }

    private var store: some View {
        Card {
            Heading(Strings.Settings.store)
            ViewLines(lines: view.store)
            Flow {
                Deed(Strings.Settings.backup, .quiet, act: onBackup)
                Deed(Strings.Settings.recovery, .quiet, act: onRecovery)
            }
            if let recovery { code(recovery) }
        }
    }

    @ViewBuilder private func code(_ recovery: RecoveryView) -> some View {
        BodyLine(recovery.sentence)
        Flow(spacing: 8) {
            ForEach(Array(recovery.groups.enumerated()), id: \.offset) { group in
                Tag(text: group.element, tone: .plain)
            }
        }
    }
}

extension Theme {
    /// What people call it.
    var word: String {
        switch self {
        case .light: Strings.Settings.light
        case .sunlight: Strings.Settings.sunlight
        case .dark: Strings.Settings.dark
        }
    }
}
