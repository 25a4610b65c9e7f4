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

/// What the platform owns and nothing else: where one is, whether 遮 is on, the last sentence to read,
/// and what is being typed. All that matters is in the core already.
@MainActor
@Observable
public final class AppModel {
    /// Where one is.
    public var trail = Trail() {
        didSet { if trail.here != oldValue.here, !settling { news = nil } }
    }
    /// Whether names are initials and labels are hidden, so that the screen may lie on a table.
    public var covered = false
    /// How the screens look, as the core keeps it.
    public private(set) var look = LookSetting(size: .normal, theme: .system, mask: false)
    /// What the last tap led to.
    public private(set) var news: News?
    /// Moves on whenever what is shown may have changed.
    public private(set) var changes = 0

    /// The core that every screen asks.
    @ObservationIgnored public let core: any Core
    /// Files on their way to another app.
    @ObservationIgnored public let files: OutFiles
    /// Where photos come from; nil on a device without any.
    @ObservationIgnored public let source: (any PictureSource)?
    /// What says where the phone is; nil on a device that cannot.
    @ObservationIgnored public let place: (any PlaceSource)?
    /// The platform's fonts that have Chinese, the likeliest first.
    @ObservationIgnored public let fonts: @Sendable () -> [FontFile]
    /// Whether copies of photos are being made.
    @ObservationIgnored private var isCopying = false
    /// What is typed on a screen and not yet with the core.
    @ObservationIgnored private var words: [Screen: AnyObject] = [:]
    @ObservationIgnored private let turn = Turn()
    /// Set while news and the screen it belongs to are changed together.
    @ObservationIgnored private var settling = false

    public init(
        _ core: any Core, files: OutFiles, source: (any PictureSource)? = nil,
        place: (any PlaceSource)? = nil, fonts: @escaping @Sendable () -> [FontFile] = { [] }
    ) {
        (self.core, self.files, self.source) = (core, files, source)
        (self.place, self.fonts) = (place, fonts)
    }

    /// Looks as the core says, and shows 首次打开 where nobody is set up yet. Called at the start.
    public func begin() async {
        do {
            look = try await core.look()
            if look.mask { covered = true }
            if try await !core.first().ready { trail.first = true }
        } catch {
            news = News(sentence(of: error), problem: true)
        }
    }

    /// Goes to a screen.
    public func go(_ screen: Screen) { trail.go(screen) }

    /// Goes one step back.
    public func back() { trail.back() }

    /// Sends what a tap means. The old sentence goes; the new one comes when it is done, after `then`.
    public func send(_ intent: Intent, then: @escaping @MainActor (Outcome) -> Void = { _ in }) {
        if case .go(let screen) = intent {
            go(screen)
            return
        }
        act({ try await $0.send(intent) }, then: then)
    }

    /// Makes a call that ends in an outcome, and goes where it leads. `failed` is called where it
    /// went wrong.
    public func act(
        _ call: @escaping @Sendable (any Core) async throws -> Outcome,
        then: @escaping @MainActor (Outcome) -> Void = { _ in },
        failed: @escaping @MainActor () -> Void = {}
    ) {
        news = nil
        turn.next { [self] in
            do {
                let outcome = try await call(core)
                then(outcome)
                done(outcome)
            } catch {
                failed()
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

    /// Makes the copies of photos that wait, one call a photo, so that taps come between; after each,
    /// what is shown is read again.
    public func makeCopies(after: @escaping @MainActor () async -> Void) async {
        guard !isCopying else { return }
        isCopying = true
        defer { isCopying = false }
        var left = Int.max
        do {
            while left > 0, !Task.isCancelled {
                let now = try await core.makeCopy()
                await after()
                // One that cannot be made would be tried for ever.
                if now >= left { break }
                left = now
            }
        } catch {
            news = News(sentence(of: error), problem: true)
        }
    }

    /// Changes how the screens look, at once and for the next time.
    public func look(like next: LookSetting) {
        look = next
        send(.setLook(look: next))
    }

    /// Returns what is typed on a screen: it is there again however one left, until `forget`.
    public func typed<W: AnyObject>(_ screen: Screen, _ make: () -> W) -> W {
        if let kept = words[screen] as? W { return kept }
        let made = make()
        words[screen] = made
        return made
    }

    /// Lets go of what was typed on a screen: it is with the core now.
    public func forget(_ screen: Screen) { words[screen] = nil }

    /// Lets go of everything: this phone was emptied.
    public func forgetAll() {
        words = [:]
        look = LookSetting(size: .normal, theme: .system, mask: false)
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
