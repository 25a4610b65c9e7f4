import SwiftUI
import Tanfang
import TanfangShell

/// How loud a button is.
enum Loudness: Equatable {
    /// The one thing to do next: full width, 56 points or more. A screen has at most one.
    case primary
    /// The one action of a card in a list: filled, no wider than its word.
    case card
    /// A quieter action: an edge, no ground of its own.
    case quiet
    /// The quietest, a word that can be pressed.
    case word
    /// Calls for help: as large as the primary action, in the colour of danger.
    case danger
    /// An answer that can be chosen.
    case choice(chosen: Bool)
}

/// Draws a button as loud as it is.
struct DeedStyle: ButtonStyle {
    let loudness: Loudness
    init(_ loudness: Loudness) { self.loudness = loudness }

    func makeBody(configuration: Configuration) -> some View {
        Face(loudness: loudness, label: configuration.label, isPressed: configuration.isPressed)
    }
}

private struct Face<L: View>: View {
    let loudness: Loudness
    let label: L
    let isPressed: Bool
    @Environment(\.palette) private var palette
    @Environment(\.isEnabled) private var isEnabled

    private var filled: Bool {
        switch loudness {
        case .primary, .card, .danger: isEnabled
        case .choice(let chosen): chosen
        case .quiet, .word: false
        }
    }

    private var ink: Color {
        if filled { return Color(hex: loudness == .danger ? palette.dangerArea : palette.onPrimary) }
        if !isEnabled { return Color(hex: palette.quiet) }
        if case .choice = loudness { return Color(hex: palette.ink) }
        return Color(hex: palette.primary)
    }

    private var strong: Color {
        Color(hex: loudness == .danger ? palette.danger : palette.primary)
    }

    private var wide: Bool { loudness == .primary || loudness == .danger }

    private var ground: Color {
        if filled { return strong }
        return loudness == .word ? .clear : Color(hex: palette.surface)
    }

    private var rim: Color {
        if filled { return strong }
        return loudness == .word ? .clear : Color(hex: palette.edge)
    }

    private var height: CGFloat {
        switch loudness {
        case .primary, .danger, .choice: Space.primaryHeight
        case .card, .quiet, .word: Space.touch
        }
    }

    private var words: some View {
        label
            .font(Letter.button)
            .multilineTextAlignment(.center)
            .foregroundStyle(ink)
            .padding(.horizontal, loudness == .word ? 4 : 16)
            .padding(.vertical, 10)
    }

    var body: some View {
        words
            .frame(minWidth: Space.touch, maxWidth: wide ? .infinity : nil, minHeight: height)
            .background(ground, in: RoundedRectangle(cornerRadius: Space.corner))
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .strokeBorder(isPressed ? Color(hex: palette.ink) : rim, lineWidth: palette.lineWidth)
            }
            .contentShape(RoundedRectangle(cornerRadius: Space.corner))
    }
}

/// A button with a word on it.
struct Deed: View {
    let label: String
    let loudness: Loudness
    var spoken: String?
    let act: @MainActor () -> Void

    init(
        _ label: String, _ loudness: Loudness, spoken: String? = nil,
        act: @escaping @MainActor () -> Void
    ) {
        (self.label, self.loudness, self.spoken, self.act) = (label, loudness, spoken, act)
    }

    var body: some View {
        Button(label) { act() }
            .buttonStyle(DeedStyle(loudness))
            .accessibilityLabel(spoken ?? label)
            .accessibilityIdentifier(loudness == .primary ? "primary" : "")
    }
}

/// An action of a view. `before` hands over what is still being typed.
struct ActionDeed: View {
    let action: Action
    let loudness: Loudness
    var before: @MainActor () -> Void = {}
    @Environment(AppModel.self) private var app

    var body: some View {
        Deed(action.label, loudness) {
            before()
            app.send(action.intent)
        }
        .disabled(!action.enabled)
    }
}

/// A number that dials; a screen reader hears whose it is.
struct DialDeed: View {
    let dial: Dial
    var loudness = Loudness.quiet
    /// Set in 练习: it is said, and nothing is dialled.
    var practice: String?
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL

    var body: some View {
        Deed(dial.label, loudness, spoken: dial.spoken) {
            if let practice {
                app.tell(practice)
                return
            }
            if let number = URL(string: "tel:" + dial.number) { openURL(number) }
            // Where one says whether anybody answered.
            if let after = dial.after { app.go(after) }
        }
    }
}

/// One answer that can be given.
struct Choice: Identifiable {
    let id: String
    let label: String
    let chosen: Bool
    let choose: @MainActor () -> Void
}

/// The answers to one question. The chosen one is filled and ticked.
struct Choices: View {
    let choices: [Choice]

    var body: some View {
        Flow {
            ForEach(choices) { choice in one(choice) }
        }
    }

    private func one(_ choice: Choice) -> some View {
        Button(action: choice.choose) {
            HStack(spacing: 6) {
                if choice.chosen { Image(systemName: "checkmark").accessibilityHidden(true) }
                Text(choice.label)
            }
        }
        .buttonStyle(DeedStyle(.choice(chosen: choice.chosen)))
        .accessibilityAddTraits(choice.chosen ? .isSelected : [])
        .accessibilityIdentifier("choice")
    }
}

/// What a tap puts into a text, and a second one takes out again.
struct Phrases: View {
    let phrases: [String]
    @Binding var text: String

    private var parts: [String] {
        text.components(separatedBy: Strings.between).map(\.trimmed).filter { !$0.isEmpty }
    }

    var body: some View {
        if !phrases.isEmpty {
            Choices(choices: phrases.map(choice))
        }
    }

    private func choice(_ phrase: String) -> Choice {
        let there = parts.contains(phrase)
        return Choice(id: phrase, label: phrase, chosen: there) {
            let next = there ? parts.filter { $0 != phrase } : parts + [phrase]
            text = next.joined(separator: Strings.between)
        }
    }
}
