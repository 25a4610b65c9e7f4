import Foundation

/// A civil day where the work is, whatever zone the phone is set to.
public struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt
        return calendar
    }()
    private let noon: Date

    /// Returns the day of an instant.
    public init(_ instant: Date = .now) {
        let start = Self.calendar.startOfDay(for: instant)
        noon = start.addingTimeInterval(12 * 3600)
    }

    /// Reads a day written as `2026-11-20`; nothing else is one.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        let wanted = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2], hour: 12)
        guard let found = Self.calendar.date(from: wanted) else { return nil }
        noon = found
        // The 31st of a short month would come back as another day.
        guard description == text else { return nil }
    }

    /// Returns the day so many days later, or earlier for a negative number.
    public func adding(_ days: Int) -> CivilDay {
        CivilDay(noon.addingTimeInterval(Double(days) * 86_400))
    }

    private var parts: DateComponents {
        Self.calendar.dateComponents([.year, .month, .day], from: noon)
    }

    /// The month, 1 to 12.
    public var month: Int { parts.month ?? 0 }
    /// The day of the month.
    public var day: Int { parts.day ?? 0 }

    public var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.year ?? 0)-\(two(month))-\(two(day))"
    }

    public static func < (a: CivilDay, b: CivilDay) -> Bool { a.noon < b.noon }
}
