import CMarkGFM

/// Finds where nodes begin in the text they were parsed from.
struct MarkdownPlaces {
    private let source: [UInt8]
    private let lines: [Range<Int>]

    init(_ source: [UInt8]) {
        self.source = source
        lines = SourceLines(source).ranges
    }

    /// Where a link, an image or raw HTML begins.
    ///
    /// The library gives a link that runs over several lines the place of its end, and counts columns of a paragraph's
    /// later lines from behind their indentation. So the first child's place is preferred, and the byte that opens such
    /// a node must stand there.
    func position(of node: CMarkNode) -> MarkdownPosition {
        var (line, column) = node.start
        let openings: [UInt8]
        switch node.type {
        case CMARK_NODE_IMAGE: openings = Array("!".utf8)
        case CMARK_NODE_LINK: openings = Array("[<".utf8)
        default: openings = Array("<".utf8)
        }
        if let child = node.firstChild?.start, child.line > 0 {
            line = child.line
            column = child.column - (node.type == CMARK_NODE_IMAGE ? 2 : 1)
        }
        guard lines.indices.contains(line - 1) else { return MarkdownPosition(line: max(line, 1), column: 1) }
        let text = source[lines[line - 1]]
        let indentation = text.prefix { $0 == 0x20 || $0 == 0x09 }.count
        let guess = max(column - 1, 0)
        let candidates = [guess, guess + indentation] + Array(guess..<max(guess, text.count))
        let offset = candidates.first { $0 < text.count && openings.contains(text[text.startIndex + $0]) } ?? 0
        // Every byte begins a scalar but for the continuing ones.
        return MarkdownPosition(line: line, column: text.prefix(offset).count { $0 & 0xC0 != 0x80 } + 1)
    }
}
