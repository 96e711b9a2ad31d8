/// The secret part of a link: 20 characters of lower-case Crockford base 32, `^[0-9a-hjkmnp-tv-z]{20}$`.
///
/// From the front: 80 bits of signature (16 characters), the signing key's id (1) and the expiry day (3). The signature
/// stands first so that the first two characters spread files evenly over 1,024 directories. Order is the order of the
/// text's bytes.
package struct LinkCode: Hashable, Comparable, Sendable {
    /// The number of characters, of bytes too.
    package static let length = 20

    /// The hundred bits that the characters stand for.
    private let bits: UInt128

    /// Puts a code together from its parts.
    ///
    /// - Precondition: `tag` has 10 bytes and `keyID` is at most 31.
    package init(tag: [UInt8], keyID: UInt8, expiry: ExpiryDay) {
        precondition(tag.count == 10 && keyID <= KeyRing.highestKeyID)
        let tagBits = tag.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        bits = tagBits << 20 | UInt128(keyID) << 15 | UInt128(expiry.daysSinceEpoch)
    }

    /// Reads a code as it stands in a URL, a ledger or a manifest.
    ///
    /// Fails on any other length, on upper case and on letters outside the alphabet: nothing is mended here.
    package init?(_ characters: some Collection<UInt8>) {
        guard characters.count == Self.length, let bits = CrockfordBase32.decode(characters) else { return nil }
        self.bits = bits
    }

    /// Reads a code from an array, as of a ledger's row, without the cost of doing so for any collection.
    package init?(_ characters: [UInt8]) {
        guard characters.count == Self.length, let bits = CrockfordBase32.decode(characters) else { return nil }
        self.bits = bits
    }

    /// The first 80 bits of the signature, in 10 bytes.
    package var tag: [UInt8] {
        (0..<10).map { UInt8(truncatingIfNeeded: bits >> UInt128(20 + 8 * (9 - $0))) }
    }

    /// Whether both have the same signature, found out in the same time whichever bits differ.
    package func hasSignature(of other: LinkCode) -> Bool { (bits ^ other.bits) >> 20 == 0 }

    /// The id of the key that signed, 0…31.
    package var keyID: UInt8 { UInt8(truncatingIfNeeded: bits >> 15) & 31 }

    /// The last day on which the link is valid.
    package var expiry: ExpiryDay {
        ExpiryDay(daysSinceEpoch: Int(bits & 0x7FFF)) ?? .never
    }

    /// The 20 ASCII characters.
    package var bytes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(Self.length)
        append(to: &output)
        return output
    }

    /// The first two characters: the name of the directory that holds the page.
    package var directory: String {
        String(decoding: bytes.prefix(2), as: UTF8.self)
    }

    /// The number of `directory` among all, 0…1023.
    package var shard: Int { Int(bits >> 90) }

    /// Appends the 20 ASCII characters to `output`.
    package func append(to output: inout [UInt8]) {
        CrockfordBase32.append(bits, count: Self.length, to: &output)
    }

    package static func < (a: LinkCode, b: LinkCode) -> Bool { a.bits < b.bits }
}

extension LinkCode: CustomStringConvertible {
    /// The 20 characters as text, for URLs and file names; never for a log.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
