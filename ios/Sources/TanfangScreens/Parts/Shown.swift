import SwiftUI
import Tanfang
import TanfangShell

extension Masked {
    /// Returns the text as it may be seen now.
    func shown(_ covered: Bool) -> String { covered ? masked : text }
}

extension QuestionOption {
    /// Returns what the answer says; under 遮 nobody is named there.
    func shown(_ covered: Bool) -> String { (covered ? masked : nil) ?? label }
}

/// A line of a view; one that leads somewhere has a button, with `label` as its word.
struct ViewLine: View {
    let line: Line
    var label = Strings.open
    /// Whose line it is, for a screen reader.
    var of = ""
    @Environment(AppModel.self) private var app
    @Environment(\.covered) private var covered
    @Environment(\.dynamicTypeSize) private var size

    private var text: String { line.text.shown(covered) }

    private func opening(_ screen: Screen) -> some View {
        Deed(label, .word, spoken: of.isEmpty ? "\(label) \(text)" : "\(label) \(of) \(text)") {
            app.go(screen)
        }
    }

    @ViewBuilder private var parts: some View {
        BodyLine(text, line.tone)
        if let screen = line.go {
            if !size.isAccessibilitySize { Spacer(minLength: Space.betweenLines) }
            opening(screen)
        }
    }

    var body: some View {
        if text.isEmpty {
            EmptyView()
        } else if size.isAccessibilitySize {
            VStack(alignment: .leading, spacing: 4) { parts }
        } else {
            HStack(spacing: Space.betweenLines) { parts }
        }
    }
}

/// Lines one below the other.
struct ViewLines: View {
    let lines: [Line]
    var label = Strings.open

    var body: some View {
        ForEach(Array(lines.enumerated()), id: \.offset) { line in
            ViewLine(line: line.element, label: label)
        }
    }
}

/// Lines under a heading, on a card; nothing at all when there are none.
struct LinesCard: View {
    let title: String
    let lines: [Line]
    var label = Strings.open

    var body: some View {
        if !lines.isEmpty {
            Card {
                Heading(title)
                ViewLines(lines: lines, label: label)
            }
        }
    }
}

/// Quieter actions side by side.
struct Actions: View {
    let actions: [Action]

    var body: some View {
        if !actions.isEmpty {
            Flow {
                ForEach(Array(actions.enumerated()), id: \.offset) { QuietAction(action: $0.element) }
            }
        }
    }
}

/// Why a list is empty and what comes next.
struct EmptyCard: View {
    let empty: Empty
    /// Whether its action is the screen's primary one.
    var isPrimary = true

    var body: some View {
        Card {
            BodyLine(empty.sentence)
            if let action = empty.action {
                if isPrimary { PrimaryAction(action: action) } else { QuietAction(action: action) }
            }
        }
    }
}

/// Shows what a model holds: the view through `content`, or what stands before it. Loads when the
/// screen comes, and again when something changed.
struct Watched<V: Sendable, Content: View>: View {
    let model: ScreenModel<V>
    /// How it is loaded, where that is not the model's own way.
    private let load: (@MainActor () async -> Void)?
    @ViewBuilder let content: (V) -> Content
    @Environment(AppModel.self) private var app

    init(
        _ model: ScreenModel<V>, load: (@MainActor () async -> Void)? = nil,
        @ViewBuilder content: @escaping (V) -> Content
    ) {
        (self.model, self.load, self.content) = (model, load, content)
    }

    var body: some View {
        seen.task(id: app.changes) {
            if let load { await load() } else { await model.reload() }
        }
    }

    @ViewBuilder private var seen: some View {
        if let view = model.view {
            content(view)
        } else {
            Page("") {
                if model.problem == nil { ProgressView(Strings.loading) }
                ProblemNotice(model: model)
            }
        }
    }
}

/// What went wrong, that nothing is lost, and the one thing to do.
struct ProblemNotice<V: Sendable>: View {
    let model: ScreenModel<V>
    @Environment(AppModel.self) private var app

    var body: some View {
        if let problem = model.problem {
            Notice(problem, .amber) {
                Deed(Strings.retry, .quiet) { app.inTurn { await model.reload() } }
            }
        }
    }
}
