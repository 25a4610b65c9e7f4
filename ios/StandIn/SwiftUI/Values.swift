// The small values that views and modifiers take.

public protocol ShapeStyle: Sendable {}

public struct Color: ShapeStyle, Equatable {
    public enum RGBColorSpace: Sendable { case sRGB }
    let red: Double, green: Double, blue: Double
    var alpha = 1.0
    public init(
        _ space: RGBColorSpace = .sRGB, red: Double, green: Double, blue: Double,
        opacity: Double = 1
    ) {
        (self.red, self.green, self.blue, alpha) = (red, green, blue, opacity)
    }
    public func opacity(_ opacity: Double) -> Color {
        var color = self
        color.alpha *= opacity
        return color
    }
    public static let primary = Color(red: 0, green: 0, blue: 0)
    public static let white = Color(red: 1, green: 1, blue: 1)
    public static let clear = Color(red: 0, green: 0, blue: 0, opacity: 0)
}

public struct Font: Sendable, Equatable {
    public struct Weight: Sendable, Equatable {
        let name: String
        public static let regular = Self(name: "400")
        public static let medium = Self(name: "500")
        public static let semibold = Self(name: "600")
        public static let bold = Self(name: "700")
    }
    /// Point sizes from xSmall to accessibility5, as Apple's guidelines list them.
    let sizes: [CGFloat]
    var weight: Weight = .regular
    public static let title = Font(sizes: [25, 26, 27, 28, 30, 32, 34, 38, 43, 48, 53, 58])
    public static let title2 = Font(sizes: [19, 20, 21, 22, 24, 26, 28, 34, 39, 44, 50, 56])
    public static let title3 = Font(sizes: [17, 18, 19, 20, 22, 24, 26, 31, 37, 43, 49, 55])
    public static let body = Font(sizes: [14, 15, 16, 17, 19, 21, 23, 28, 33, 40, 47, 53])
    public static let headline = Font(sizes: body.sizes, weight: .semibold)
    public func weight(_ weight: Weight) -> Font { Font(sizes: sizes, weight: weight) }
    public func bold() -> Font { weight(.bold) }
    public func monospacedDigit() -> Font { self }
    func size(_ size: DynamicTypeSize) -> CGFloat { sizes[size.rawValue] }
}

public struct HorizontalAlignment: Sendable {
    let place: CGFloat
    public static let leading = Self(place: 0)
    public static let center = Self(place: 0.5)
    public static let trailing = Self(place: 1)
}

public struct VerticalAlignment: Sendable {
    let place: CGFloat
    public static let top = Self(place: 0)
    public static let center = Self(place: 0.5)
    public static let bottom = Self(place: 1)
}

public struct Alignment: Sendable {
    let x: CGFloat, y: CGFloat
    public static let center = Self(x: 0.5, y: 0.5)
    public static let leading = Self(x: 0, y: 0.5)
    public static let trailing = Self(x: 1, y: 0.5)
    public static let top = Self(x: 0.5, y: 0)
    public static let bottom = Self(x: 0.5, y: 1)
    public static let topLeading = Self(x: 0, y: 0)
}

public enum Axis: Sendable {
    case horizontal, vertical
    public struct Set: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let horizontal = Set(rawValue: 1)
        public static let vertical = Set(rawValue: 2)
    }
}

public enum Edge: Sendable {
    case top, leading, bottom, trailing
    public struct Set: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let top = Set(rawValue: 1)
        public static let leading = Set(rawValue: 2)
        public static let bottom = Set(rawValue: 4)
        public static let trailing = Set(rawValue: 8)
        public static let horizontal: Set = [.leading, .trailing]
        public static let vertical: Set = [.top, .bottom]
        public static let all: Set = [.horizontal, .vertical]
    }
}

public struct AccessibilityTraits: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let isHeader = Self(rawValue: 1)
    public static let isSelected = Self(rawValue: 2)
    public static let isButton = Self(rawValue: 4)
    public static let updatesFrequently = Self(rawValue: 8)
}

public enum AccessibilityChildBehavior: Sendable { case ignore, contain, combine }
public enum ColorScheme: Sendable { case light, dark }
public enum TextAlignment: Sendable { case leading, center, trailing }
public enum Visibility: Sendable { case automatic, visible, hidden }
public enum UIKeyboardType: Sendable { case `default`, numberPad, decimalPad, numbersAndPunctuation }
public enum ScrollDismissesKeyboardMode: Sendable { case automatic, interactively, immediately }
public struct ButtonToggleStyle: Sendable { public static let button = Self() }
public struct PlainTextFieldStyle: Sendable { public static let plain = Self() }
