/// Turns byte offsets of a text into places of the file that holds it.
package struct TextPlaces: Sendable {
    private let bytes: [UInt8]
    private let origin: SourceLocation
    /// How far every line of the text is indented in its file, as a block of YAML is.
    private let indent: Int

    /// Places a text whose first byte stands at `origin` and whose later lines begin at column `indent` + 1.
    package init(_ bytes: [UInt8], origin: SourceLocation, indent: Int = 0) {
        self.bytes = bytes
        self.origin = origin
        self.indent = indent
    }

    /// Returns the file's path, line and column for a byte offset.
    package func location(of offset: Int) -> SourceLocation {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = (before.lastIndex(of: 10) ?? -1) + 1
        let line = before.count { $0 == 10 }
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 }
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
        let start = (bytes[..<min(offset, bytes.count)].lastIndex(of: 10) ?? -1) + 1
        let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
        let place = location(of: offset)
        let leading = start == 0 ? (origin.column ?? 1) - 1 : indent
        let line = String(repeating: " ", count: leading) + String(decoding: bytes[start..<end], as: UTF8.self)
        return Diagnostic(severity, code, at: place, summary, excerpt: line, fix: fix)
    }
}
