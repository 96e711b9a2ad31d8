import Crypto

/// SHA-256 over fields, each with its length before it, so that no two lists of fields have the same bytes.
package struct FieldDigest: Sendable {
    private var hash = SHA256()

    package init() {}

    /// Adds bytes, with their number before them.
    package mutating func add(_ bytes: [UInt8]) {
        add(bytes.count)
        hash.update(data: bytes)
    }

    /// Adds the UTF-8 of a text, with its length before it.
    package mutating func add(_ text: String) {
        add(Array(text.utf8))
    }

    /// Adds a number as eight bytes, least significant first.
    package mutating func add(_ number: Int) {
        hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }

    /// The digest of the fields so far.
    package var bytes: [UInt8] { Array(hash.finalize()) }
}
