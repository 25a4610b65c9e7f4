import Foundation
import Tanfang

/// Files that were written to be handed to another app, and are gone as soon as they were.
///
/// A ledger or a backup lies in this folder only while the share sheet is open: nothing personal
/// stays in a temporary folder. What a killed app left is removed at the next start.
public struct OutFiles: Sendable {
    private let folder: URL

    /// A name for a backup; it tells nothing of whom it is about.
    public static let backup = "tanfang.backup"
    /// A name for a file for a successor.
    public static let handOver = "tanfang.handover"

    /// A name for a picture that is handed on.
    public static let photo = "tanfang-photo.jpg"
    /// A name for a file of evidence.
    public static let evidence = "tanfang-evidence.zip"

    /// Makes the folder below another, empty.
    public init(below parent: URL) {
        folder = parent.appending(path: "out")
        clear()
    }

    /// Returns the path for a file of this name; the folder is there.
    public func path(_ name: String) throws -> URL {
        var options: [FileAttributeKey: Any]?
        #if os(iOS)
        options = [.protectionKey: FileProtectionType.complete]
        #endif
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: options)
        return folder.appending(path: name)
    }

    /// Removes every file.
    public func clear() { try? FileManager.default.removeItem(at: folder) }

    /// Copies a file that another app lends into the folder, so that the core can read it.
    public func borrow(_ file: URL) throws -> URL {
        #if os(iOS)
        let lent = file.startAccessingSecurityScopedResource()
        defer { if lent { file.stopAccessingSecurityScopedResource() } }
        #endif
        let copy = try path(file.lastPathComponent)
        try? FileManager.default.removeItem(at: copy)
        try FileManager.default.copyItem(at: file, to: copy)
        return copy
    }

    /// Returns a name for a ledger's file: its title, which names nobody, without what a file
    /// system minds.
    public static func name(_ title: String, _ format: ExportFormat) -> String {
        let minded = Set("\\/:*?\"<>| ·")
        let parts = title.split { minded.contains($0) || $0.isWhitespace }
        let ending =
            switch format {
            case .xlsx: ".xlsx"
            case .print: ".html"
            }
        return parts.joined(separator: "-") + ending
    }
}
