import SwiftUI
import Tanfang
import TanfangShell

/// 本月: what was done on which day, what is planned, what is left.
struct MonthScreen: View {
    @State private var month: String?
    @State private var model: ScreenModel<MonthView>
    @Environment(AppModel.self) private var app

    init(_ core: any Core, _ month: String?) {
        _month = State(initialValue: month)
        _model = State(initialValue: ScreenModel(core) { try await $0.month(month) })
    }

    var body: some View {
        Watched(model, load: load) { view in
            MonthContent(view: view, onMonth: turn) { ProblemNotice(model: model) }
        }
    }

    private func load() async {
        let month = month
        await model.take { try await $0.month(month) }
    }

    private func turn(_ to: String) {
        app.dismiss()
        month = to
        app.inTurn { await load() }
    }
}

struct MonthContent<Problem: View>: View {
    let view: MonthView
    let onMonth: @MainActor (String) -> Void
    @ViewBuilder let problem: () -> Problem
    /// The day that was tapped; without one, today.
    @State private var tapped: String?

    private var shown: MonthDay? {
        view.days.first { $0.day == tapped } ?? view.days.first { $0.today }
    }

    var body: some View {
        Page(view.title) {
            problem()
            BodyLine(view.summary)
            around
            MonthGrid(view: view, shown: shown?.day) { tapped = $0 }
            if let day = shown { DayPart(day: day) }
            LinesCard(title: Strings.Month.cannot, lines: view.cannot)
            QuietActions(actions: view.settings)
            if let empty = view.empty { EmptyCard(empty: empty) }
            homes
        }
    }

    private var around: some View {
        Flow {
            if let before = view.around.first {
                Deed(Strings.Ledger.before, .word) { onMonth(before) }
            }
            if view.around.count > 1, let after = view.around.last {
                Deed(Strings.Ledger.after, .word) { onMonth(after) }
            }
        }
    }

    @ViewBuilder private var homes: some View {
        if !view.homes.isEmpty { Heading(Strings.Place.homes) }
        ForEach(Array(view.homes.enumerated()), id: \.offset) { BlockPart(block: $0.element) }
    }
}

/// One day: what was done on it and is planned for it, home by home.
private struct DayPart: View {
    let day: MonthDay

    private var marks: String {
        ([day.lunar] + day.marks).filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var body: some View {
        Card {
            Heading(day.title)
            if !marks.isEmpty { SmallLine(marks) }
            if !day.words.isEmpty { BodyLine(day.words, day.tone) }
            LeadingLines(lines: day.homes, of: day.title)
            if let toggle = day.toggle { QuietAction(action: toggle) }
        }
    }
}

extension MonthDay {
    /// The day as one says it, such as 11月20日.
    var title: String {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return label }
        return "\(parts[1])\(Strings.Day.month)\(parts[2])\(Strings.Day.date)"
    }
}
