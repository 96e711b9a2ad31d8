/// The beginning and the end of a file, read by absolute offset; whatever was not read is `nil`.
///
/// Every access is checked, offsets may be negative or huge: a header is data of strangers.
struct MediaBytes {
    private let head: [UInt8]
    private let tail: [UInt8]
    private let tailStart: Int

    /// The size of the whole file.
    let count: Int

    init(head: [UInt8], tail: [UInt8], byteCount: Int) {
        self.head = head
        self.tail = tail
        count = max(byteCount, head.count, tail.count)
        tailStart = count - tail.count
    }

    subscript(offset: Int) -> UInt8? {
        if head.indices.contains(offset) { return head[offset] }
        guard offset >= tailStart, offset < count else { return nil }
        return tail[offset - tailStart]
    }

    /// The first offset from which everything to the end of the file can be read.
    var visibleEnd: Int { head.count >= tailStart ? 0 : tailStart }

    /// The sum of an offset and a length, or `nil` when it lies behind the end of the file.
    func offset(_ start: Int, plus length: Int) -> Int? {
        let (sum, overflows) = start.addingReportingOverflow(length)
        return overflows || sum < 0 || sum > count ? nil : sum
    }

    /// The big-endian number of `length` bytes, at most 8; `nil` when it exceeds `Int.max`.
    func big(_ start: Int, _ length: Int) -> Int? {
        number(start, length) { $0 }
    }

    /// The little-endian number of `length` bytes, at most 8; `nil` when it exceeds `Int.max`.
    func little(_ start: Int, _ length: Int) -> Int? {
        number(start, length) { length - 1 - $0 }
    }

    /// Whether the bytes from `start` on are those of `text`.
    func hasText(_ text: String, at start: Int) -> Bool {
        guard start >= 0 else { return false }
        var offset = start
        for byte in text.utf8 {
            guard self[offset] == byte else { return false }
            offset += 1
        }
        return true
    }

    private func number(_ start: Int, _ length: Int, _ position: (Int) -> Int) -> Int? {
        guard start >= 0, offset(start, plus: length) != nil else { return nil }
        var value: UInt64 = 0
        for index in 0..<length {
            guard let byte = self[start + position(index)] else { return nil }
            value = value << 8 | UInt64(byte)
        }
        return Int(exactly: value)
    }
}
