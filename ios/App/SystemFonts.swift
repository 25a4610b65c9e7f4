import CoreText
import Foundation
import TanfangShell

/// The system's fonts that have simplified Chinese, each with its place in its file.
///
/// Like all of this folder it was never compiled where this project is tested. The outlines of some
/// of Apple's newer fonts are of a kind that the core cannot draw: then the next is tried, and where
/// none serves the core says so.
func chineseFonts() -> [FontFile] {
    ["PingFangSC-Regular", "STHeitiSC-Light", "HiraginoSansGB-W3", "STSongti-SC-Regular", "KaitiSC-Regular"]
        .compactMap(file)
}

private func file(_ name: String) -> FontFile? {
    let font = CTFontCreateWithName(name as CFString, 12, nil)
    // An unknown name gives some other font.
    guard CTFontCopyPostScriptName(font) as String == name,
        let url = CTFontCopyAttribute(font, kCTFontURLAttribute) as? URL
    else { return nil }
    let all = CTFontManagerCreateFontDescriptorsFromURL(url as CFURL) as? [CTFontDescriptor] ?? []
    let place = all.firstIndex { one in
        CTFontDescriptorCopyAttribute(one, kCTFontNameAttribute) as? String == name
    }
    return place.map { FontFile(url.path, index: UInt32($0)) }
}
