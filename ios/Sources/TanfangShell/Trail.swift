import Tanfang

/// The four places of the bottom bar.
public enum Place: Int, CaseIterable, Sendable, Hashable {
    case today, homes, flags, more

    /// Returns the screen that the place begins with.
    public var root: Screen {
        switch self {
        case .today: .today
        case .homes: .homes
        case .flags: .flags
        case .more: .more
        }
    }

    /// Returns the place that begins with a screen, if one does.
    public init?(_ screen: Screen) {
        guard let place = Place.allCases.first(where: { $0.root == screen }) else { return nil }
        self = place
    }
}

/// Where one is and how one came there. Holds ids only, nothing about anybody.
public struct Trail: Equatable, Sendable {
    /// Whether 首次打开 is shown in place of everything else.
    public var first = false
    /// The place that is chosen.
    public var place = Place.today
    /// What was opened on top of each place.
    private var opened: [Place: [Screen]] = [:]

    public init() {}

    /// The screens on top of a place, the one to be seen last.
    public subscript(place: Place) -> [Screen] {
        get { opened[place] ?? [] }
        set { opened[place] = newValue }
    }

    /// The screen to be seen.
    public var here: Screen { first ? .first : self[place].last ?? place.root }

    /// Goes to a screen: to one of the four places, back to it where it was passed, or one step on.
    public mutating func go(_ screen: Screen) {
        if screen == .first {
            first = true
            return
        }
        if first {
            (first, opened, place) = (false, [:], .today)
        }
        if let place = Place(screen) {
            self.place = place
            self[place] = []
        } else if let passed = self[place].firstIndex(of: screen) {
            self[place].removeSubrange((passed + 1)...)
        } else {
            self[place].append(screen)
        }
    }

    /// Goes one step back, or tells that there is none. Nothing is lost by it.
    @discardableResult
    public mutating func back() -> Bool {
        guard !first, !self[place].isEmpty else { return false }
        self[place].removeLast()
        return true
    }
}
