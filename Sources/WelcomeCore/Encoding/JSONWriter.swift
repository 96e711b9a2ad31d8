/// Appends compact JSON (RFC 8259) to a byte buffer, in the order it is told to.
///
/// The manifest has one line for each of up to millions of leads and must be the same bytes for the same input, so it is
/// written directly, without a tree of values in between.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes room for `capacity` bytes beforehand.
    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes an object whose members `body` writes, each a key and its value.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array whose elements `body` writes.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes the name of a member; its value is to follow.
    package mutating func key(_ name: String) {
        separate()
        append(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the name of a member that is JSON already, with its colon; whole members may stand before it.
    package mutating func key(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = false
    }

    /// Writes a text; letters beyond ASCII stay as they are.
    package mutating func string(_ value: String) {
        separate()
        append(value)
        needsComma = true
    }

    /// Writes a text given as UTF-8, which is not checked again.
    package mutating func string(_ value: [UInt8]) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(value)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a whole number.
    package mutating func number(_ value: Int) {
        literal(String(value))
    }

    /// Writes `true` or `false`.
    package mutating func boolean(_ value: Bool) {
        literal(value ? "true" : "false")
    }

    /// Writes `null`.
    package mutating func null() {
        literal("null")
    }

    /// Ends a line of newline-delimited JSON; the next value begins afresh.
    package mutating func endLine() {
        bytes.append(10)
        needsComma = false
    }

    /// Writes a number or a name that is JSON already.
    package mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Writes a value that is JSON already.
    package mutating func literal(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Writes bytes as a text of lower-case hexadecimal digits.
    package mutating func hexadecimal(_ value: [UInt8]) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendHexadecimal(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly no text needs an escape.
        if Self.needsEscape(text.utf8.span) {
            appendEscaped(Array(text.utf8))
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a text, run by run of bytes that stand for themselves.
    private mutating func appendEscaped(_ text: [UInt8]) {
        guard Self.needsEscape(text.span) else { return bytes.append(contentsOf: text) }
        var start = 0
        for index in text.indices where Self.needsEscape(text[index]) {
            bytes.append(contentsOf: text[start..<index])
            append(text[index])
            start = index + 1
        }
        bytes.append(contentsOf: text[start...])
    }

    /// Whether any byte needs an escape; without a way out of the loop it runs over many bytes at once.
    private static func needsEscape(_ text: Span<UInt8>) -> Bool {
        var isFound = false
        for index in text.indices { isFound = needsEscape(text[index]) || isFound }
        return isFound
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 127
    }

    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 10: bytes.append(contentsOf: "\\n".utf8)
        case 13: bytes.append(contentsOf: "\\r".utf8)
        case 9: bytes.append(contentsOf: "\\t".utf8)
        case 0..<32, 127:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }
}

extension JSONWriter {
    /// Writes a member whose text may be absent: the key stays, with `null`.
    package mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member with a whole number.
    package mutating func member(_ name: String, _ value: Int) {
        key(name)
        number(value)
    }
}
