import Crypto

/// The key of a ledger's tombstones, sealed under a signing key: whoever has the signing key can open it.
///
/// So the marks of forgotten leads can lie beside the manifest. Without the key nobody can try ids against them, and a
/// recovered ledger knows them again. ChaCha20-Poly1305 under a key that HKDF-SHA256 derives from the signing key. The
/// nonce is derived from what is sealed, so that sealing the same key twice gives the same bytes.
package struct TombstoneSeal: Sendable, Hashable {
    /// The id of the signing key.
    package var keyID: UInt8
    /// Nonce, ciphertext and tag.
    package var sealed: [UInt8]

    package init(keyID: UInt8, sealed: [UInt8]) {
        self.keyID = keyID
        self.sealed = sealed
    }

    /// Seals `tombstoneKey` under every key of `ring`.
    package static func make(_ tombstoneKey: [UInt8], under ring: KeyRing) -> [TombstoneSeal] {
        ring.entries.compactMap { entry in
            let key = sealingKey(entry.key)
            let digest = HMAC<SHA256>.authenticationCode(for: tombstoneKey, using: key)
            guard let nonce = try? ChaChaPoly.Nonce(data: Array(digest.prefix(12))),
                let box = try? ChaChaPoly.seal(tombstoneKey, using: key, nonce: nonce)
            else { return nil }
            return TombstoneSeal(keyID: entry.id, sealed: Array(box.combined))
        }
    }

    /// Returns the tombstone key, or `nil` where `ring` lacks the signing key or the seal is not of it.
    package func open(with ring: KeyRing) -> [UInt8]? {
        // A seal that does not open is no error of its own: another key may open another seal.
        guard let master = ring.key(keyID), let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let key = try? ChaChaPoly.open(box, using: Self.sealingKey(master))
        else { return nil }
        return Array(key)
    }

    private static func sealingKey(_ master: MasterKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master.secret, info: Array("welcome-tombstones/v1/seal".utf8),
            outputByteCount: MasterKey.byteCount)
    }
}
