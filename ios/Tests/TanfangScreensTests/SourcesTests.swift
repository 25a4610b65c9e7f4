import Foundation
import Testing

/// What the sources of the screens must not hold.
@Suite struct SourcesTests {
    private func sources() throws -> [(name: String, text: String)] {
        let folder = repository.appending(path: "ios/Sources")
        let walk = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
            ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
        }
    }

    @Test func noSentenceStandsInCode() throws {
        let files = try sources()
        #expect(files.count > 25)
        for (name, text) in files {
            for line in text.split(separator: "\n") {
                let code = line.components(separatedBy: "//")[0]
                let han = code.unicodeScalars.contains { (0x3400...0x9fff).contains($0.value) }
                #expect(!han, "\(name): \(line)")
            }
        }
    }

    @Test func theScreensKnowTheCoreByItsProtocolOnly() throws {
        for (name, text) in try sources() {
            #expect(!text.contains("RealCore") && !text.contains("TanfangProtocol"), "\(name)")
        }
    }

    @Test func lettersHaveNoFixedSizes() throws {
        for (name, text) in try sources() {
            #expect(!text.contains(".system(size") && !text.contains(".custom("), "\(name)")
            #expect(!text.contains(".lineLimit("), "\(name)")
        }
    }
}
