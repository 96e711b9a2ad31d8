/// Turns byte offsets of a text into places of the file that holds it.
package struct TextPlaces: Sendable {
    private let bytes: [UInt8]
    private let origin: SourceLocation
    /// How far every line of the text is indented in its file, as a block of YAML is.
    private let indent: Int
    /// Where each line begins.
    private let lineStarts: [Int]

    /// The longest line that a diagnostic shows, in bytes; a caret under a longer one helps nobody.
    private static let maxExcerptBytes = 2000

    /// Places a text whose first byte stands at `origin` and whose later lines begin at column `indent` + 1.
    package init(_ bytes: [UInt8], origin: SourceLocation, indent: Int = 0) {
        self.bytes = bytes
        self.origin = origin
        self.indent = indent
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 }
    }

    /// Returns the file's path, line and column for a byte offset.
    ///
    /// - Complexity: O(bytes of the line).
    package func location(of offset: Int) -> SourceLocation {
        let offset = min(offset, bytes.count)
        let line = line(of: offset)
        let column = bytes[lineStarts[line]..<offset].count { $0 & 0xC0 != 0x80 }
        let firstColumn = line == 0 ? (origin.column ?? 1) : indent + 1
        var place = origin
        place.line = (origin.line ?? 1) + line
        place.column = firstColumn + column
        return place
    }

    /// Makes a diagnostic at a byte offset, with the line it stands on.
    package func diagnostic(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, at offset: Int, _ summary: String, fix: String? = nil
    ) -> Diagnostic {
        let line = line(of: min(offset, bytes.count))
        let start = lineStarts[line]
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        let leading = line == 0 ? (origin.column ?? 1) - 1 : indent
        let excerpt =
            end - start <= Self.maxExcerptBytes
            ? String(repeating: " ", count: leading) + String(decoding: bytes[start..<end], as: UTF8.self) : nil
        return Diagnostic(severity, code, at: location(of: offset), summary, excerpt: excerpt, fix: fix)
    }

    /// The number of the line, from 0, that a byte stands on.
    private func line(of offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
