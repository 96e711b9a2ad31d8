/// Finds what messengers make a link of: a URL, the name of a host, an address of mail, a mention.
///
/// Each messenger has rules of its own, so what any of them would link counts: with a scheme or `www.`, or a word with a dot
/// whose end is a top-level domain. The first link of a message is the one that is shown with a preview, and it must be ours.
enum LinkLikeText {
    /// Whether `text` holds something that would be linked.
    ///
    /// - Complexity: O(bytes of the text); a text without dots, colons and at signs is only looked through.
    static func isFound(in text: some Sequence<UInt8>) -> Bool {
        guard text.contains(where: isSuspicious) else { return false }
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

    /// Whether a byte is a part of what a link cannot do without; the dots beyond ASCII begin with one of three bytes.
    private static func isSuspicious(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "@"), 0xE2, 0xE3, 0xEF: true
        default: false
        }
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
