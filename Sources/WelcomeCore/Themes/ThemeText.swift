/// The text of a theme in one locale: front matter and Markdown body, with the places they stand at.
package struct ThemeText: Sendable {
    /// The file to name in diagnostics.
    package var file: String
    package var definition: ThemeDefinition
    package var body: [UInt8]
    /// How many lines of `file` stand before the body.
    package var lineOffset: Int

    /// Splits `bytes` at front matter that opens on the first line and closes with a line that is exactly `---`.
    ///
    /// A text without an opening fence is all body.
    package static func parse(_ bytes: [UInt8], file: String) -> (text: ThemeText, diagnostics: [Diagnostic]) {
        var lines = LineSplitter(bytes)
        guard let first = lines.next(), isFence(bytes[first]) else {
            return (ThemeText(file: file, definition: ThemeDefinition(), body: bytes, lineOffset: 0), [])
        }
        var count = 1
        while let line = lines.next() {
            count += 1
            guard isFence(bytes[line]) else { continue }
            let yaml = String(
                decoding: bytes[first.upperBound..<line.lowerBound].drop { $0 != 10 }.dropFirst(), as: UTF8.self)
            let (definition, diagnostics) = ThemeDefinition.parse(frontMatter: yaml, file: file, lineOffset: 1)
            let body = Array(bytes[lines.position...])
            return (ThemeText(file: file, definition: definition, body: body, lineOffset: count), diagnostics)
        }
        let unclosed = Diagnostic(
            .error, .frontMatterUnclosed, at: SourceLocation(file: file, line: 1, column: 1),
            "front matter opens here and never closes", excerpt: "---",
            fix: "put a line of exactly three dashes after the last key")
        return (ThemeText(file: file, definition: ThemeDefinition(), body: [], lineOffset: 0), [unclosed])
    }
}

private func isFence(_ line: ArraySlice<UInt8>) -> Bool {
    line.elementsEqual("---".utf8) || line.elementsEqual("---\r".utf8)
}

/// Walks the lines of a text; ranges leave the line feed out.
private struct LineSplitter {
    private let bytes: [UInt8]
    /// Where the next line begins.
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
        position = min(end + 1, bytes.count)
        return start..<end
    }
}
