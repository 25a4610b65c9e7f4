import Observation
import Tanfang

/// What the last tap led to, to be shown until it is read.
public struct News: Equatable, Sendable {
    /// What happened, in one sentence.
    public let sentence: String
    /// What takes it back, if it can be taken back.
    public let undo: Action?
    /// Whether something went wrong; nothing is lost by it.
    public let problem: Bool

    public init(_ sentence: String, undo: Action? = nil, problem: Bool = false) {
        (self.sentence, self.undo, self.problem) = (sentence, undo, problem)
    }
}

/// How the screen looks.
public enum Theme: String, CaseIterable, Sendable {
    case light, sunlight, dark
}

/// What the platform owns and nothing else: where one is, whether 遮 is on, which theme, and the
/// last sentence to read. All that matters is in the core already.
@MainActor
@Observable
public final class AppModel {
    /// Where one is.
    public var trail = Trail() {
        didSet { if trail.here != oldValue.here, !settling { news = nil } }
    }
    /// Whether names are initials and labels are hidden, so that the screen may lie on a table.
    public var covered = false
    /// How the screen looks.
    public var theme: Theme {
        didSet { settings.theme = theme }
    }
    /// What the last tap led to.
    public private(set) var news: News?
    /// Moves on whenever what is shown may have changed.
    public private(set) var changes = 0

    /// The core that every screen asks.
    @ObservationIgnored public let core: any Core
    /// Files on their way to another app.
    @ObservationIgnored public let files: OutFiles
    @ObservationIgnored private let settings: any Settings
    @ObservationIgnored private let turn = Turn()
    /// Set while news and the screen it belongs to are changed together.
    @ObservationIgnored private var settling = false

    public init(_ core: any Core, settings: any Settings, files: OutFiles) {
        (self.core, self.settings, self.files) = (core, settings, files)
        theme = settings.theme
    }

    /// Shows 首次打开 where nobody is set up yet. Called once, at the start.
    public func begin() async {
        do {
            trail.first = try await !core.first().ready
        } catch {
            news = News(sentence(of: error), problem: true)
        }
    }

    /// Goes to a screen.
    public func go(_ screen: Screen) { trail.go(screen) }

    /// Sends what a tap means. The old sentence goes; the new one comes when it is done.
    public func send(_ intent: Intent) {
        if case .go(let screen) = intent {
            go(screen)
            return
        }
        act { try await $0.send(intent) }
    }

    /// Makes a call that ends in an outcome, and goes where it leads.
    public func act(_ call: @escaping @Sendable (any Core) async throws -> Outcome) {
        news = nil
        turn.next { [self] in
            do {
                done(try await call(core))
            } catch {
                news = News(sentence(of: error), problem: true)
            }
        }
    }

    /// Makes a call whose result only its caller understands; a problem is told as news.
    public func ask<R: Sendable>(
        _ call: @escaping @Sendable (any Core) async throws -> R,
        then: @escaping @MainActor (R) -> Void
    ) {
        news = nil
        turn.next { [self] in
            do {
                then(try await call(core))
            } catch {
                news = News(sentence(of: error), problem: true)
            }
        }
    }

    /// Runs what was asked of a screen's own model in its turn, after all taps before it.
    public func inTurn(_ work: @escaping @MainActor () async -> Void) { turn.next(work) }

    /// Says a sentence of the core.
    public func tell(_ sentence: String) { news = sentence.isEmpty ? nil : News(sentence) }

    /// Puts the last sentence away.
    public func dismiss() { news = nil }

    /// Waits until everything asked so far is done.
    public func rest() async { await turn.rest() }

    private func done(_ outcome: Outcome) {
        settling = true
        defer { settling = false }
        if let screen = outcome.go { trail.go(screen) }
        if outcome.changed { changes += 1 }
        // That a visit is open is what its screen says itself.
        var opensVisit = false
        if case .visit = outcome.go, outcome.undo == nil { opensVisit = true }
        if !opensVisit, !outcome.sentence.isEmpty {
            news = News(outcome.sentence, undo: outcome.undo)
        }
    }
}

/// Runs work one piece after another, in the order asked, so that a later tap cannot overtake.
@MainActor
final class Turn {
    private var last: Task<Void, Never>?

    func next(_ work: @escaping @MainActor () async -> Void) {
        let before = last
        last = Task {
            await before?.value
            await work()
        }
    }

    func rest() async {
        while let task = last {
            await task.value
            if last == task { last = nil }
        }
    }
}
