#if canImport(Security)
import Foundation
import Security

/// Apple's keychain. Compiled on Apple systems only, and never run where this project is tested.
public struct AppleKeychain: KeychainItems {
    public init() {}

    private func query(_ item: KeychainItem) -> [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: item.service,
            kSecAttrAccount: item.name,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private func answer(_ status: OSStatus) -> KeychainAnswer {
        switch status {
        case errSecSuccess: .done
        case errSecItemNotFound: .missing
        case errSecDuplicateItem: .duplicate
        case errSecInteractionNotAllowed: .locked
        default: .failed(status)
        }
    }

    public func copy(_ item: KeychainItem) -> KeychainAnswer {
        var wanted = query(item)
        wanted[kSecReturnData] = true
        wanted[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(wanted as CFDictionary, &found)
        guard status == errSecSuccess else { return answer(status) }
        guard let bytes = found as? Data else { return .failed(errSecDecode) }
        return .found(bytes)
    }

    public func add(_ item: KeychainItem, _ bytes: Data) -> KeychainAnswer {
        var wanted = query(item)
        wanted[kSecValueData] = bytes
        // Never leaves this phone, not even in an encrypted backup.
        wanted[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        return answer(SecItemAdd(wanted as CFDictionary, nil))
    }

    public func update(_ item: KeychainItem, _ bytes: Data) -> KeychainAnswer {
        let change: [CFString: Any] = [kSecValueData: bytes]
        return answer(SecItemUpdate(query(item) as CFDictionary, change as CFDictionary))
    }

    public func delete(_ item: KeychainItem) -> KeychainAnswer {
        answer(SecItemDelete(query(item) as CFDictionary))
    }
}
#endif
