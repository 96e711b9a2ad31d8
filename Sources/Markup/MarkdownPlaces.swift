import CMarkGFM

/// Finds where nodes begin in the text they were parsed from.
struct MarkdownPlaces {
    private let source: [UInt8]
    private let lines: [Range<Int>]
    /// How far behind the library's column an opening is looked for.
    private static let searchedBytes = 4096
    /// How many scalars begin before each byte: columns of a long line are asked for again and again.
    private let scalarsBefore: [Int32]

    init(_ source: [UInt8]) {
        self.source = source
        lines = SourceLines(source).ranges
        var count: Int32 = 0
        scalarsBefore =
            [0]
            + source.map { byte in
                // Every byte begins a scalar but for the continuing ones.
                if byte & 0xC0 != 0x80 { count += 1 }
                return count
            }
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
        let opens = { (offset: Int) in
            offset < text.count && openings.contains(text[text.startIndex + offset])
        }
        let offset =
            [guess, guess + indentation].first(where: opens)
            ?? (guess..<max(guess, min(text.count, guess + Self.searchedBytes))).first(where: opens) ?? 0
        let start = text.startIndex
        let scalars = scalarsBefore[start + offset] - scalarsBefore[start]
        return MarkdownPosition(line: line, column: Int(scalars) + 1)
    }
}
