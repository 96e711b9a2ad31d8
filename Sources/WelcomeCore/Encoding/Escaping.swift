/// The form a value takes where it is put into a page or a message, chosen by the place when the theme is compiled.
///
/// All of them work on UTF-8 bytes. Swift's `Character` joins a quote and the combining mark after it into one value that
/// does not equal a quote, so an escaper over characters would let it through.
///
/// The numbers stand in fingerprints of pages: they may not change.
package enum Escaping: Int, Sendable, Hashable {
    /// Character data: `&`, `<` and `>` become references.
    case text = 0
    /// A quoted attribute: quotes and backticks too.
    case attribute = 1
    /// A part of a URL in a quoted attribute: everything but the unreserved characters of RFC 3986 is percent-encoded.
    case urlPart = 2
    /// The text of a message: line breaks become spaces, so that a value cannot add a line of its own.
    case message = 3

    /// Appends `value` in this form to `output`.
    ///
    /// - Complexity: O(bytes); allocates only while `output` grows.
    package func append(_ value: [UInt8], to output: inout [UInt8]) {
        switch self {
        case .text: for byte in value { appendText(byte, to: &output) }
        case .attribute: for byte in value { appendAttribute(byte, to: &output) }
        case .urlPart: for byte in value { appendPercentEncoded(byte, to: &output) }
        case .message: for byte in value { output.append(byte == 10 || byte == 13 ? 32 : byte) }
        }
    }
}

private func appendText(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
    default: output.append(byte)
    }
}

private func appendAttribute(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
    case UInt8(ascii: "`"): output.append(contentsOf: "&#96;".utf8)
    default: appendText(byte, to: &output)
    }
}

/// Appends one byte of a URL part, percent-encoded unless RFC 3986 (2.3) calls it unreserved.
func appendPercentEncoded(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        output.append(byte)
    default:
        output.append(UInt8(ascii: "%"))
        output.append(hexDigit(byte >> 4))
        output.append(hexDigit(byte & 15))
    }
}

private func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
}

/// Returns `text` percent-encoded for a part of a URL.
func percentEncoded(_ text: String) -> String {
    var output: [UInt8] = []
    for byte in text.utf8 { appendPercentEncoded(byte, to: &output) }
    return String(decoding: output, as: UTF8.self)
}
