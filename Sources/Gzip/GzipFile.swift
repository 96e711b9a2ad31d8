/// Bytes that are the same in many files, compressed once.
package struct DeflatedBytes: Sendable {
    /// A deflate stream that ends on a whole byte, but for the length of the stored block with which it ends.
    let packed: [UInt8]
    let plainCount: Int
    let crc: UInt32
    let combination: UInt

    /// Compresses `plain` by itself: matches reach no further than its own beginning, whatever stands before it.
    ///
    /// - Complexity: O(bytes), slowly.
    package init(_ plain: ArraySlice<UInt8>) {
        // The length of an empty stored block, 00 00 FF FF, is left to what follows.
        packed = Zlib.deflate(plain, ending: .open).dropLast(4)
        plainCount = plain.count
        crc = Zlib.crc32(0, plain)
        combination = Zlib.combination(length: plain.count)
    }

    /// How many bytes it takes in a file.
    package var count: Int { packed.count }
}

/// A gzip file (RFC 1952) that is put together from bytes compressed before and plain bytes between them.
///
/// Compressed bytes end inside a stored block (RFC 1951, 3.2.4) whose length is still open. Plain bytes become the content
/// of that block, so that they cost four bytes more than they have; the checksum of the whole is combined from those of
/// the parts, so that nothing is ever compressed or summed twice. Any decoder reads the result.
package struct GzipFile: Sendable {
    /// The file, once `end` was called.
    package private(set) var bytes: [UInt8] = []
    private var crc: UInt32 = 0
    private var plainCount = 0
    /// Whether `bytes` end inside a stored block that has no length yet.
    private var isStoring = false

    private static let largestStoredBlock = 0xFFFF

    package init() {}

    /// Begins a new file in the memory of the last.
    package mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
        // No name and no time, so that the same content gives the same bytes; 255 stands for an unknown system.
        bytes += [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255]
        (crc, plainCount, isStoring) = (0, 0, false)
    }

    /// Appends bytes that were compressed before.
    ///
    /// - Complexity: O(compressed bytes).
    package mutating func append(_ block: DeflatedBytes) {
        closeStoredBlock()
        bytes += block.packed
        isStoring = true
        crc = Zlib.combine(crc, block.crc, block.combination)
        plainCount += block.plainCount
    }

    /// Appends whatever `body` appends to the array that it is given, uncompressed.
    ///
    /// - Precondition: `body` removes and changes nothing.
    /// - Complexity: O(bytes).
    package mutating func store(_ body: (inout [UInt8]) -> Void) {
        if !isStoring { bytes.append(0) }
        isStoring = false
        let start = bytes.count + 4
        appendLength(0)
        body(&bytes)
        crc = Zlib.crc32(crc, bytes[start...])
        plainCount += bytes.count - start
        setLengths(ofStoredFrom: start)
    }

    /// Ends the file.
    package mutating func end() {
        closeStoredBlock()
        // The last block: fixed codes, and nothing in it.
        bytes += [0x03, 0x00]
        appendLittleEndian(crc)
        appendLittleEndian(UInt32(truncatingIfNeeded: plainCount))
    }

    private mutating func closeStoredBlock() {
        if isStoring { appendLength(0) }
        isStoring = false
    }

    /// Writes the length before the bytes from `start` on, and cuts them into blocks where they are too many for one.
    private mutating func setLengths(ofStoredFrom start: Int) {
        let count = min(bytes.count - start, Self.largestStoredBlock)
        let length = UInt16(count)
        bytes[start - 4] = UInt8(truncatingIfNeeded: length)
        bytes[start - 3] = UInt8(length >> 8)
        bytes[start - 2] = UInt8(truncatingIfNeeded: ~length)
        bytes[start - 1] = UInt8(~length >> 8)
        guard bytes.count - start > count else { return }
        let next = start + count
        bytes.insert(contentsOf: [0, 0, 0, 0, 0], at: next)
        setLengths(ofStoredFrom: next + 5)
    }

    private mutating func appendLength(_ length: UInt16) {
        bytes += [UInt8(truncatingIfNeeded: length), UInt8(length >> 8)]
        bytes += [UInt8(truncatingIfNeeded: ~length), UInt8(~length >> 8)]
    }

    private mutating func appendLittleEndian(_ number: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

extension [UInt8] {
    /// What this gzip file holds; `nil` where it is damaged, or holds more than `limit` bytes.
    ///
    /// - Complexity: O(bytes that it holds).
    package func gunzipped(limit: Int) -> [UInt8]? { Zlib.gunzip(self, limit: limit) }
}
