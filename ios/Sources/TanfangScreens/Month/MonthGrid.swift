import SwiftUI
import Tanfang
import TanfangShell

/// The month as a sheet on the wall: a tap on a day shows it below. What was done stands on a ground,
/// what is planned has an edge. Large letters have fewer days beside each other, so each says its own
/// day of the week.
struct MonthGrid: View {
    let view: MonthView
    /// The day that is shown below.
    let shown: String?
    let pick: @MainActor (String) -> Void

    private var offset: Int { Int(view.offset) }

    private func weekday(_ index: Int) -> String {
        view.weekdays.isEmpty ? "" : view.weekdays[(index + offset) % view.weekdays.count]
    }

    var body: some View {
        Columns(skipped: offset) {
            ForEach(Array(view.days.enumerated()), id: \.element.day) { day in
                DayCell(
                    day: day.element, weekday: weekday(day.offset), shown: day.element.day == shown,
                    pick: pick)
            }
        }
        Flow(spacing: Space.betweenLines) {
            Count(count: 1, isDone: true)
            SmallLine(Strings.Month.done)
            Count(count: 1, isDone: false)
            SmallLine(Strings.Month.planned)
        }
        .accessibilityHidden(true)
    }
}

private struct DayCell: View {
    let day: MonthDay
    let weekday: String
    let shown: Bool
    let pick: @MainActor (String) -> Void
    @Environment(\.palette) private var palette

    private var spoken: String {
        ([day.title, weekday] + day.marks + [day.words]).filter { !$0.isEmpty }.joined(separator: " ")
    }

    private var words: some View {
        VStack(spacing: 0) {
            SmallLine(weekday)
            BodyLine(day.label, font: day.today ? Letter.listTitle : Letter.body)
            if day.done > 0 { Count(count: day.done, isDone: true) }
            if day.planned > 0 { Count(count: day.planned, isDone: false) }
            ForEach(day.marks, id: \.self) { SmallLine($0) }
        }
    }

    var body: some View {
        Button {
            pick(day.day)
        } label: {
            words
                .frame(minWidth: Space.touch, minHeight: Space.primaryHeight)
                .overlay {
                    RoundedRectangle(cornerRadius: Space.corner)
                        .strokeBorder(
                            shown ? Color(hex: palette.primary) : .clear, lineWidth: palette.lineWidth)
                }
                .contentShape(Rectangle())
        }
        .buttonStyle(PlainFace())
        .accessibilityLabel(spoken)
        .accessibilityAddTraits(shown ? .isSelected : [])
        .accessibilityIdentifier(day.day)
    }
}

/// How many homes: on a ground where it is done, in an edge where it is planned.
private struct Count: View {
    let count: UInt32
    let isDone: Bool
    @Environment(\.palette) private var palette

    private var rim: Color {
        isDone && !palette.bold ? palette.ground(.done) : Color(hex: palette.edge)
    }

    var body: some View {
        SmallLine("\(count)", isDone ? .done : .plain)
            .padding(.horizontal, 10)
            .background(
                palette.ground(isDone ? .done : .plain),
                in: RoundedRectangle(cornerRadius: Space.corner)
            )
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .strokeBorder(rim, lineWidth: palette.lineWidth)
            }
    }
}

/// Seven days a row, or as many as there is room for; a full week begins where it begins.
private struct Columns: Layout {
    let skipped: Int

    private func grid(_ width: CGFloat, _ views: Subviews) -> (columns: Int, heights: [CGFloat]) {
        let sizes = views.map { $0.sizeThatFits(.unspecified) }
        let widest = max(1, sizes.map(\.width).max() ?? 1)
        let columns = max(1, min(7, Int(width / widest)))
        var heights: [CGFloat] = []
        for (index, size) in sizes.enumerated() {
            let row = (index + before(columns)) / columns
            while heights.count <= row { heights.append(0) }
            heights[row] = max(heights[row], size.height)
        }
        return (columns, heights)
    }

    private func before(_ columns: Int) -> Int { columns == 7 ? skipped : 0 }

    func sizeThatFits(
        proposal: ProposedViewSize, subviews: Subviews, cache: inout Void
    ) -> CGSize {
        let width = proposal.width ?? 7 * Space.touch
        return CGSize(width: width, height: grid(width, subviews).heights.reduce(0, +))
    }

    func placeSubviews(
        in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout Void
    ) {
        let (columns, heights) = grid(bounds.width, subviews)
        let cell = bounds.width / CGFloat(columns)
        for (index, view) in subviews.enumerated() {
            let place = index + before(columns)
            let row = place / columns
            let top = bounds.minY + heights[..<row].reduce(0, +)
            view.place(
                at: CGPoint(x: bounds.minX + CGFloat(place % columns) * cell, y: top),
                anchor: .topLeading, proposal: ProposedViewSize(width: cell, height: heights[row]))
        }
    }
}
