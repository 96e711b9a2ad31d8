/// Crockford's base 32 in lower case: five bits a character, most significant first, no look-alike letters.
///
/// Upper case and the look-alikes `o`, `i` and `l` are refused here; mending a mistyped link is the 404 page's work.
/// Digits and letters ascend in ASCII, so equal-length texts sort as the numbers they stand for.
package enum CrockfordBase32 {
    /// The 32 characters, each at the index it stands for.
    package static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The character of the low five bits of `value`.
    package static func character(_ value: UInt8) -> UInt8 {
        alphabet[Int(value & 31)]
    }

    /// The number that `character` stands for, or `nil` when it is not of the alphabet.
    package static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): letterValues[Int(character - UInt8(ascii: "a"))]
        default: nil
        }
    }

    /// Appends the low `5 × count` bits of `bits` as `count` characters.
    package static func append(_ bits: UInt128, count: Int, to output: inout [UInt8]) {
        output.append(addingCapacity: count) { characters in
            // Shifts of 64 bits cost a fraction of those of 128.
            let (high, low) = (UInt64(truncatingIfNeeded: bits >> 60), UInt64(truncatingIfNeeded: bits))
            for index in (0..<count).reversed() {
                let value = index >= 12 ? high >> UInt64(5 * (index - 12)) : low >> UInt64(5 * index)
                characters.append(letters[Int(value & 31)])
            }
        }
    }

    /// The number that `characters` stand for, or `nil` when one is not of the alphabet.
    ///
    /// - Precondition: There are at most 25 characters, as many as fit into 128 bits.
    package static func decode(_ characters: some Collection<UInt8>) -> UInt128? {
        precondition(characters.count <= 25)
        var bits: UInt128 = 0
        for character in characters {
            guard let value = value(character) else { return nil }
            bits = bits << 5 | UInt128(value)
        }
        return bits
    }

    /// The alphabet, where an array would be looked up through a reference each time.
    private static let letters: InlineArray<32, UInt8> = InlineArray { alphabet[$0] }

    /// The values of `a` to `z`; `nil` for the left-out `i`, `l`, `o` and `u`.
    private static let letterValues: [UInt8?] = [
        10, 11, 12, 13, 14, 15, 16, 17, nil, 18, 19, nil, 20, 21, nil, 22, 23, 24, 25, 26, nil, 27, 28, 29, 30, 31,
    ]
}
