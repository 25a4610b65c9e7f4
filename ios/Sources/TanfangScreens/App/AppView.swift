import SwiftUI
import Tanfang
import TanfangShell

/// The whole app over one `AppModel`.
public struct AppView: View {
    @State private var app: AppModel

    public init(_ app: AppModel) { _app = State(initialValue: app) }

    @Environment(\.colorScheme) private var scheme
    @Environment(\.dynamicTypeSize) private var size

    private var palette: Palette { .of(app.look.theme, systemIsDark: scheme == .dark) }

    public var body: some View {
        shown
            .background(Color(hex: palette.background))
            .environment(app)
            .environment(\.palette, palette)
            .environment(\.covered, app.covered)
            .tint(Color(hex: palette.primary))
            .preferredColorScheme(app.look.theme == .system ? nil : palette.isDark ? .dark : .light)
            .dynamicTypeSize(app.look.size.over(size))
            .task { await app.begin() }
    }

    @ViewBuilder private var shown: some View {
        if app.trail.first {
            NavigationStack { FirstScreen(app.core) }
        } else {
            Places(app: app)
        }
    }
}

/// The four places, each with what was opened on top of it.
private struct Places: View {
    @Bindable var app: AppModel
    @Environment(\.palette) private var palette

    var body: some View {
        TabView(selection: $app.trail.place) {
            ForEach(Place.allCases, id: \.self) { place in
                stack(place)
                    .tabItem { Label(place.word, systemImage: place.symbol) }
                    .tag(place)
            }
        }
        .toolbarBackground(Color(hex: palette.surface), for: .tabBar)
    }

    private func stack(_ place: Place) -> some View {
        NavigationStack(path: $app.trail[place]) {
            ScreenView(screen: place.root, core: app.core)
                .navigationDestination(for: Screen.self) { screen in
                    // Screens about one thing have the bottom for themselves.
                    ScreenView(screen: screen, core: app.core).toolbar(.hidden, for: .tabBar)
                }
        }
    }
}

extension Place {
    /// The word under the place's drawing.
    var word: String {
        switch self {
        case .today: Strings.Place.today
        case .homes: Strings.Place.homes
        case .flags: Strings.Place.flags
        case .more: Strings.Place.more
        }
    }

    /// The place's drawing, by its name in SF Symbols.
    var symbol: String {
        switch self {
        case .today: "sun.max"
        case .homes: "house"
        case .flags: "flag"
        case .more: "ellipsis"
        }
    }
}

/// The screen that a view of the core names.
private struct ScreenView: View {
    let screen: Screen
    let core: any Core

    var body: some View {
        switch screen {
        case .first: FirstScreen(core)
        case .today: TodayScreen(core)
        case .homes: HomesScreen(core)
        case .home(let household): HomeScreen(core, household)
        case .visit(let visit): VisitScreen(core, visit)
        case .why(let key): WhyScreen(core, key)
        case .flags: FlagsScreen(core)
        case .ledger(let ledger): LedgerScreen(core, ledger)
        case .import: RosterScreen()
        case .more: MoreScreen(core)
        case .settings: SettingsScreen(core)
        default: LaterScreenView(screen: screen, core: core)
        }
    }
}

/// The rest of the screens: one long switch would be slow to type-check.
private struct LaterScreenView: View {
    let screen: Screen
    let core: any Core

    var body: some View {
        switch screen {
        case .contact(let household, let whose): ContactScreen(core, household, whose)
        case .call(let flag): CallScreen(core, flag)
        case .batches: BatchesScreen(core)
        case .coverage(let kind, let division): CoverageScreen(core, kind, division)
        case .addPerson(let household, let person): AddScreen(core, household, person)
        case .matches: MatchesScreen(core)
        case .feedback: FeedbackScreen(core)
        case .recovery: RecoveryScreen()
        case .handOver: HandOverScreen(core)
        case .wipe: WipeScreen(core)
        case .hint(let household, let key): HintScreen(core, household, key)
        case .items(let household, let key): ItemsScreen(core, household, key)
        case .policies: PoliciesScreen(core)
        case .policy(let key): PolicyScreen(core, key)
        default: TripScreenView(screen: screen, core: core)
        }
    }
}

/// The screens of what is planned and what stands around it.
private struct TripScreenView: View {
    let screen: Screen
    let core: any Core

    var body: some View {
        switch screen {
        case .month(let month): MonthScreen(core, month)
        case .missed(let household): PageScreen(core) { try await $0.missed(household) }
        case .events: PageScreen(core) { try await $0.events() }
        case .campaigns: PageScreen(core) { try await $0.campaigns() }
        case .campaign(let key): PageScreen(core) { try await $0.campaign(key) }
        case .reports: PageScreen(core) { try await $0.reports() }
        case .form(let key): FormScreen(core, key)
        default: PhotoScreenView(screen: screen, core: core)
        }
    }
}

/// The screens of photos, signatures and what they prove.
private struct PhotoScreenView: View {
    let screen: Screen
    let core: any Core

    var body: some View {
        switch screen {
        case .photos(let household, let visit): PhotosScreen(core, household, visit: visit)
        case .photo(let photo): PhotoScreen(core, photo)
        case .signing(let visit): SigningScreen(core, visit)
        case .evidence(let household): EvidenceScreen(core, household)
        case .storage: PageScreen(core) { try await $0.storage() }
        default: EmptyView()
        }
    }
}
