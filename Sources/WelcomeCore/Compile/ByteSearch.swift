extension [UInt8] {
    /// The first offset from `start` on at which `pattern` stands, with its end at `limit` at most; the standard library's
    /// search over any collection takes many times as long on bytes.
    ///
    /// - Complexity: O(bytes) for patterns that rarely repeat their first byte.
    package func offset(of pattern: [UInt8], from start: Int = 0, before limit: Int = .max) -> Int? {
        guard let first = pattern.first, pattern.count <= count else { return nil }
        let last = Swift.min(count, limit) - pattern.count
        var index = start
        while index <= last {
            if self[index] == first, matches(pattern, at: index) { return index }
            index += 1
        }
        return nil
    }

    private func matches(_ pattern: [UInt8], at index: Int) -> Bool {
        for (distance, byte) in pattern.enumerated() where self[index + distance] != byte { return false }
        return true
    }
}
