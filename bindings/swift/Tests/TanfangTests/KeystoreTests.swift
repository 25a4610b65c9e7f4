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
