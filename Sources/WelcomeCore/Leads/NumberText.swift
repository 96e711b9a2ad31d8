/// Numbers of JSON and SQLite that stand for text, such as an id or a phone that a program took for a number.
enum NumberText {
    /// The most digits that are written out: no id or phone has more.
    private static let maxDigits = 64

    /// Whether `number` is written with its digits alone.
    static func isPlain(_ number: [UInt8]) -> Bool {
        !number.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 > UInt8(ascii: "9") }
    }

    /// Whether `number` is written with digits and at most a point and a sign.
    static func isDecimal(_ number: [UInt8]) -> Bool {
        number.allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    /// The digits of a whole number, exactly, however it is written: `87011234567.0`, `1e16`.
    ///
    /// - Returns: `nil` where the number has a fraction, or too many digits to be meant.
    static func digits(of number: [UInt8]) -> [UInt8]? {
        if isPlain(number) { return number }
        var rest = number[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        let whole = rest.prefix { $0 &- 0x30 < 10 }
        rest = rest[whole.endIndex...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
            rest = rest[fraction.endIndex...]
        }
        var exponent = 0
        if let mark = rest.first {
            guard mark | 0x20 == UInt8(ascii: "e"),
                let written = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(written) < 1_000
            else { return nil }
            exponent = written
        }
        guard !whole.isEmpty else { return nil }
        var digits = Array((whole + fraction).drop { $0 == UInt8(ascii: "0") })
        let zerosInFront = whole.count + fraction.count - digits.count
        guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
        let count = whole.count - zerosInFront + exponent
        guard count <= maxDigits else { return nil }
        if count < digits.count {
            guard count > 0, digits[count...].allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
            digits.removeSubrange(count...)
        }
        digits += Array(repeating: UInt8(ascii: "0"), count: count - digits.count)
        return isNegative ? [UInt8(ascii: "-")] + digits : digits
    }
}
