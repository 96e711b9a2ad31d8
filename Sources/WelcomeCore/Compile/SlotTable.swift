/// The uses of lead values in the templates of one theme, each under a mark of its own.
///
/// A mark is a word of ASCII letters and digits, which neither Mustache nor Markdown nor percent-encoding changes. It
/// stands where the value will stand, so the finished HTML tells the context of every use, and its number tells which
/// line of which file put it there.
struct SlotTable: Sendable {
    /// One place in a template where a lead's value is to appear.
    struct Use: Sendable {
        var value: SlotValue
        fileprivate var places: TextPlaces
        fileprivate var offset: Int

        /// The diagnostic that the place is forbidden, for the reason that `refusal` gives.
        func diagnostic(_ refusal: SlotRefusal) -> Diagnostic {
            places.diagnostic(
                .error, .forbiddenSlot, at: offset, "a lead's value cannot stand \(refusal.place)", fix: refusal.fix)
        }
    }

    /// Letters that occur in no text of the theme, so that no text can imitate a mark.
    let prefix: [UInt8]
    private(set) var uses: [Use] = []

    /// - Parameter texts: everything that a mark must not be found in by chance.
    /// - Complexity: O(bytes of the texts).
    init(avoiding texts: some Sequence<[UInt8]>) {
        let word = Array("wSlot".utf8)
        var taken: Set<Int> = []
        for text in texts {
            var position = 0
            while let start = text.offset(of: word, from: position) {
                position = start + word.count
                let digits = text[position...].prefix { (48...57).contains($0) }
                // A longer number is none that is tried here.
                if digits.count < 10, let number = Int(String(decoding: digits, as: UTF8.self)) { taken.insert(number) }
            }
        }
        var number = 0
        while taken.contains(number) { number += 1 }
        prefix = Array("wSlot\(number)q".utf8)
    }

    /// Notes a use by the tag at `offset` of a template and returns the mark to put in its place.
    mutating func mark(_ value: SlotValue, in places: TextPlaces, at offset: Int) -> [UInt8] {
        uses.append(Use(value: value, places: places, offset: offset))
        return prefix + Array("\(uses.count - 1)z".utf8)
    }

    /// Returns the use whose mark begins at `offset`, and the mark's length in bytes.
    func use(in bytes: [UInt8], at offset: Int) -> (use: Use, length: Int)? {
        guard bytes[offset...].starts(with: prefix) else { return nil }
        var index = offset + prefix.count
        var number = 0
        while index < bytes.count, (48...57).contains(bytes[index]), number < uses.count {
            number = number * 10 + Int(bytes[index] - 48)
            index += 1
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "z"), uses.indices.contains(number) else { return nil }
        return (uses[number], index + 1 - offset)
    }
}
