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
            if let digit = lookAlikes[lower] { return [digit] }
            let bytes = Array(lower.utf8)
            return bytes.count == 1 && isLetterOrDigit(bytes[0]) ? bytes : []
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static let lookAlikes: [String: UInt8] = [
        "o": UInt8(ascii: "0"), "i": UInt8(ascii: "1"), "l": UInt8(ascii: "1"),
        "а": UInt8(ascii: "a"), "в": UInt8(ascii: "b"), "е": UInt8(ascii: "e"), "к": UInt8(ascii: "k"),
        "м": UInt8(ascii: "m"), "н": UInt8(ascii: "h"), "о": UInt8(ascii: "0"), "р": UInt8(ascii: "p"),
        "с": UInt8(ascii: "c"), "т": UInt8(ascii: "t"), "у": UInt8(ascii: "y"), "х": UInt8(ascii: "x"),
    ]
}
