import Foundation
import Synchronization
import Tanfang
import Testing

@testable import TanfangShell

/// A keychain in memory, which can be told what to answer.
final class FakeKeychain: KeychainItems {
    private let kept = Mutex<[String: Data]>([:])
    private let forced: Mutex<KeychainAnswer?>
    let calls = Mutex<[String]>([])

    init(always answer: KeychainAnswer? = nil) { forced = Mutex(answer) }

    private func said(_ call: String) -> KeychainAnswer? {
        calls.withLock { $0.append(call) }
        return forced.withLock { $0 }
    }

    func copy(_ item: KeychainItem) -> KeychainAnswer {
        if let answer = said("copy") { return answer }
        return kept.withLock { $0[item.service + "/" + item.name].map(KeychainAnswer.found) ?? .missing }
    }

    func add(_ item: KeychainItem, _ bytes: Data) -> KeychainAnswer {
        if let answer = said("add") { return answer }
        return kept.withLock {
            if $0[item.service + "/" + item.name] != nil { return .duplicate }
            $0[item.service + "/" + item.name] = bytes
            return .done
        }
    }

    func update(_ item: KeychainItem, _ bytes: Data) -> KeychainAnswer {
        if let answer = said("update") { return answer }
        return kept.withLock {
            if $0[item.service + "/" + item.name] == nil { return .missing }
            $0[item.service + "/" + item.name] = bytes
            return .done
        }
    }

    func delete(_ item: KeychainItem) -> KeychainAnswer {
        if let answer = said("delete") { return answer }
        return kept.withLock {
            $0.removeValue(forKey: item.service + "/" + item.name) == nil ? .missing : .done
        }
    }

    /// What happens when a keychain is wiped behind the app's back.
    func lose() { kept.withLock { $0 = [:] } }
}

@Suite struct KeychainTests {
    private let bytes = Data([1, 2, 3])

    @Test func whatIsKeptComesBackAndIsReplaced() throws {
        let store = KeychainStore(FakeKeychain(), service: "one")
        #expect(try store.get("key") == nil)
        try store.set("key", bytes)
        #expect(try store.get("key") == bytes)
        try store.set("key", Data([9]))
        #expect(try store.get("key") == Data([9]))
        try store.delete("key")
        #expect(try store.get("key") == nil)
        try store.delete("key")
    }

    @Test func twoServicesDoNotSeeEachOther() throws {
        let items = FakeKeychain()
        try KeychainStore(items, service: "one").set("key", bytes)
        #expect(try KeychainStore(items, service: "two").get("key") == nil)
    }

    @Test func aLostItemIsMissingAndNoError() throws {
        let items = FakeKeychain()
        let store = KeychainStore(items, service: "one")
        try store.set("key", bytes)
        items.lose()
        #expect(try store.get("key") == nil)
    }

    @Test func aLockedPhoneIsToldFromALostKey() {
        let store = KeychainStore(FakeKeychain(always: .locked), service: "one")
        #expect(throws: SecretProblem.locked) { try store.get("key") }
        #expect(throws: SecretProblem.locked) { try store.set("key", bytes) }
        #expect(throws: SecretProblem.locked) { try store.delete("key") }
    }

    @Test func aRefusalCarriesItsCode() {
        let store = KeychainStore(FakeKeychain(always: .failed(-34018)), service: "one")
        #expect(throws: SecretProblem.refused(-34018)) { try store.get("key") }
        #expect(throws: SecretProblem.refused(-34018)) { try store.set("key", bytes) }
    }

    @Test func anItemAddedInBetweenIsReplaced() throws {
        let items = FakeKeychain()
        let store = KeychainStore(items, service: "one")
        try store.set("key", bytes)
        #expect(items.calls.withLock { $0 } == ["update", "add"])
        try store.set("key", Data([9]))
        #expect(items.calls.withLock { $0 } == ["update", "add", "update"])
    }
}

/// The keychain under the real core.
@Suite struct KeychainCoreTests {
    private let worker = SetupInput(
        name: "赵小川", roles: ["GridMember"], village: "石板村", division: "990101001001",
        practice: false)

    private func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    /// Opens a store, sets a worker up, and returns the recovery code; shut when this returns.
    private func made(_ folder: String, _ secrets: KeychainSecrets) async throws -> String {
        let core = try RealCore(folder: folder, secrets: secrets, deviceKey: nil)
        _ = try await core.setup(worker)
        return try await core.recoveryCode().groups.joined(separator: " ")
    }

    @Test func aLostKeychainIsToldAndTheRecoveryCodeOpens() async throws {
        let items = FakeKeychain()
        let secrets = KeychainSecrets(KeychainStore(items, service: "t"))
        let folder = try folder()
        let code = try await made(folder, secrets)
        #expect(!FileManager.default.fileExists(atPath: folder + "/keys"))
        items.lose()
        do {
            _ = try RealCore(folder: folder, secrets: secrets, deviceKey: nil)
            Issue.record("it opened without its key")
        } catch ApiError.Store(let code, let sentence) {
            #expect(code == "store_no_key" && !sentence.isEmpty)
        }
        let core = try RealCore(recovering: folder, code: code, secrets: secrets, deviceKey: nil)
        #expect(try await core.first().ready)
    }

    @Test func aLockedPhoneIsNotALostKey() async throws {
        let folder = try folder()
        let items = FakeKeychain()
        _ = try await made(folder, KeychainSecrets(KeychainStore(items, service: "t")))
        let locked = KeychainSecrets(KeychainStore(FakeKeychain(always: .locked), service: "t"))
        do {
            _ = try RealCore(folder: folder, secrets: locked, deviceKey: nil)
            Issue.record("it opened while locked")
        } catch ApiError.Store(let code, _) {
            #expect(code != "store_no_key")
        }
    }
}
