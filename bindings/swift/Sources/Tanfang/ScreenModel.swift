import Observation

/// Holds one screen: the view as last loaded, and what went wrong, if something did.
///
/// One generic model serves every screen. It holds nothing about the work: a tap
/// is sent to the core, and the view is loaded again when something changed.
@MainActor
@Observable
public final class ScreenModel<View: Sendable> {
    /// The view, once it is loaded.
    public private(set) var view: View?
    /// What a worker reads when a call was refused; nothing is lost.
    public private(set) var problem: String?
    /// What the last tap did, in one sentence.
    public private(set) var said: Outcome?

    @ObservationIgnored private let core: any Core
    @ObservationIgnored private let load: @Sendable (any Core) async throws -> View

    /// Makes the model of a screen from how its view is loaded.
    public init(_ core: any Core, load: @escaping @Sendable (any Core) async throws -> View) {
        self.core = core
        self.load = load
    }

    /// Loads the view.
    public func reload() async {
        do {
            view = try await load(core)
            problem = nil
        } catch {
            problem = sentence(of: error)
        }
    }

    /// Sends a tap; loads again when something changed. Returns where to go.
    @discardableResult
    public func send(_ intent: Intent) async -> Screen? {
        do {
            let outcome = try await core.send(intent)
            said = outcome
            problem = nil
            if outcome.changed { await reload() }
            return outcome.go
        } catch {
            problem = sentence(of: error)
            return nil
        }
    }

    /// Replaces the view by what a call returned, such as one answer of a visit.
    public func take(_ call: @Sendable (any Core) async throws -> View) async {
        do {
            view = try await call(core)
            problem = nil
        } catch {
            problem = sentence(of: error)
        }
    }
}

/// Returns what a worker reads of an error: the core's own sentence, never a trace.
public func sentence(of error: any Error) -> String {
    guard let error = error as? ApiError else { return Strings.Error.internal }
    switch error {
    case .NotFound(_, let sentence), .Invalid(_, let sentence), .Conflict(_, let sentence),
        .Store(_, let sentence), .Unreadable(_, let sentence), .Internal(_, let sentence):
        return sentence.isEmpty ? Strings.Error.internal : sentence
    }
}
