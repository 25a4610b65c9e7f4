import Foundation

/// One item of the keychain, as this app keeps them: named bytes under one service.
public struct KeychainItem: Equatable, Sendable {
    public let service: String
    public let name: String

    public init(service: String, name: String) { (self.service, self.name) = (service, name) }
}

/// What a keychain answers: the few results that lead to different deeds.
public enum KeychainAnswer: Equatable, Sendable {
    case found(Data)
    case done
    case missing
    case duplicate
    /// The phone is locked; the same call works later.
    case locked
    /// Anything else, by its code.
    case failed(Int32)
}

/// The four calls of a keychain. Small, so that everything above can be tried with a fake.
public protocol KeychainItems: Sendable {
    func copy(_ item: KeychainItem) -> KeychainAnswer
    func add(_ item: KeychainItem, _ bytes: Data) -> KeychainAnswer
    func update(_ item: KeychainItem, _ bytes: Data) -> KeychainAnswer
    func delete(_ item: KeychainItem) -> KeychainAnswer
}

/// Why the keychain could not keep or give a secret.
public enum SecretProblem: Error, Equatable {
    /// The phone is locked and has not been unlocked since it was started.
    case locked
    /// The keychain refused, with its code.
    case refused(Int32)
}

/// Keeps the core's small secrets in the keychain: on this phone only, outside every backup, readable
/// once the phone was unlocked after its start.
///
/// A secret that is not there is `nil`, never an error: the core then asks for the recovery code.
public struct KeychainStore: Sendable {
    private let items: any KeychainItems
    private let service: String

    /// Keeps secrets under a service name; two stores of one phone have two.
    public init(_ items: any KeychainItems, service: String) {
        (self.items, self.service) = (items, service)
    }

    private func item(_ name: String) -> KeychainItem { KeychainItem(service: service, name: name) }

    /// Returns the bytes kept under a name, if any.
    public func get(_ name: String) throws -> Data? {
        switch items.copy(item(name)) {
        case .found(let bytes): return bytes
        case .missing: return nil
        case let answer: throw problem(answer)
        }
    }

    /// Keeps bytes under a name, replacing what was there.
    public func set(_ name: String, _ bytes: Data) throws {
        var answer = items.update(item(name), bytes)
        if answer == .missing { answer = items.add(item(name), bytes) }
        // Added by somebody else in between.
        if answer == .duplicate { answer = items.update(item(name), bytes) }
        guard answer == .done else { throw problem(answer) }
    }

    /// Forgets a name; forgetting what is not there is no error.
    public func delete(_ name: String) throws {
        let answer = items.delete(item(name))
        guard answer == .done || answer == .missing else { throw problem(answer) }
    }

    private func problem(_ answer: KeychainAnswer) -> SecretProblem {
        switch answer {
        case .locked: .locked
        case .failed(let code): .refused(code)
        case .found, .done, .missing, .duplicate: .refused(0)
        }
    }
}
