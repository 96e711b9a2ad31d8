/// An e-mail message as it goes over the wire: RFC 5322 with MIME (RFC 2045 to 2047), in ASCII, with CR LF.
///
/// Bodies are base64, which no server on the way changes and no text is lost in; header fields that are not plain ASCII
/// are encoded words.
struct MailMessage {
    private(set) var bytes: [UInt8] = []

    /// Adds a field whose value is plain ASCII on one line.
    mutating func add(_ name: String, _ value: String) {
        append("\(name): \(value)\r\n")
    }

    /// Adds a field with a person's text, folded into lines of at most 76 characters.
    mutating func addText(_ name: String, _ text: String) {
        let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        let isPlain =
            scalars.allSatisfy { $0.isASCII } && name.utf8.count + scalars.count <= 74
            && !scalars.starts(with: "=?".unicodeScalars)
        guard !isPlain else {
            var value = ""
            value.unicodeScalars.append(contentsOf: scalars)
            return add(name, value)
        }
        var words: [[UInt8]] = [[]]
        for scalar in scalars {
            let letter = Array(String(scalar).utf8)
            // 45 bytes are 60 letters of base64; with the wrapping a word stays within 75 characters.
            if (words.last?.count ?? 0) + letter.count > 42 { words.append([]) }
            words[words.count - 1] += letter
        }
        let encoded = words.map { "=?UTF-8?B?\(Self.base64($0).joined())?=" }
        append("\(name): \(encoded.joined(separator: "\r\n "))\r\n")
    }

    /// Ends the header and adds the same thing as text and as HTML, of which a program shows the last that it can.
    mutating func addAlternatives(text: [UInt8], html: [UInt8], boundary: String) {
        add("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\"")
        append("\r\n")
        for (type, content) in [("plain", text), ("html", html)] {
            append("--\(boundary)\r\n")
            add("Content-Type", "text/\(type); charset=utf-8")
            add("Content-Transfer-Encoding", "base64")
            append("\r\n")
            for line in Self.base64(Self.withNetworkLines(content)) { append("\(line)\r\n") }
        }
        append("--\(boundary)--\r\n")
    }

    /// The moment as a header has it, such as `Mon, 23 Nov 2026 04:00:00 +0000`.
    static func date(_ moment: Timestamp) -> String {
        // `2026-11-23T04:00:00Z`
        let parts = moment.iso.split(whereSeparator: { "-TZ".contains($0) })
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 4, let month = Int(parts[1]), let day = Int(parts[2]) else { return "" }
        // 1 January 1970 was a Thursday.
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let weekday = weekdays[(moment.utcDate.daysSinceEpoch % 7 + 7) % 7]
        return "\(weekday), \(day) \(months[month - 1]) \(parts[0]) \(parts[3]) +0000"
    }

    private mutating func append(_ text: String) { bytes += Array(text.utf8) }

    /// Ends every line with CR LF, as the text type asks for.
    private static func withNetworkLines(_ text: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        for byte in text where byte != 13 {
            if byte == 10 { lines.append(13) }
            lines.append(byte)
        }
        return lines.last == 10 ? lines : lines + [13, 10]
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Base64 (RFC 4648) in lines of 76 letters.
    private static func base64(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 57).map { start in
            var line: [UInt8] = []
            for first in stride(from: start, to: min(start + 57, bytes.count), by: 3) {
                let group = bytes[first..<min(first + 3, bytes.count)]
                let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
                for place in 0..<4 {
                    line.append(
                        place <= group.count ? alphabet[number >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
                }
            }
            return String(decoding: line, as: UTF8.self)
        }
    }
}
