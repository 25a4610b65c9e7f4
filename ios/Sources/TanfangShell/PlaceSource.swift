import Tanfang

/// Where a phone was at one moment.
public struct Fix: Equatable, Sendable {
    /// The place as records keep it.
    public let place: PhotoPlace
    /// The satellites' clock in UTC milliseconds, if it was they who told.
    public let gnssMs: Int64?

    public init(_ place: PhotoPlace, gnssMs: Int64? = nil) {
        (self.place, self.gnssMs) = (place, gnssMs)
    }
}

/// Says where the phone is: once, for one photo, and only when the worker asked for it. The app target
/// brings one.
@MainActor
public protocol PlaceSource {
    /// Asks once; nil where it cannot be told, or the user does not allow it.
    func now() async -> Fix?
}
