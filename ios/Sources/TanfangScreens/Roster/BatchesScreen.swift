import SwiftUI
import Tanfang
import TanfangShell

/// 导入记录: every list that came in, and how to take it back.
struct BatchesScreen: View {
    @State private var model: ScreenModel<BatchesView>
    @State private var shared: SharedFile?
    @Environment(AppModel.self) private var app

    init(_ core: any Core) {
        _model = State(initialValue: ScreenModel(core) { try await $0.batches() })
    }

    var body: some View {
        Watched(model) { view in
            BatchesContent(view: view, onAnswers: answers) { ProblemNotice(model: model) }
        }
        .sheet(item: $shared, onDismiss: { app.files.clear() }) { ShareSheet(file: $0) }
    }

    private func answers(_ row: BatchRow) {
        let files = app.files
        app.ask { core in
            // The end of the batch's id makes the name its own.
            let name = "\(Strings.Batches.answersFile)-\(row.batch.suffix(8)).xlsx"
            return try await core.exportMatches(row.batch, to: files.path(name).path)
        } then: { file in
            shared = SharedFile(path: file.path, sentence: file.sentence)
        }
    }
}

struct BatchesContent<Problem: View>: View {
    let view: BatchesView
    let onAnswers: @MainActor (BatchRow) -> Void
    @ViewBuilder let problem: () -> Problem

    var body: some View {
        Page(Strings.Batches.title) {
            problem()
            if let empty = view.empty { EmptyCard(empty: empty) }
            ForEach(view.rows, id: \.batch) { row in card(row) }
        }
    }

    private func card(_ row: BatchRow) -> some View {
        Card {
            Heading(row.title)
            BodyLine(row.line, row.tone)
            ViewLines(lines: row.details)
            Flow {
                if row.answers {
                    Deed(Strings.Batches.answers, .card, spoken: "\(Strings.Batches.answers) \(row.title)") {
                        onAnswers(row)
                    }
                }
                if let undo = row.undo { QuietAction(action: undo) }
            }
        }
    }
}
