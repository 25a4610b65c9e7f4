import Foundation
import Tanfang

/// A font file of the platform, and the font's place in it where it holds several.
public struct FontFile: Equatable, Sendable {
    public let path: String
    public let index: UInt32

    public init(_ path: String, index: UInt32 = 0) { (self.path, self.index) = (path, index) }
}

extension Core {
    /// Has the watermark of a photo drawn with the first font that serves.
    public func stamped(_ photo: String, with fonts: [FontFile]) async throws -> Data {
        for font in fonts {
            do {
                return try await stamped(photo, font: font.path, index: font.index)
            } catch ApiError.Unreadable(let code, _) where code == "photo_no_font" {
                continue
            }
        }
        // Where there is none, the core says so.
        return try await stamped(photo, font: "", index: 0)
    }
}
