import CoreGraphics
import Foundation
import ImageIO
import Tanfang
import UIKit

/// HEIC by the system's ImageIO, scaled while it is decoded and set upright.
///
/// Like all of this folder it was never compiled where this project is tested, and no HEIC was ever
/// decoded by it.
final class ImageIODecoder: PictureDecoder, Sendable {
    private let version = ProcessInfo.processInfo.operatingSystemVersion

    func name() throws -> String { "imageio-\(version.majorVersion).\(version.minorVersion)" }

    func decode(file: Data, edge: UInt32) throws -> DecodedPicture? {
        let options: [CFString: Any] = [
            kCGImageSourceCreateThumbnailFromImageAlways: true,
            kCGImageSourceCreateThumbnailWithTransform: true,
            kCGImageSourceThumbnailMaxPixelSize: Int(edge),
            kCGImageSourceShouldCacheImmediately: true,
        ]
        guard let source = CGImageSourceCreateWithData(file as CFData, nil),
            let image = CGImageSourceCreateThumbnailAtIndex(source, 0, options as CFDictionary)
        else { return nil }
        let (width, height) = (image.width, image.height)
        var pixels = [UInt8](repeating: 0, count: width * height * 4)
        let drawn = pixels.withUnsafeMutableBytes { buffer -> Bool in
            let context = CGContext(
                data: buffer.baseAddress, width: width, height: height, bitsPerComponent: 8,
                bytesPerRow: width * 4, space: CGColorSpaceCreateDeviceRGB(),
                bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue)
            context?.draw(image, in: CGRect(x: 0, y: 0, width: width, height: height))
            return context != nil
        }
        guard drawn else { return nil }
        var rgb = Data(capacity: width * height * 3)
        for at in stride(from: 0, to: pixels.count, by: 4) {
            rgb.append(contentsOf: pixels[at..<at + 3])
        }
        return DecodedPicture(width: UInt32(width), height: UInt32(height), rgb: rgb)
    }
}
