/// Where the lines of a text stand; a line ends at LF, CR or CR LF, as CommonMark has it.
struct SourceLines {
    /// The bytes of each line without its ending.
    let ranges: [Range<Int>]

    /// - Complexity: O(bytes).
    init(_ source: [UInt8]) {
        var ranges: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < source.count {
            let byte = source[index]
            index += 1
            guard byte == 0x0A || byte == 0x0D else { continue }
            ranges.append(start..<(index - 1))
            if byte == 0x0D, index < source.count, source[index] == 0x0A { index += 1 }
            start = index
        }
        if start < source.count { ranges.append(start..<source.count) }
        self.ranges = ranges
    }
}
