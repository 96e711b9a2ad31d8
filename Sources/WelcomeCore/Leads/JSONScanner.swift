/// Reads JSON as RFC 8259 has it, byte by byte: exact numbers, no invented characters, no second meaning of a key.
///
/// Refused beyond the RFC: duplicate keys, surrogates without their partner, nesting deeper than ``maxDepth`` and text
/// longer than ``maxTextBytes``. Whether text is UTF-8 is left to those who use it.
package struct JSONScanner {
    /// The deepest nesting of lists and objects.
    package static let maxDepth = 100
    /// The longest text, in bytes.
    package static let maxTextBytes = 1 << 20

    /// Why some bytes are not the JSON they should be.
    package enum Fault: Error, Sendable, Hashable {
        case syntax
        case duplicateKey
        /// An escape names one half of a character beyond U+FFFF.
        case surrogate
        /// A comma stands before a closing bracket.
        case comma
        case tooDeep
        /// A text is too long; it stands under this key of the outermost object.
        case tooLong(key: [UInt8])
    }

    let bytes: [UInt8]
    private(set) var index: Int
    let end: Int

    private init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    /// Reads one value that fills `bytes`, apart from white space; the members of objects are checked but not kept.
    package static func value(of bytes: [UInt8]) -> Result<RawValue, Fault> {
        var scanner = JSONScanner(bytes, in: 0..<bytes.count)
        do throws(Fault) {
            scanner.skipSpace()
            let value = try scanner.value(depth: 0)
            try scanner.finish()
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    /// Reads the one object that fills `range` of `bytes`, apart from white space, and gives its members in order.
    ///
    /// `names` holds the keys of the object before, whose storage is shared where keys repeat; this object's keys
    /// replace them.
    package static func object(
        in range: Range<Int>, of bytes: [UInt8], sharing names: inout [[UInt8]]
    ) -> Result<[RawField], Fault> {
        var scanner = JSONScanner(bytes, in: range)
        do throws(Fault) {
            scanner.skipSpace()
            guard scanner.take(UInt8(ascii: "{")) else { throw .syntax }
            let fields = try scanner.members(sharing: &names)
            try scanner.finish()
            return .success(fields)
        } catch {
            return .failure(error)
        }
    }

    // MARK: Cursor

    /// The byte at the cursor, or 0, which is no part of JSON's grammar, at the end.
    var current: UInt8 { index < end ? bytes[index] : 0 }

    var isAtEnd: Bool { index >= end }

    mutating func advance(by count: Int = 1) { index += count }

    mutating func skipSpace() {
        while index < end {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        index += 1
        return true
    }

    private mutating func finish() throws(Fault) {
        skipSpace()
        guard isAtEnd else { throw .syntax }
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(Fault) -> RawValue {
        switch current {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{"):
            guard depth < Self.maxDepth else { throw .tooDeep }
            index += 1
            try skipMembers(depth: depth + 1)
            return .object
        case UInt8(ascii: "["):
            guard depth < Self.maxDepth else { throw .tooDeep }
            index += 1
            return .list(try elements(depth: depth + 1))
        case UInt8(ascii: "t"):
            try take(word: "true")
            return .boolean(true)
        case UInt8(ascii: "f"):
            try take(word: "false")
            return .boolean(false)
        case UInt8(ascii: "n"):
            try take(word: "null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func elements(depth: Int) throws(Fault) -> [RawValue] {
        var values: [RawValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return values }
        while true {
            skipSpace()
            values.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: "]")) { return values }
            try takeComma(before: UInt8(ascii: "]"))
        }
    }

    /// Takes the comma between two elements.
    private mutating func takeComma(before close: UInt8) throws(Fault) {
        guard take(UInt8(ascii: ",")) else { throw .syntax }
        skipSpace()
        if current == close { throw .comma }
    }

    private mutating func members(sharing names: inout [[UInt8]]) throws(Fault) -> [RawField] {
        var fields: [RawField] = []
        fields.reserveCapacity(names.count)
        var seen = SeenKeys()
        skipSpace()
        if take(UInt8(ascii: "}")) { return fields }
        while true {
            skipSpace()
            let shared = fields.count < names.count ? names[fields.count] : nil
            let key = try key(sharing: shared)
            guard seen.insert(key) else { throw .duplicateKey }
            do throws(Fault) {
                fields.append(RawField(name: key, value: try value(depth: 1)))
            } catch .tooLong {
                throw .tooLong(key: key)
            }
            if shared != key {
                names.removeSubrange(min(fields.count - 1, names.count)...)
                names.append(key)
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return fields }
            try takeComma(before: UInt8(ascii: "}"))
        }
    }

    private mutating func skipMembers(depth: Int) throws(Fault) {
        var seen = SeenKeys()
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        while true {
            skipSpace()
            guard seen.insert(try key(sharing: nil)) else { throw .duplicateKey }
            _ = try value(depth: depth)
            skipSpace()
            if take(UInt8(ascii: "}")) { return }
            try takeComma(before: UInt8(ascii: "}"))
        }
    }

    /// Reads a key and its colon, without a copy where the key is the `shared` one.
    private mutating func key(sharing shared: [UInt8]?) throws(Fault) -> [UInt8] {
        guard current == UInt8(ascii: "\"") else { throw .syntax }
        let key: [UInt8]
        if let shared, takeKey(shared) { key = shared } else { key = try text() }
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw .syntax }
        skipSpace()
        return key
    }

    /// Takes `"key"` if it stands at the cursor literally.
    private mutating func takeKey(_ key: [UInt8]) -> Bool {
        let close = index + 1 + key.count
        guard close < end, bytes[close] == UInt8(ascii: "\"") else { return false }
        var place = index + 1
        for byte in key {
            guard bytes[place] == byte, byte >= 0x20, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "\"") else {
                return false
            }
            place += 1
        }
        index = close + 1
        return true
    }
}

/// The keys an object had so far: a short list as long as they are few.
private struct SeenKeys {
    private var few: [[UInt8]] = []
    private var many: Set<[UInt8]> = []

    /// Remembers `key`; gives `false` if it is known already.
    mutating func insert(_ key: [UInt8]) -> Bool {
        if !many.isEmpty { return many.insert(key).inserted }
        if few.contains(key) { return false }
        few.append(key)
        if few.count == 24 { many = Set(few) }
        return true
    }
}
