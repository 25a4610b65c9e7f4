import SwiftUI
import Tanfang

/// The colours of one theme, by what they mean; a word or a shape always says it too. The same as in
/// Android's `Palette.kt`, which a test compares.
struct Palette: Sendable {
    let isDark: Bool
    /// Thick lines, no greys, every tinted area gets an edge.
    let bold: Bool
    let background, surface, ink, quiet, line, edge: UInt32
    let primary, onPrimary: UInt32
    /// Late or still missing: a fact, never blame.
    let amber, amberArea: UInt32
    /// Danger to a person, and nothing else.
    let danger, dangerArea: UInt32
    let done, doneArea: UInt32

    static let light = Palette(
        isDark: false, bold: false,
        background: 0xFAF8F4, surface: 0xFFFFFF, ink: 0x1B1B1A, quiet: 0x55524C,
        line: 0xDAD5CC, edge: 0x7C766B, primary: 0x0F5B46, onPrimary: 0xFFFFFF,
        amber: 0x7A4B00, amberArea: 0xFFF2D8, danger: 0x9B1C1C, dangerArea: 0xFDE9E7,
        done: 0x2B6B3C, doneArea: 0xE7F3E8)

    static let sunlight = Palette(
        isDark: false, bold: true,
        background: 0xFFFFFF, surface: 0xFFFFFF, ink: 0x000000, quiet: 0x000000,
        line: 0x000000, edge: 0x000000, primary: 0x000000, onPrimary: 0xFFFFFF,
        amber: 0x000000, amberArea: 0xFFFFFF, danger: 0x8B0000, dangerArea: 0xFFFFFF,
        done: 0x000000, doneArea: 0xFFFFFF)

    static let dark = Palette(
        isDark: true, bold: false,
        background: 0x161512, surface: 0x211F1B, ink: 0xF2EEE6, quiet: 0xC3BDB1,
        line: 0x3D3932, edge: 0x958E81, primary: 0x86D6B6, onPrimary: 0x00291D,
        amber: 0xFFD591, amberArea: 0x3E2C08, danger: 0xFFB4AB, dangerArea: 0x4B1614,
        done: 0xA9DDB3, doneArea: 0x1D3524)

    /// Returns the colours that were chosen, or those the system asks for.
    static func of(_ theme: ThemeChoice, systemIsDark: Bool) -> Palette {
        switch theme {
        case .system: systemIsDark ? dark : light
        case .light: light
        case .sunlight: sunlight
        case .dark: dark
        }
    }

    /// The width of an edge or a line: thick in sunlight.
    var lineWidth: CGFloat { bold ? 2 : 1 }
}

extension Color {
    /// Makes the colour that `0xRRGGBB` names.
    init(hex: UInt32) {
        self.init(
            .sRGB, red: Double(hex >> 16 & 0xFF) / 255, green: Double(hex >> 8 & 0xFF) / 255,
            blue: Double(hex & 0xFF) / 255)
    }
}
