import SwiftUI
import Tanfang
import TanfangShell

/// A whole screen: its title, what scrolls, what stays at the bottom.
struct Page<Content: View, Low: View>: View {
    let title: String
    let status: Status?
    /// What stands below the title.
    let under: String
    private let content: Content
    private let low: Low
    @Environment(\.palette) private var palette

    init(
        _ title: String, status: Status? = nil, under: String = "",
        @ViewBuilder content: () -> Content, @ViewBuilder low: () -> Low
    ) {
        (self.title, self.status, self.under) = (title, status, under)
        (self.content, self.low) = (content(), low())
    }

    private var scrolled: some View {
        ScrollView {
            LazyVStack(alignment: .leading, spacing: Space.betweenCards) {
                PageHead(title: title, status: status, under: under)
                content
            }
            .padding(.horizontal, Space.page)
            .padding(.bottom, Space.page)
        }
    }

    var body: some View {
        scrolled
            .scrollDismissesKeyboard(.interactively)
            .background(Color(hex: palette.background))
            .safeAreaInset(edge: .bottom, spacing: 0) { LowArea { low } }
            .navigationTitle("")
            .navigationBarTitleDisplayMode(.inline)
            .toolbar { ToolbarItem(placement: .topBarTrailing) { CoverToggle() } }
    }
}

extension Page where Low == EmptyView {
    init(
        _ title: String, status: Status? = nil, under: String = "",
        @ViewBuilder content: () -> Content
    ) {
        self.init(title, status: status, under: under, content: content, low: { EmptyView() })
    }
}

/// The name of a screen. It stands on the page and not in the bar, where a long one would be cut.
private struct PageHead: View {
    let title: String
    let status: Status?
    let under: String
    @Environment(\.palette) private var palette
    @Environment(\.dynamicTypeSize) private var size

    private var name: some View {
        Text(title)
            .font(Letter.screenTitle)
            .foregroundStyle(Color(hex: palette.ink))
            .accessibilityAddTraits(.isHeader)
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            if let status, !size.isAccessibilitySize {
                HStack {
                    name
                    Spacer()
                    StatusLine(status: status)
                }
            } else {
                name
                if let status { StatusLine(status: status) }
            }
            if !under.isEmpty { SmallLine(under) }
        }
    }
}

/// What happened to the work, always in sight. Only what is done is ticked.
struct StatusLine: View {
    let status: Status
    @Environment(\.palette) private var palette

    var body: some View {
        HStack(spacing: 4) {
            if status.tone == .done {
                Image(systemName: "checkmark")
                    .foregroundStyle(palette.ink(status.tone))
                    .accessibilityHidden(true)
            }
            SmallLine(status.text, status.tone)
        }
        .accessibilityElement(children: .combine)
        .accessibilityAddTraits(.updatesFrequently)
    }
}

/// 遮: one tap, and the screen may lie on a table in somebody's kitchen.
struct CoverToggle: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette

    var body: some View {
        @Bindable var app = app
        Toggle(isOn: $app.covered) {
            Image(systemName: app.covered ? "eye.slash" : "eye").accessibilityHidden(true)
            Text(Strings.mask).font(Letter.button)
        }
        .toggleStyle(.button)
        .tint(Color(hex: palette.primary))
        .frame(minWidth: Space.touch, minHeight: Space.touch)
    }
}

/// What stays at the bottom: the last sentence, and the one thing to do.
private struct LowArea<Low: View>: View {
    private let low: Low
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    init(@ViewBuilder low: () -> Low) { self.low = low() }

    private var holds: Bool { app.news != nil || Low.self != EmptyView.self }

    var body: some View {
        if holds {
            VStack(spacing: 0) {
                Divide()
                VStack(spacing: Space.betweenCards) {
                    NewsNotice()
                    low
                }
                .padding(.horizontal, Space.page)
                .padding(.vertical, Space.betweenCards)
            }
            .background(Color(hex: palette.background))
        }
    }
}

/// What the last tap led to, with its undo; it stays until it is read or until the next deed.
struct NewsNotice: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        if let news = app.news {
            Notice(news.sentence, news.problem ? .amber : .done) {
                if let undo = news.undo { ActionDeed(action: undo, loudness: .word) }
                Deed(Strings.close, .word) { app.dismiss() }
            }
            .accessibilityAddTraits(.updatesFrequently)
        }
    }
}

/// A quieter action, with its note below it.
struct QuietAction: View {
    let action: Action
    var before: @MainActor () -> Void = {}

    var body: some View {
        ActionDeed(action: action, loudness: .quiet, before: before)
        if let note = action.note { SmallLine(note) }
    }
}

/// The screen's one primary action, with its note above it.
struct PrimaryAction: View {
    let action: Action
    var before: @MainActor () -> Void = {}

    var body: some View {
        VStack(alignment: .leading, spacing: Space.betweenLines) {
            if let note = action.note { SmallLine(note, action.enabled ? .quiet : .amber) }
            ActionDeed(action: action, loudness: .primary, before: before)
        }
    }
}
