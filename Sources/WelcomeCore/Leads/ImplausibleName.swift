/// Values of a name or a city that programs left there, by which nobody is called.
///
/// In doubt a value is a name: to leave out the name of a person who has a rare one is worse than to show a strange one.
enum ImplausibleName {
    /// Whether nobody is called `text`.
    ///
    /// - Precondition: `text` is valid UTF-8, as the source has it.
    /// - Complexity: O(bytes), without memory of its own for a plain name.
    static func isFound(in text: [UInt8]) -> Bool {
        let text = trimmed(text[...])
        let traits = Traits(of: text)
        if text.isEmpty { return false }
        if !traits.hasLetters { return true }
        if text.count < placeholders.count, placeholders[text.count].contains(where: { isSame(text, $0) }) {
            return true
        }
        if text.count == 3, spellingsOfNoValue.contains(where: { text.elementsEqual($0) }) { return true }
        if traits.endsWithDigit, isTitleOfARecord(text) { return true }
        if traits.hasAmpersand, hasEntity(text) { return true }
        if traits.hasAtSign, isWhatsAppAddress(text) { return true }
        return traits.isUnusual && (text.contains(sequence: [0xEF, 0xBF, 0xBD]) || Mojibake.isFound(in: text))
    }

    /// What one look at the bytes tells.
    private struct Traits {
        /// Letters, or characters that are not ASCII.
        var hasLetters = false
        var hasAmpersand = false
        var hasAtSign = false
        var endsWithDigit: Bool
        /// Characters that names in Russian and English do not have.
        var isUnusual = false

        init(of text: ArraySlice<UInt8>) {
            endsWithDigit = text.last.map { $0 &- 0x30 < 10 } ?? false
            var lead: UInt8 = 0
            for byte in text {
                switch byte {
                case 0x41...0x5A, 0x61...0x7A: hasLetters = true
                case UInt8(ascii: "&"): hasAmpersand = true
                case UInt8(ascii: "@"): hasAtSign = true
                case 0x80...0xBF:
                    // А…Я and а…я are D0 90 to D1 8F.
                    if (lead == 0xD0 && byte < 0x90) || (lead == 0xD1 && byte > 0x8F) { isUnusual = true }
                case 0xD0, 0xD1: hasLetters = true
                case 0xC0...:
                    hasLetters = true
                    isUnusual = true
                default: break
                }
                lead = byte
            }
        }
    }

    // MARK: Placeholders

    /// Words in lower case that stand where a value is missing, by the number of their bytes.
    private static let placeholders: [[[UInt8]]] = {
        let words = [
            "null", "(null)", "<null>", "[null]", "\\n", "none", "undefined", "[object object]", "n/a", "#n/a", "#na",
            "#name?", "#ref!", "#value!", "#div/0!", "#null!", "#num!", "#н/д", "#имя?", "#ссылка!", "#знач!",
            "#дел/0!", "#пусто!", "#число!", "no name", "noname", "no_name", "unknown", "unnamed", "not set",
            "not specified", "без имени", "без названия", "не указано", "не указан", "не указана", "не задано",
            "неизвестно", "неизвестный", "аты жоқ", "белгісіз", "—", "–", "…", "имя", "фио", "клиент", "контакт", "лид",
            "сделка", "заявка", "name", "client", "customer", "contact", "lead", "deal", "новый лид", "новая сделка",
            "новый клиент", "новый контакт", "новая заявка", "новое обращение", "заявка с сайта", "new lead",
            "new deal", "new contact", "new client", "new customer",
        ]
        let longest = words.map(\.utf8.count).max() ?? 0
        return (0...longest).map { length in words.map { Array($0.utf8) }.filter { $0.count == length } }
    }()

    /// What programs write and nobody writes a name like: `Nan` and `Nil` are names.
    private static let spellingsOfNoValue = ["nan", "NaN", "NAN", "nil", "NIL"].map { Array($0.utf8) }

    /// Whether `text` is `word`, which is in lower case, but for the case of its letters.
    private static func isSame(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        var (index, place) = (text.startIndex, 0)
        while index < text.endIndex {
            let next = index + 1 < text.endIndex ? text[index + 1] : 0
            let folded = lowercased(text[index], next)
            guard folded.0 == word[place] else { return false }
            if text[index] >= 0xC0, place + 1 < word.count {
                guard folded.1 == word[place + 1] else { return false }
                index += 1
                place += 1
            }
            index += 1
            place += 1
        }
        return true
    }

    /// The lower case of a letter of ASCII, or of two bytes of Russian and Kazakh.
    private static func lowercased(_ first: UInt8, _ second: UInt8) -> (UInt8, UInt8) {
        switch (first, second) {
        case (0x41...0x5A, _): (first | 0x20, second)
        case (0xD0, 0x90...0x9F): (0xD0, second + 0x20)
        case (0xD0, 0xA0...0xAF): (0xD1, second - 0x20)
        case (0xD0, 0x86): (0xD1, 0x96)
        case (0xD2, 0x8A...0xBE), (0xD3, 0x90...0xBE): (first, second | 1)
        default: (first, second)
        }
    }

    // MARK: Other values

    /// What CRMs call the records that they make themselves, before their number.
    private static let records = [
        "сделка", "лид", "заявка", "заказ", "обращение", "контакт", "клиент", "покупатель", "мәміле", "өтінім",
        "тапсырыс", "deal", "lead", "contact", "request", "order", "client", "customer", "ticket",
    ].map { Array($0.utf8) }

    /// Whether `text` is a title such as `Сделка №15`.
    private static func isTitleOfARecord(_ text: ArraySlice<UInt8>) -> Bool {
        for word in records where text.count > word.count && isSame(text.prefix(word.count), word) {
            // № has the bytes E2 84 96.
            let rest = text.dropFirst(word.count).drop {
                " #:-_N".utf8.contains($0) || [0xE2, 0x84, 0x96].contains($0)
            }
            if !rest.isEmpty, rest.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x20 || $0 == UInt8(ascii: "-") }) {
                return true
            }
        }
        return false
    }

    /// Whether `text` has a character of HTML in its written form, as `&amp;`.
    private static func hasEntity(_ text: ArraySlice<UInt8>) -> Bool {
        for start in text.indices where text[start] == UInt8(ascii: "&") {
            let name = text[(start + 1)...].prefix { $0 != UInt8(ascii: ";") }
            guard name.endIndex < text.endIndex, (2...10).contains(name.count) else { continue }
            let letters = name.first == UInt8(ascii: "#") ? name.dropFirst() : name
            if letters.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }) { return true }
        }
        return false
    }

    private static func isWhatsAppAddress(_ text: ArraySlice<UInt8>) -> Bool {
        guard let at = text.firstIndex(of: UInt8(ascii: "@")) else { return false }
        let domains = ["s.whatsapp.net", "c.us", "lid", "g.us", "broadcast"]
        return domains.contains { text[(at + 1)...].elementsEqual($0.utf8) }
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = text.firstIndex(where: { $0 > 0x20 }), let last = text.lastIndex(where: { $0 > 0x20 }) else {
            return []
        }
        return text[first...last]
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }
}
