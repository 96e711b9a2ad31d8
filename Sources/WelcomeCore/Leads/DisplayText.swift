/// Which rules for shown text a value is cleaned by.
package enum DisplayKind: Sendable {
    /// A name, a city or a theme's own field: one line.
    case line
    /// The `note`: line feeds are kept.
    case paragraph

    /// The most Unicode scalars that are shown.
    package var maxScalars: Int {
        switch self {
        case .line: 100
        case .paragraph: 1000
        }
    }
}

/// The rules that make a value of a lead fit to be shown: nothing invisible, nothing that reorders its surroundings.
package enum DisplayText {
    /// The most combining marks that may stand in a row.
    package static let maxMarks = 8

    /// Cleans `bytes` for display, or returns `nil` when nothing visible remains.
    ///
    /// Control characters, bidi controls, invisible characters, tags and noncharacters are removed, tabs and line
    /// breaks become spaces (line feeds in a paragraph), the text is brought to NFC, trimmed and cut to its length.
    /// Cleaning twice gives the same as cleaning once.
    ///
    /// - Precondition: `bytes` is valid UTF-8.
    /// - Complexity: O(bytes); plain text is returned as it is, sharing its storage.
    package static func clean(_ bytes: [UInt8], as kind: DisplayKind) -> LeadText? {
        if isPlain(bytes, maxScalars: kind.maxScalars) { return bytes.isEmpty ? nil : LeadText(checked: bytes) }
        let text = DisplayCleaner.cleaned(String(decoding: bytes, as: UTF8.self), as: kind)
        return text.isEmpty ? nil : LeadText(checked: text)
    }

    /// Whether cleaning would surely change nothing: letters of the common alphabets, short and already trimmed.
    private static func isPlain(_ bytes: [UInt8], maxScalars: Int) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return true }
        guard first != UInt8(ascii: " "), last != UInt8(ascii: " ") else { return false }
        // Every scalar has at least one byte, so the exact count matters only for longer texts.
        guard bytes.count <= maxScalars || bytes.count(where: { $0 & 0xC0 != 0x80 }) <= maxScalars else { return false }
        let span = bytes.span
        var index = 0
        while index < span.count {
            switch span[index] {
            case 0x20...0x7E:
                index += 1
            case 0xC3...0xCB, 0xCF, 0xD0, 0xD1, 0xD3:
                // U+00C0–02FF (Latin), U+03C0–047F and U+04C0–04FF (Greek, Cyrillic): all in NFC as they are.
                index += 2
            case 0xD2 where span[index + 1] >= 0x8A:
                // U+048A–04BF, past the Cyrillic combining marks: the letters of Kazakh.
                index += 2
            default:
                return false
            }
        }
        return true
    }
}
