/// Bytes that are no record of ours.
package struct MalformedRecord: Error, Sendable, Hashable {}

/// Appends the parts of a record to a buffer.
struct RecordWriter {
    var output: [UInt8]

    mutating func write(_ number: Int) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(rest))
    }

    /// Appends a number that may be negative, small ones of either sign in few bytes.
    mutating func write(signed number: Int) {
        write(number << 1 ^ number >> (Int.bitWidth - 1))
    }

    mutating func write(_ bytes: [UInt8]) {
        write(bytes.count)
        output.append(contentsOf: bytes)
    }

    mutating func write(_ text: String) {
        write(text.utf8.count)
        output.append(contentsOf: text.utf8)
    }

    mutating func write(_ texts: [String]) {
        write(texts.count)
        for text in texts { write(text) }
    }
}

/// Takes the parts of a record from its bytes.
struct RecordReader {
    private let record: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) {
        record = bytes
    }

    var isAtEnd: Bool { index == record.count }

    mutating func number() throws(MalformedRecord) -> Int {
        var number: UInt = 0
        var shift = 0
        while index < record.count, shift < UInt.bitWidth {
            let byte = record[index]
            index += 1
            number |= UInt(byte & 0x7F) << shift
            if byte < 0x80 { return Int(bitPattern: number) }
            shift += 7
        }
        throw MalformedRecord()
    }

    mutating func signedNumber() throws(MalformedRecord) -> Int {
        let number = UInt(bitPattern: try number())
        return Int(bitPattern: number >> 1) ^ -Int(bitPattern: number & 1)
    }

    mutating func bytes() throws(MalformedRecord) -> [UInt8] {
        Array(record[try range()])
    }

    mutating func text() throws(MalformedRecord) -> String {
        String(decoding: record[try range()], as: UTF8.self)
    }

    mutating func texts() throws(MalformedRecord) -> [String] {
        var texts: [String] = []
        for _ in 0..<(try count()) { texts.append(try text()) }
        return texts
    }

    /// Takes the number of things that follow, each of which has a byte at least.
    mutating func count() throws(MalformedRecord) -> Int {
        let count = try number()
        guard count >= 0, count <= record.count - index else { throw MalformedRecord() }
        return count
    }

    private mutating func range() throws(MalformedRecord) -> Range<Int> {
        let count = try count()
        defer { index += count }
        return index..<(index + count)
    }
}
