import Crypto

/// The 32 secret bytes behind every link of one key id; shows nothing of itself in any text or reflection.
package struct MasterKey: Sendable {
    /// The number of bytes.
    package static let byteCount = 32

    let secret: SymmetricKey

    /// Takes the key's bytes.
    ///
    /// Fails on any other length than 32 bytes and on one byte repeated, such as nothing but zeros: that is no secret.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.contains(where: { $0 != bytes[0] }) else { return nil }
        secret = SymmetricKey(data: bytes)
    }

    /// Whether both are the same key, compared in constant time.
    package func isSame(as other: MasterKey) -> Bool {
        secret == other.secret
    }
}

// Printing, dumping or interpolating a key by mistake must not put it into a log.
extension MasterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "MasterKey(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
