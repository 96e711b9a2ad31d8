import Crypto

/// The key that signs one tenant's links, derived from a master key so that it can open no other tenant's.
///
/// Link v1: HKDF-SHA256 with an empty salt and the info `welcome-link/v1/key` 0x00 kid F(tenant), 32 bytes.
package struct TenantKey: Sendable {
    /// The key of HMAC; shown to nobody.
    let secret: SymmetricKey

    /// HMAC with the key already absorbed; a copy of it starts each signature.
    private let authenticator: HMAC<SHA256>

    /// Derives the key of `tenant` under the master key `keyID`.
    ///
    /// - Precondition: `tenant` has 1 to 512 bytes and `keyID` is at most 31.
    package init(master: MasterKey, keyID: UInt8, tenant: LeadText) {
        precondition(keyID <= KeyRing.highestKeyID)
        var info = Array("welcome-link/v1/key".utf8)
        info.append(0)
        info.append(keyID)
        LinkMessage.appendField(tenant, to: &info)
        let secret = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master.secret,
            info: info,
            outputByteCount: MasterKey.byteCount
        )
        self.secret = secret
        authenticator = HMAC<SHA256>(key: secret)
    }

    /// The first 10 bytes of HMAC-SHA256 over `message`.
    package func tag(of message: [UInt8]) -> [UInt8] {
        var authenticator = authenticator
        authenticator.update(data: message)
        var tag: [UInt8] = []
        tag.reserveCapacity(10)
        for byte in authenticator.finalize().prefix(10) { tag.append(byte) }
        return tag
    }
}

extension TenantKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "TenantKey(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
