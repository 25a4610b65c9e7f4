import SwiftUI
import Tanfang
import TanfangShell

/// A field to type into. Its label stands above it and stays there.
struct Field: View {
    let label: String
    @Binding var text: String
    var keyboard: UIKeyboardType = .default
    var showsLabel = true
    @FocusState private var isTyping: Bool
    @Environment(\.palette) private var palette

    private var field: some View {
        TextField(label, text: $text)
            .textFieldStyle(.plain)
            .font(Letter.body)
            .foregroundStyle(Color(hex: palette.ink))
            .keyboardType(keyboard)
            .autocorrectionDisabled()
            .focused($isTyping)
            .accessibilityLabel(label)
            .padding(.horizontal, Space.betweenCards)
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            // The field itself says its label to a screen reader.
            if showsLabel { SmallLine(label).accessibilityHidden(true) }
            field
                .frame(maxWidth: .infinity, minHeight: Space.primaryHeight, alignment: .leading)
                .background(
                    Color(hex: palette.surface), in: RoundedRectangle(cornerRadius: Space.corner)
                )
                .overlay {
                    RoundedRectangle(cornerRadius: Space.corner)
                        .strokeBorder(Color(hex: palette.edge), lineWidth: palette.lineWidth)
                }
                // The field itself is no higher than its letters; its frame can be pressed too.
                .contentShape(RoundedRectangle(cornerRadius: Space.corner))
                .onTapGesture { isTyping = true }
        }
    }
}

/// Steps to a day, a day or a week at a time: no small squares to hit. `shown` is the day in words.
struct DayStepper: View {
    let shown: String
    let day: CivilDay
    let onDay: @MainActor (CivilDay) -> Void
    @Environment(\.civilToday) private var today

    var body: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            BodyLine(shown)
            Flow {
                Deed(Strings.Day.weekEarlier, .quiet) { onDay(day.adding(-7)) }
                Deed(Strings.Day.earlier, .quiet) { onDay(day.adding(-1)) }
                if day < today { Deed(Strings.Day.later, .quiet) { onDay(day.adding(1)) } }
                if day != today { Deed(Strings.Day.today, .quiet) { onDay(today) } }
            }
        }
    }
}

extension CivilDay {
    /// Returns the day as one says it.
    func words(_ today: CivilDay) -> String {
        if self == today { return Strings.Day.today }
        if self == today.adding(-1) { return Strings.Day.yesterday }
        return "\(month)\(Strings.Day.month)\(day)\(Strings.Day.date)"
    }
}
