/// Text that was written in one encoding and read in another, so that nobody can read it.
enum Mojibake {
    /// Whether `text` is UTF-8 that was read as Windows-1251, Windows-1252 or Latin-1, or Windows-1251 read as Latin-1.
    ///
    /// Read back, what such text holds is whole UTF-8 again, which text that is meant hardly ever is by chance.
    static func isFound(in text: ArraySlice<UInt8>) -> Bool {
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        if scalars.contains(where: isNoLetterOfANeighbour) {
            if let bytes = bytes(scalars, by: windows1251), isUTF8OfLetters(bytes, atLeast: 2) { return true }
            if let bytes = bytes(scalars, by: windows1252), isUTF8OfLetters(bytes, atLeast: 1) { return true }
        }
        let accented = scalars.count { (0xC0...0xFF).contains($0.value) }
        return accented >= 4 && scalars.allSatisfy { (0xA8...0xFF).contains($0.value) || !$0.properties.isAlphabetic }
    }

    /// Whether a character beyond ASCII is none that a name of this or a neighbouring language has.
    ///
    /// A name such as `СІСІ` would be whole UTF-8 too.
    private static func isNoLetterOfANeighbour(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 0x7F else { return false }
        return !scalar.properties.isAlphabetic || "ЂЃѓЉЊЌЋЏђљњќћџ".unicodeScalars.contains(scalar)
    }

    /// The bytes that `scalars` were read from; `nil` where the encoding lacks one of them.
    private static func bytes(_ scalars: [Unicode.Scalar], by encoding: [UInt32: UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count)
        for scalar in scalars {
            if scalar.value < 0x80 {
                bytes.append(UInt8(scalar.value))
            } else if let byte = encoding[scalar.value] {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        return bytes
    }

    /// Whether everything in `bytes` that is not ASCII is letters and marks of our alphabets in UTF-8, `count` at least.
    ///
    /// The last may be cut off, and some may lack their second byte, which not every program has a character for.
    private static func isUTF8OfLetters(_ bytes: [UInt8], atLeast count: Int) -> Bool {
        var (letters, halves) = (0, 0)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : 3
            guard byte < 0x80 || (0xC3...0xD4).contains(byte) || byte == 0xC2 || byte == 0xE2 else { return false }
            let sequence = bytes[index..<min(index + length, bytes.count)]
            let isWhole = sequence.count == length && sequence.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
            if isWhole {
                if byte >= 0xC3, byte != 0xE2 { letters += 1 }
                index += length
            } else {
                guard byte == 0xD0 || byte == 0xD1 || sequence.count < length else { return false }
                halves += 1
                index += 1
            }
        }
        return letters >= count && letters >= halves
    }

    private static let windows1251: [UInt32: UInt8] = {
        let upper = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
        return table(upper, letters: 0x410)
    }()

    private static let windows1252: [UInt32: UInt8] = {
        let upper = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        // The bytes that Windows-1252 lacks a character for, and those of Latin-1, are read as themselves.
        let ownValues = (UInt32(0x80)...0xBF).map { ($0, UInt8($0)) }
        return table(upper, letters: 0xC0).merging(ownValues) { first, _ in first }
    }()

    /// The bytes by character: those of `upper` from 80, and 64 letters in a row from C0.
    private static func table(_ upper: String, letters: UInt32) -> [UInt32: UInt8] {
        var table: [UInt32: UInt8] = [:]
        for (offset, scalar) in upper.unicodeScalars.enumerated() { table[scalar.value] = UInt8(0x80 + offset) }
        for offset in UInt8(0)..<64 { table[letters + UInt32(offset)] = 0xC0 + offset }
        return table
    }
}
