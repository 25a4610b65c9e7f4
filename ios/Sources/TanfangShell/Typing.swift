import Observation
import Tanfang

/// Text that is being typed and not yet with the core: kept for a moment only, and handed over when
/// typing pauses, before any other deed, and when the screen goes.
@MainActor
@Observable
public final class Typing {
    private var texts: [String: String] = [:]
    @ObservationIgnored private var pending: [String] = []
    @ObservationIgnored private let answer: @MainActor (VisitInput) -> Void

    public init(_ answer: @escaping @MainActor (VisitInput) -> Void) { self.answer = answer }

    /// Returns the text in the field of a question; `stored` is what the core has.
    public func text(_ key: String, stored: String?) -> String { texts[key] ?? stored ?? "" }

    /// Takes what is in a field now.
    public func type(_ key: String, _ text: String) {
        texts[key] = text
        if !pending.contains(key) { pending.append(key) }
    }

    /// Tells whether a question's text is not yet with the core.
    public func isWaiting(_ key: String) -> Bool { pending.contains(key) }

    /// Lets go of what was typed for a question: another answer takes its place.
    public func forget(_ key: String) {
        texts[key] = nil
        pending.removeAll { $0 == key }
    }

    /// Hands over whatever is not yet stored.
    public func flush() {
        let keys = pending
        pending = []
        for key in keys {
            let text = texts[key] ?? ""
            let blank = text.allSatisfy(\.isWhitespace)
            answer(VisitInput(key: key, value: blank ? .clear : .type(text: text)))
        }
    }
}
