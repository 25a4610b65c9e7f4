import SwiftUI
import Tanfang
import TanfangShell

/// A card on the page: a line around it, no shadow.
struct Card<Content: View>: View {
    @Environment(\.palette) private var palette
    private let content: Content
    init(@ViewBuilder content: () -> Content) { self.content = content() }

    private var inside: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) { content }
            .padding(Space.insideCard)
            .frame(maxWidth: .infinity, alignment: .leading)
    }

    var body: some View {
        inside
            .background(
                Color(hex: palette.surface), in: RoundedRectangle(cornerRadius: Space.corner)
            )
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .strokeBorder(Color(hex: palette.line), lineWidth: palette.lineWidth)
            }
    }
}

/// A card whose upper part opens something; what can be done stands below as targets of their own.
struct OpeningCard<Content: View, Deeds: View>: View {
    private let screen: Screen
    private let content: Content
    private let deeds: Deeds
    @Environment(AppModel.self) private var app

    init(
        _ screen: Screen, @ViewBuilder content: () -> Content, @ViewBuilder deeds: () -> Deeds
    ) {
        (self.screen, self.content, self.deeds) = (screen, content(), deeds())
    }

    var body: some View {
        Card {
            Button {
                app.go(screen)
            } label: {
                VStack(alignment: .leading, spacing: Space.betweenLines) { content }
                    .frame(maxWidth: .infinity, minHeight: Space.touch, alignment: .leading)
                    .contentShape(Rectangle())
            }
            .buttonStyle(PlainFace())
            .accessibilityHint(Strings.open)
            deeds
        }
    }
}

extension OpeningCard where Deeds == EmptyView {
    init(_ screen: Screen, @ViewBuilder content: () -> Content) {
        self.init(screen, content: content, deeds: { EmptyView() })
    }
}

/// A button that looks like what is in it.
struct PlainFace: ButtonStyle {
    func makeBody(configuration: Configuration) -> some View { configuration.label }
}

/// The title of a part of a screen; a screen reader can jump to it.
struct Heading: View {
    let text: String
    @Environment(\.palette) private var palette
    init(_ text: String) { self.text = text }

    var body: some View {
        Text(text)
            .font(Letter.listTitle)
            .lineSpacing(Space.leading)
            .foregroundStyle(Color(hex: palette.ink))
            .accessibilityAddTraits(.isHeader)
    }
}

/// One line of a card.
struct BodyLine: View {
    let text: String
    let tone: Tone
    let font: Font
    @Environment(\.palette) private var palette
    init(_ text: String, _ tone: Tone = .plain, font: Font = Letter.body) {
        (self.text, self.tone, self.font) = (text, tone, font)
    }

    var body: some View {
        Text(text)
            .font(font.monospacedDigit())
            .lineSpacing(Space.leading)
            .foregroundStyle(palette.ink(tone))
    }
}

/// A smaller, quieter line.
struct SmallLine: View {
    let text: String
    let tone: Tone
    init(_ text: String, _ tone: Tone = .quiet) { (self.text, self.tone) = (text, tone) }

    var body: some View { BodyLine(text, tone, font: Letter.small) }
}

/// A short word on a tint: a class, a state. Not pressable.
struct Tag: View {
    let text: String
    let tone: Tone
    @Environment(\.palette) private var palette

    private var word: some View {
        SmallLine(text, tone == .quiet ? .quiet : tone)
            .padding(.horizontal, 10)
            .padding(.vertical, 2)
    }

    var body: some View {
        word
            .background(palette.ground(tone), in: RoundedRectangle(cornerRadius: Space.corner))
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .strokeBorder(palette.rim(tone), lineWidth: palette.lineWidth)
            }
    }
}

/// What a home or a person is, in short words. Under 遮 an emptied word leaves nothing behind.
struct Tags: View {
    let chips: [Chip]
    @Environment(\.covered) private var covered

    private var shown: [(offset: Int, element: (text: String, tone: Tone))] {
        let words = chips.map { (text: $0.text.shown(covered), tone: $0.tone) }
        return Array(words.filter { !$0.text.isEmpty }.enumerated())
    }

    var body: some View {
        if !shown.isEmpty {
            Flow(spacing: 8) {
                ForEach(shown, id: \.offset) { chip in
                    Tag(text: chip.element.text, tone: chip.element.tone)
                }
            }
        }
    }
}

/// A sentence on a tinted ground across the page, with what can be done about it.
struct Notice<Deeds: View>: View {
    let text: String
    let tone: Tone
    private let deeds: Deeds
    @Environment(\.palette) private var palette

    init(_ text: String, _ tone: Tone, @ViewBuilder deeds: () -> Deeds) {
        (self.text, self.tone, self.deeds) = (text, tone, deeds())
    }

    private var inside: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            BodyLine(text, tone)
            Flow { deeds }
        }
        .padding(Space.betweenCards)
        .frame(maxWidth: .infinity, alignment: .leading)
    }

    var body: some View {
        inside
            .background(palette.ground(tone), in: RoundedRectangle(cornerRadius: Space.corner))
            .overlay {
                RoundedRectangle(cornerRadius: Space.corner)
                    .strokeBorder(palette.rim(tone), lineWidth: palette.lineWidth)
            }
    }
}

/// Divides two parts; carries no meaning.
struct Divide: View {
    @Environment(\.palette) private var palette

    var body: some View {
        Rectangle()
            .fill(Color(hex: palette.line))
            .frame(height: palette.lineWidth)
    }
}
