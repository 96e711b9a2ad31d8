/// The uses of lead values in the templates of one theme, each under a mark of its own.
///
/// A mark is a word of ASCII letters and digits, which neither Mustache nor Markdown nor percent-encoding changes. It
/// stands where the value will stand, so the finished HTML tells the context of every use, and its number tells which
/// line of which file put it there.
struct SlotTable: Sendable {
    /// One place in a template where a lead's value is to appear.
    struct Use: Sendable {
        var value: SlotValue
        /// The finding to report if the place turns out to be forbidden; its summary is filled in then.
        var finding: Diagnostic
    }

    /// Letters that occur in no text of the theme, so that no text can imitate a mark.
    let prefix: [UInt8]
    private(set) var uses: [Use] = []

    /// - Parameter texts: everything that a mark must not be found in by chance.
    init(avoiding texts: [[UInt8]]) {
        var number = 0
        var prefix = Array("wSlot0q".utf8)
        while texts.contains(where: { $0.offset(of: prefix) != nil }) {
            number += 1
            prefix = Array("wSlot\(number)q".utf8)
        }
        self.prefix = prefix
    }

    /// Notes a use and returns the mark to put in its place.
    mutating func mark(_ value: SlotValue, finding: Diagnostic) -> [UInt8] {
        uses.append(Use(value: value, finding: finding))
        return prefix + Array("\(uses.count - 1)z".utf8)
    }

    /// Returns the use whose mark begins at `offset`, and the mark's length in bytes.
    func use(in bytes: [UInt8], at offset: Int) -> (use: Use, length: Int)? {
        guard bytes[offset...].starts(with: prefix) else { return nil }
        var index = offset + prefix.count
        var number = 0
        while index < bytes.count, (48...57).contains(bytes[index]) {
            number = number * 10 + Int(bytes[index] - 48)
            index += 1
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "z"), uses.indices.contains(number) else { return nil }
        return (uses[number], index + 1 - offset)
    }
}
