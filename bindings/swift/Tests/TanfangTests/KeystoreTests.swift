import Foundation
import Testing

@testable import Tanfang

/// A platform's keystore under the core: kept, lost, broken.
@Suite struct KeystoreTests {
    /// A keystore in memory that can lose all it protects.
    final class MemorySecrets: SecretStore, @unchecked Sendable {
        var kept: [String: Data] = [:]
        private var lost: Set<String> = []

        func get(name: String) throws -> Data? {
            if lost.contains(name) { throw SecretError.Lost }
            return kept[name]
        }

        func set(name: String, bytes: Data) throws {
            lost.remove(name)
            kept[name] = bytes
        }

        func forget(name: String) throws {
            lost.remove(name)
            kept[name] = nil
        }

        /// Loses what protects all that is kept so far.
        func lose() { lost.formUnion(kept.keys) }
    }

    final class NoKey: DeviceKey, @unchecked Sendable {
        struct Broken: Error {}
        func publicKey() throws -> Data { throw Broken() }
        func sign(message: Data) throws -> Data { throw Broken() }
    }

    @Test func theKeysLieInTheKeystore() async throws {
        let (folder, secrets) = (try temporaryFolder(), MemorySecrets())
        _ = try await RealCore(folder: folder, secrets: secrets, deviceKey: NoKey()).setup(worker)
        #expect(secrets.kept.keys.contains { $0.hasSuffix(".kek") })
        #expect(!FileManager.default.fileExists(atPath: folder + "/keys"))
    }

    @Test func aLostKeyIsToldAndTheRecoveryCodeOpens() async throws {
        let (folder, secrets) = (try temporaryFolder(), MemorySecrets())
        let code = try await made(folder, secrets)
        secrets.lose()
        do {
            _ = try RealCore(folder: folder, secrets: secrets, deviceKey: nil)
            Issue.record("it opened")
        } catch ApiError.Store(let code, _) {
            #expect(code == "store_no_key")
        }
        let core = try RealCore(
            recovering: folder, code: code, secrets: secrets, deviceKey: nil)
        #expect(try await core.first().ready)
    }

    final class Pictures: PictureDecoder, @unchecked Sendable {
        struct Broken: Error {}
        var files: [Data] = []
        let gives: Bool
        init(gives: Bool) { self.gives = gives }

        func name() throws -> String { "swift-test-1" }
        func decode(file: Data, edge: UInt32) throws -> DecodedPicture? {
            files.append(file)
            guard gives else { throw Broken() }
            return DecodedPicture(
                width: edge, height: 3, rgb: Data(repeating: 90, count: Int(edge) * 9))
        }
    }

    @Test(arguments: [true, false])
    func aHeicIsGivenToThePlatformAndOneThatThrowsHarmsNothing(gives: Bool) async throws {
        let (folder, pictures) = (try temporaryFolder(), Pictures(gives: gives))
        let core = try RealCore(
            folder: folder, secrets: MemorySecrets(), deviceKey: nil, pictures: pictures)
        let practice = SetupInput(
            name: "赵小川", roles: ["GridMember"], village: "石板村",
            division: "990101001001", practice: true)
        _ = try await core.setup(practice)
        let home = try #require(try await core.homes("").groups.first?.rows.first?.household)
        let matter = try #require(try await core.photos(home, visit: nil).matters.first?.code)
        var heic = Data([0, 0, 0, 24] + "ftypheic".utf8 + [0, 0, 0, 0] + "mif1heic".utf8)
        heic.append(contentsOf: [0, 0, 0, 20] + "ispe".utf8 + [0, 0, 0, 0, 0, 0, 0x0F, 0xC0, 0, 0, 0x0B, 0xD0])
        let file = folder + "/a.heic"
        try heic.write(to: URL(fileURLWithPath: file))
        _ = try await core.addPhoto(
            PhotoInput(
                visit: nil, household: home, person: nil, matter: matter, grade: "album",
                path: file, consent: nil, place: nil, keepExifPlace: false, gnssMs: nil))
        #expect(try await core.makeCopy() == 0)
        let card = try #require(try await core.photos(home, visit: nil).cards.first)
        let view = try await core.photo(card.photo)
        #expect(pictures.files == [heic])
        #expect(view.picture == gives)
        #expect((view.stamp != nil) == gives)
    }

    /// Makes a store and returns its recovery code; the store is shut when this returns.
    private func made(_ folder: String, _ secrets: MemorySecrets) async throws -> String {
        let core = try RealCore(folder: folder, secrets: secrets, deviceKey: nil)
        _ = try await core.setup(worker)
        return try await core.recoveryCode().groups.joined(separator: " ")
    }

    private let worker = SetupInput(
        name: "赵小川", roles: ["GridMember"], village: "石板村",
        division: "990101001001", practice: false)
}
