extension LinkCode {
    /// Reads a link as a person has it: a code or a URL, in any case, mistyped or with what a chat left around it.
    ///
    /// Letters are taken for the digits that they look like, Cyrillic ones too, and spaces, dashes and punctuation are
    /// dropped, by the rules of the page that answers a link that leads nowhere. Of a URL the last part of the path
    /// counts.
    package init?(mending link: some StringProtocol) {
        let withoutQuery = link.prefix { $0 != "?" && $0 != "#" }
        let parts = withoutQuery.split(separator: "/").map { Self.mended($0) }
        guard let characters = parts.last(where: { !$0.isEmpty }) else { return nil }
        self.init(characters)
    }

    private static func mended(_ text: some StringProtocol) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar -> [UInt8] in
            let lower = String(scalar).lowercased()
            if let digit = LookAlikes.digit(for: lower) { return [digit] }
            let bytes = Array(lower.utf8)
            return bytes.count == 1 && isLetterOrDigit(bytes[0]) ? bytes : []
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}

/// Letters that people write for the digits of a code: those of other alphabets that look the same, and the ones that
/// Crockford's alphabet leaves out because they look like others.
enum LookAlikes {
    static let letters = "аеёорсухкмтвнгзіїӏһүѕјԁԛԝoilu|"
    /// What each of `letters` stands for, in their order.
    static let digits = "aee0pcyxkmtbhr3111hysjdqw011v1"

    static func digit(for letter: String) -> UInt8? { table[letter] }

    private static let table = Dictionary(uniqueKeysWithValues: zip(letters.map(String.init), digits.utf8))
}
