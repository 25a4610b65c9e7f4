import Foundation
import SwiftUI
import Testing

@testable import TanfangScreens

/// The colours are Android's, read from its own file.
@Suite struct PaletteTests {
    private func kotlin() throws -> [String: [String: UInt32]] {
        let path = "android/ui/src/main/kotlin/cn/tanfang/ui/theme/Palette.kt"
        let text = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
        var found: [String: [String: UInt32]] = [:]
        for name in ["light", "sunlight", "dark"] {
            let from = try #require(text.range(of: "val \(name) = Palette("))
            let rest = text[from.upperBound...]
            let to = try #require(rest.range(of: "\n        )"))
            for match in rest[..<to.lowerBound].matches(of: /(\w+) = Color\(0xFF([0-9A-F]{6})\)/) {
                found[name, default: [:]][String(match.1)] = UInt32(match.2, radix: 16)
            }
        }
        return found
    }

    @Test func theColoursAreThoseOfAndroid() throws {
        let wanted = try kotlin()
        for (name, palette) in [
            ("light", Palette.light), ("sunlight", .sunlight), ("dark", .dark),
        ] {
            let colours = Mirror(reflecting: palette).children.compactMap { child in
                (child.value as? UInt32).map { (child.label ?? "", $0) }
            }
            #expect(Dictionary(uniqueKeysWithValues: colours) == wanted[name])
            #expect(colours.count == 14)
        }
    }

    @Test func aColourIsTakenApartRight() {
        #expect(Color(hex: 0xFF8000) == Color(.sRGB, red: 1, green: 128 / 255, blue: 0))
    }
}
