import Foundation
import Tanfang

/// The keychain as the core asks for it.
///
/// An item that is gone is answered as not there: the core then sees a store without its key and
/// opens it with the recovery code. A locked phone is no lost key, and is told apart.
public final class KeychainSecrets: SecretStore {
    private let store: KeychainStore

    public init(_ store: KeychainStore) { self.store = store }

    public func get(name: String) throws -> Data? { try told { try store.get(name) } }
    public func set(name: String, bytes: Data) throws { try told { try store.set(name, bytes) } }
    public func forget(name: String) throws { try told { try store.delete(name) } }

    /// Tells the core's own error for what the keychain could not do.
    private func told<R>(_ call: () throws -> R) throws -> R {
        do {
            return try call()
        } catch SecretProblem.locked {
            throw SecretError.Unavailable(reason: "locked")
        } catch SecretProblem.refused(let code) {
            throw SecretError.Unavailable(reason: "keychain \(code)")
        }
    }
}
