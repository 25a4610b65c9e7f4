import Foundation

/// What this phone remembers about its screen; nothing about anybody.
@MainActor
public protocol Settings: AnyObject {
    /// How the screen looks.
    var theme: Theme { get set }
}

/// Settings in the app's own defaults.
public final class StoredSettings: Settings {
    private let defaults: UserDefaults
    private static let key = "theme"

    /// Keeps settings in these defaults.
    public init(_ defaults: UserDefaults = .standard) { self.defaults = defaults }

    public var theme: Theme {
        get { defaults.string(forKey: Self.key).flatMap(Theme.init) ?? .light }
        set { defaults.set(newValue.rawValue, forKey: Self.key) }
    }
}
