import SwiftUI
import Tanfang
import TanfangShell

/// Distances and least sizes of UX.md, in one place. Letters have no sizes here: they are text
/// styles, 28, 22, 20 and 17 points at the usual setting, and grow with the user's own.
enum Space {
    static let page: CGFloat = 16
    static let betweenCards: CGFloat = 12
    static let insideCard: CGFloat = 16
    static let betweenLines: CGFloat = 8
    static let betweenChoices: CGFloat = 12
    static let primaryHeight: CGFloat = 56
    static let touch: CGFloat = 48
    static let corner: CGFloat = 12
    static let leading: CGFloat = 4
}

/// The text styles of UX.md.
enum Letter {
    static let screenTitle = Font.title.weight(.semibold)
    static let listTitle = Font.title2.weight(.semibold)
    static let body = Font.title3
    static let button = Font.title3.weight(.medium)
    static let small = Font.body
}

private struct PaletteKey: EnvironmentKey {
    static var defaultValue: Palette { .light }
}

private struct CoveredKey: EnvironmentKey {
    static var defaultValue: Bool { false }
}

private struct TodayKey: EnvironmentKey {
    static var defaultValue: CivilDay { CivilDay() }
}

extension EnvironmentValues {
    /// The colours of the theme that is on.
    var palette: Palette {
        get { self[PaletteKey.self] }
        set { self[PaletteKey.self] = newValue }
    }

    /// Whether names are initials and labels are hidden.
    var covered: Bool {
        get { self[CoveredKey.self] }
        set { self[CoveredKey.self] = newValue }
    }

    /// The civil day where the work is.
    public var civilToday: CivilDay {
        get { self[TodayKey.self] }
        set { self[TodayKey.self] = newValue }
    }
}

extension TypeSize {
    /// Returns the size of letters for this choice on a system that asks for another: larger by a
    /// third or by two, as the styles' own steps go; a system that asks for more gets more.
    func over(_ system: DynamicTypeSize) -> DynamicTypeSize {
        let steps =
            switch self {
            case .normal: 0
            case .large: 3
            case .huge: 4
            }
        let all = DynamicTypeSize.allCases
        guard let index = all.firstIndex(of: system) else { return system }
        return all[min(index + steps, max(index, all.count - 3))]
    }
}

extension Palette {
    /// Returns the ink of a tone.
    func ink(_ tone: Tone) -> Color {
        switch tone {
        case .plain: Color(hex: ink)
        case .quiet: Color(hex: quiet)
        case .amber: Color(hex: amber)
        case .danger: Color(hex: danger)
        case .done: Color(hex: done)
        }
    }

    /// Returns the ground on which a tone's words stand out.
    func ground(_ tone: Tone) -> Color {
        switch tone {
        case .plain, .quiet: Color(hex: surface)
        case .amber: Color(hex: amberArea)
        case .danger: Color(hex: dangerArea)
        case .done: Color(hex: doneArea)
        }
    }

    /// Returns the edge of a tinted area: its own ink in sunlight, else nearly nothing.
    func rim(_ tone: Tone) -> Color {
        if bold { return ink(tone) }
        return tone == .plain || tone == .quiet ? Color(hex: line) : ground(tone)
    }
}
