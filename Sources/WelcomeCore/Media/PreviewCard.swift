/// The picture that a chat shows above a link: the theme's first photo over a band in its accent with the title.
///
/// One for a theme and locale, never for a lead: whoever the message is forwarded to sees it. The title and the
/// middle of the photo are in the middle square, which is all that a small preview shows.
package struct PreviewCard: Sendable, Hashable {
    /// The size that previews are made for, in pixels.
    package static let width = 1200
    package static let height = 630
    /// Some chats show no preview whose picture is larger.
    package static let maxBytes = 300_000
    /// How much of the height is photo.
    package static let photoHeight = 412
    /// The widest that a line may be: it has to stand in the middle square.
    package static let textWidth = 566
    /// The title, broken into lines.
    package let lines: [String]
    /// What the band is filled with.
    package let background: Colour
    /// The title's colour, which can be read on the band.
    package let text: Colour
    /// The photo as it came.
    package let photo: MediaAsset

    /// Lays a card out; a title of nothing but spaces makes none.
    package init?(title: String, accent: Colour, photo: MediaAsset) {
        let lines = TitleLines.breaking(title)
        guard !lines.isEmpty else { return nil }
        self.lines = lines
        background = accent
        text = accent.readableText
        self.photo = photo
    }

    /// How high the title may get, so that few lines are large and a short title does not shout.
    package var textHeight: Int {
        switch lines.count {
        case 1: 84
        case 2: 136
        default: 180
        }
    }

    /// The title as Pango reads it; the element around it keeps a first hyphen from being taken for an option.
    package var markup: String {
        var bytes: [UInt8] = []
        for byte in lines.joined(separator: "\n").utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            // XML has no place for control characters, however they are written.
            case 0..<0x20 where byte != UInt8(ascii: "\n"): continue
            default: bytes.append(byte)
            }
        }
        return "<span>\(String(decoding: bytes, as: UTF8.self))</span>"
    }

    /// Everything that the picture is made of, for a cache to tell one card from another.
    package var fingerprint: String {
        ([photo.hash, background.hex, text.hex] + lines).joined(separator: "\n")
    }
}

/// Breaks a title into lines that are about equally long.
enum TitleLines {
    private static let maxLines = 3
    private static let maxScalars = 300
    /// How wide lines may get, in letters of middling width: first as they are read best in a small preview, then smaller
    /// ones rather than losing words.
    private static let widths = [20.0, 24, 28]
    private static let maxWords = 100
    /// How wide a title may be that stands in one line; a longer one is larger in two.
    private static let shortWidth = 13.0

    /// Returns one to three lines, the last one cut short where the title is longer than that; none of nothing.
    static func breaking(_ title: String) -> [String] {
        // What three lines of the narrowest letters can hold, and a word more to see that it is cut.
        var words = title.unicodeScalars.prefix(maxScalars).split {
            $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r"
        }.map(String.init)
        words.removeAll { $0.isEmpty }
        guard !words.isEmpty else { return [] }
        // Three of the widest lines hold fewer; the work must not grow with what will be cut anyway.
        words = Array(words.prefix(maxWords))
        if fits(words, shortWidth) { return [words.joined(separator: " ")] }
        for width in widths {
            for count in 2...maxLines {
                if let lines = balanced(words, in: count, within: width) { return lines }
            }
        }
        return cut(words, within: widths[widths.count - 1])
    }

    /// The words in `count` lines, of which the longest is as short as can be; `nil` where it is too long.
    private static func balanced(_ words: [String], in count: Int, within limit: Double) -> [String]? {
        guard count <= words.count else { return nil }
        if count == 1 { return fits(words, limit) ? [words.joined(separator: " ")] : nil }
        var best: (width: Double, lines: [String])?
        for split in 1...(words.count - count + 1) {
            let first = Array(words[..<split])
            guard fits(first, limit) else { break }
            guard let rest = balanced(Array(words[split...]), in: count - 1, within: limit) else { continue }
            let lines = [first.joined(separator: " ")] + rest
            let longest = lines.map(width).max() ?? 0
            if best.map({ longest < $0.width }) ?? true { best = (longest, lines) }
        }
        return best?.lines
    }

    /// As many words as three lines take, with an ellipsis behind.
    private static func cut(_ words: [String], within limit: Double) -> [String] {
        var lines: [String] = []
        var rest = words[...]
        while lines.count < maxLines, let word = rest.popFirst() {
            var line = [word]
            while let next = rest.first, fits(line + [next], limit) { line.append(rest.removeFirst()) }
            lines.append(line.joined(separator: " "))
        }
        guard let last = lines.popLast() else { return [] }
        // A single word may be too long for a line; whoever draws it makes it smaller.
        return lines + [rest.isEmpty ? last : last + "…"]
    }

    private static func fits(_ words: [String], _ limit: Double) -> Bool {
        width(of: words.joined(separator: " ")) <= limit
    }

    /// About how wide a line is, in letters of middling width.
    private static func width(of line: String) -> Double {
        line.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar {
            case "i", "l", "j", "t", "f", "r", "I", "і", "І", ".", ",", ":", ";", "!", "'", "-", "‑", "(", ")", " ",
                "\u{A0}":
                sum + 0.55
            case "m", "w", "M", "W", "ш", "щ", "ж", "ю", "м", "Ш", "Щ", "Ж", "Ю", "М", "ы", "Ы", "—", "ф", "Ф":
                sum + 1.4
            default: sum + (scalar.properties.isUppercase ? 1.2 : 1)
            }
        }
    }
}
