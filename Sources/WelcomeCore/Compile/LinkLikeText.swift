/// Finds what messengers make a link of: a URL, the name of a host, an address of mail, a mention.
///
/// Each messenger has rules of its own, so what any of them would link counts: with a scheme or `www.`, or a word with a dot
/// whose end is a top-level domain. The first link of a message is the one that is shown with a preview, and it must be ours.
enum LinkLikeText {
    /// Whether `text` holds something that would be linked.
    ///
    /// - Complexity: O(bytes of the text); a text in which spaces follow the dots and colons is only looked through.
    static func isFound(in text: some Collection<UInt8>) -> Bool {
        mayBeFound(in: text) && isFoundByCharacters(in: text)
    }

    /// Looks at every character.
    static func isFoundByCharacters(in text: some Sequence<UInt8>) -> Bool {
        let scalars = folded(text)
        return hasScheme(scalars) || hasMention(scalars) || hasHost(scalars)
    }

    /// The offset of the first word of `text` that would be linked.
    static func firstOffset(in text: ArraySlice<UInt8>) -> Int? {
        var start = text.startIndex
        for word in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 <= UInt8(ascii: " ") }) {
            if isFound(in: word) { return start }
            start = word.endIndex + 1
        }
        return nil
    }

    /// Whether `text` has what a link cannot do without; for most texts this is all that is to be known.
    ///
    /// A link has an at sign, a dot before a letter or digit, or a colon before a slash. Characters beyond ASCII may be such
    /// a dot, colon or sign in full width, or be invisible and stand between the two.
    static func mayBeFound(in text: some Collection<UInt8>) -> Bool {
        // The two bytes before the one that is looked at.
        var (first, second): (UInt8, UInt8) = (0, 0)
        for byte in text {
            switch second {
            case UInt8(ascii: "."):
                if byte >= 0x80 || isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
                    return true
                }
            case UInt8(ascii: ":"): if byte >= 0x80 || byte == UInt8(ascii: "/") { return true }
            case 0x80: if (first == 0xE3 && byte == 0x82) || (first == 0xE2 && byte == 0xA4) { return true }
            default: break
            }
            if byte == UInt8(ascii: "@") || byte == 0xEF { return true }
            (first, second) = (second, byte)
        }
        return false
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || (48...57).contains(byte)
    }

    /// The characters of a text as a linker compares them: in lower case, dots and full-width letters in ASCII, and without
    /// those that cannot be seen.
    private static func folded(_ text: some Sequence<UInt8>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        for scalar in String(decoding: Array(text), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x3002, 0xFF61, 0x2024, 0xFE52: scalars.append(".")
            case 0xFF01...0xFF5E:
                guard let ascii = Unicode.Scalar(scalar.value - 0xFEE0) else { continue }
                scalars.append(contentsOf: ascii.properties.lowercaseMapping.unicodeScalars)
            default:
                if scalar.properties.generalCategory == .format { continue }
                scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return scalars
    }

    private static func hasScheme(_ scalars: [Unicode.Scalar]) -> Bool {
        scalars.indices.dropLast(2).contains { scalars[$0] == ":" && scalars[$0 + 1] == "/" && scalars[$0 + 2] == "/" }
    }

    /// `@name`, which Telegram links to a person or bot.
    private static func hasMention(_ scalars: [Unicode.Scalar]) -> Bool {
        scalars.indices.contains { index in
            guard scalars[index] == "@", index == 0 || !isLabel(scalars[index - 1]) else { return false }
            let name = scalars[(index + 1)...].prefix { $0.isASCII && isLabel($0) }
            return name.count >= 4 && name.first?.properties.isAlphabetic == true
        }
    }

    // MARK: Hosts

    private static func hasHost(_ scalars: [Unicode.Scalar]) -> Bool {
        scalars.split { $0 != "." && !isLabel($0) }.contains { run in
            run.contains(".") && isHost(run.split(separator: ".", omittingEmptySubsequences: false).map { Array($0) })
        }
    }

    private static func isHost(_ labels: [[Unicode.Scalar]]) -> Bool {
        let words = labels.map { label in
            let word = String(String.UnicodeScalarView(label))
            // `evil.kz-shop`: many linkers end a host before a hyphen.
            return word.hasPrefix("xn--") ? word : String(word.prefix { $0 != "-" && $0 != "_" })
        }
        if words.first == "www", words.count > 1, !words[1].isEmpty { return true }
        if words.count == 4, words.allSatisfy({ UInt8($0) != nil }) { return true }
        return words.indices.dropFirst().contains { index in
            guard !labels[index - 1].isEmpty, TopLevelDomains.contains(words[index]) else { return false }
            // `г.Москва`, `ул.Дети`: behind an abbreviation a word is no domain.
            let isAbbreviated = index == 1 && labels[0].count <= 3 && labels[0].allSatisfy(isCyrillic)
            return !(isAbbreviated && TopLevelDomains.cyrillicWords.contains(words[index]))
        }
    }

    /// Whether a character can stand in the name of a host: what looks like a symbol can too.
    private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "0"..."9", "-", "_": return true
        case _ where scalar.isASCII: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .otherSymbol, .modifierSymbol:
            return true
        default: return false
        }
    }

    private static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool { (0x400...0x52F).contains(scalar.value) }
}
