/// A number on its way from what somebody typed to E.164, with the marks it carried and the changes made so far.
struct DialledNumber {
    /// What stands behind the first `@`.
    enum Server {
        case none
        case person
        case hidden
        case group
        case unknown
    }

    /// ASCII digits.
    var digits: [UInt8] = []
    var notes: [RecipientNote] = []
    var hasPlus = false
    var server = Server.none
    /// Whether the number says itself that it begins with a country code.
    var isInternational = false

    init(_ raw: [UInt8]) {
        var user = Self.asciiForm(of: raw, notes: &notes)
        if let at = user.firstIndex(of: UInt8(ascii: "@")) {
            server = Self.server(named: user[(at + 1)...])
            user.removeSubrange(at...)
        }
        if let cut = Self.deviceSuffixStart(of: user, isJID: server == .person) {
            user.removeSubrange(cut...)
            notes.append(.deviceSuffixDropped)
        }
        for byte in user {
            if Self.isDigit(byte) {
                digits.append(byte)
            } else if byte == UInt8(ascii: "+"), digits.isEmpty {
                hasPlus = true
            }
        }
        isInternational = hasPlus || server == .person
    }

    func refused(as kind: RecipientKind, _ problem: RecipientProblem) -> NormalisedRecipient {
        NormalisedRecipient(kind: kind, digits: nil, notes: notes, problem: problem)
    }

    // MARK: Reading what was typed

    /// Replaces Unicode decimal digits and plus signs by their ASCII form and everything else beyond ASCII by a space.
    private static func asciiForm(of raw: [UInt8], notes: inout [RecipientNote]) -> [UInt8] {
        guard raw.contains(where: { $0 >= 0x80 }) else { return raw }
        var ascii: [UInt8] = []
        ascii.reserveCapacity(raw.count)
        for scalar in String(decoding: raw, as: UTF8.self).unicodeScalars {
            if scalar.isASCII {
                ascii.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                ascii.append(UInt8(ascii: "0") + UInt8(value))
                if notes.isEmpty { notes.append(.unicodeDigits) }
            } else if scalar == "\u{FF0B}" || scalar == "\u{FE62}" {
                ascii.append(UInt8(ascii: "+"))
            } else {
                ascii.append(UInt8(ascii: " "))
            }
        }
        return ascii
    }

    private static func server(named name: ArraySlice<UInt8>) -> Server {
        let lowered = name.filter { $0 > UInt8(ascii: " ") }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        switch String(decoding: lowered, as: UTF8.self) {
        case "s.whatsapp.net", "c.us", "hosted": return .person
        case "lid", "hosted.lid": return .hidden
        case "g.us", "broadcast", "newsletter", "call", "bot": return .group
        default: return .unknown
        }
    }

    /// Returns where the part that names one of a person's devices begins: `:12`, in a JID also `.0:12` and `_1`.
    private static func deviceSuffixStart(of user: [UInt8], isJID: Bool) -> Int? {
        if isJID {
            return user.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
        }
        guard let colon = user.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let suffix = user[(colon + 1)...]
        // Not `tel:+7…`: a device number is short and stands behind a whole number.
        guard (1...3).contains(suffix.count), suffix.allSatisfy(isDigit) else { return nil }
        return user[..<colon].count(where: isDigit) >= 8 ? colon : nil
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
