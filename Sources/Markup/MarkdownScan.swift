/// Looks over a Markdown text before it is parsed and finds what would make the parser slow or its output huge.
///
/// It over-counts where telling exactly would mean parsing: code blocks are looked at as if they were text. A theme
/// comes nowhere near any of the limits.
struct MarkdownScan {
    private let limits: MarkdownLimits
    private var run = Run(firstLine: 1)
    private var cells = 0
    private var closingBrackets = 0
    private var longestDefinition = (bytes: 0, line: 1)

    /// What is known of the lines since the last blank one.
    private struct Run {
        var firstLine: Int
        var textBytes = 0
        var openBrackets = 0
        /// Columns of the table that these lines are rows of; 0 outside tables.
        var columns = 0
        /// Whether the line above the table's delimiter row had as many cells, so that it is a table for certain.
        var isTable = false
        /// Cells of the line before.
        var cellsBefore = 0
        /// Bytes since the line that may have begun a link definition.
        var definition: (bytes: Int, line: Int)?
    }

    private init(limits: MarkdownLimits) {
        self.limits = limits
    }

    /// Checks `source` against `limits`.
    ///
    /// - Complexity: O(bytes).
    static func check(_ source: [UInt8], limits: MarkdownLimits) throws(MarkdownLimitError) {
        guard source.count <= limits.maxFileBytes else { throw MarkdownLimitError(.fileBytes) }
        var scan = MarkdownScan(limits: limits)
        for (index, line) in SourceLines(source).ranges.enumerated() {
            try scan.take(source[line], number: index + 1)
        }
        let (growth, isHuge) = scan.longestDefinition.bytes.multipliedReportingOverflow(by: scan.closingBrackets)
        guard !isHuge, growth <= limits.maxOutputBytes else {
            throw MarkdownLimitError(.linkDefinitions, line: scan.longestDefinition.line)
        }
    }

    private mutating func take(_ line: ArraySlice<UInt8>, number: Int) throws(MarkdownLimitError) {
        guard line.count <= limits.maxParagraphBytes else { throw MarkdownLimitError(.paragraphBytes, line: number) }
        let prefix = ContainerPrefix(of: line)
        guard prefix.depth <= limits.maxNesting else { throw MarkdownLimitError(.nesting, line: number) }
        let content = line.dropFirst(prefix.bytes)
        guard !content.isEmpty || prefix.hasListMarker else {
            run = Run(firstLine: number + 1)
            return
        }
        try takeTableRow(content, number: number)
        if !run.isTable {
            run.textBytes += line.count + 1
            guard run.textBytes <= limits.maxParagraphBytes else {
                throw MarkdownLimitError(.paragraphBytes, line: run.firstLine)
            }
        }
        try takeBrackets(content, number: number)
    }

    private mutating func takeTableRow(_ content: ArraySlice<UInt8>, number: Int) throws(MarkdownLimitError) {
        let columns = delimiterColumns(content)
        guard columns <= limits.maxTableColumns else { throw MarkdownLimitError(.tableColumns, line: number) }
        if columns > run.columns {
            run.columns = columns
            run.isTable = columns == run.cellsBefore
            cells += columns
        } else {
            cells += run.columns
        }
        guard cells <= limits.maxTableCells else { throw MarkdownLimitError(.tableCells, line: number) }
        run.cellsBefore = run.columns == 0 ? cellCount(content) : 0
    }

    private mutating func takeBrackets(_ content: ArraySlice<UInt8>, number: Int) throws(MarkdownLimitError) {
        var beginsDefinition = false
        var previous: UInt8 = 0
        for byte in content {
            if previous == UInt8(ascii: "\\") {
                previous = 0
                continue
            }
            switch byte {
            case UInt8(ascii: "["):
                run.openBrackets += 1
                guard run.openBrackets <= limits.maxNesting else { throw MarkdownLimitError(.nesting, line: number) }
            case UInt8(ascii: "]"):
                run.openBrackets = max(run.openBrackets - 1, 0)
                closingBrackets += 1
            case UInt8(ascii: ":") where previous == UInt8(ascii: "]"):
                beginsDefinition = true
            default:
                break
            }
            previous = byte
        }
        if beginsDefinition { run.definition = (0, number) }
        guard let definition = run.definition else { return }
        run.definition?.bytes += content.count
        if definition.bytes + content.count > longestDefinition.bytes {
            longestDefinition = (definition.bytes + content.count, definition.line)
        }
    }
}

/// What stands before a line's own text: indentation, block quote signs and list markers.
private struct ContainerPrefix {
    var bytes = 0
    var depth = 0
    var hasListMarker = false

    init(of line: ArraySlice<UInt8>) {
        let blanks: Set<UInt8> = [0x20, 0x09]
        var rest = line
        var markers = 0
        let indentation = rest.prefix { blanks.contains($0) }.reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
        while true {
            rest = rest.drop { blanks.contains($0) }
            if rest.first == UInt8(ascii: ">") {
                rest = rest.dropFirst()
            } else if let marker = Self.listMarker(rest) {
                rest = rest.dropFirst(marker)
                hasListMarker = true
            } else {
                break
            }
            markers += 1
        }
        bytes = line.count - rest.count
        // Two columns are the least that a nested list needs.
        depth = markers == 0 ? 0 : markers + indentation / 2
    }

    /// The length of the list marker that `text` begins with, or `nil`.
    private static func listMarker(_ text: ArraySlice<UInt8>) -> Int? {
        let digits = text.prefix(10).prefix { (0x30...0x39).contains($0) }.count
        let signs: [UInt8] = digits == 0 ? Array("-+*".utf8) : Array(".)".utf8)
        let rest = text.dropFirst(digits)
        guard digits < 10, let sign = rest.first, signs.contains(sign) else { return nil }
        guard let after = rest.dropFirst().first else { return digits + 1 }
        return after == 0x20 || after == 0x09 ? digits + 1 : nil
    }
}

/// The number of columns when `content` looks like a table's delimiter row, else 0.
private func delimiterColumns(_ content: ArraySlice<UInt8>) -> Int {
    var columns = 0
    var hasPipe = false
    var hasDash = false
    for byte in content {
        switch byte {
        case UInt8(ascii: "|"):
            hasPipe = true
            columns += hasDash ? 1 : 0
            hasDash = false
        case UInt8(ascii: "-"): hasDash = true
        case UInt8(ascii: ":"), 0x20, 0x09, 0x0B, 0x0C: break
        default: return 0
        }
    }
    return hasPipe ? columns + (hasDash ? 1 : 0) : 0
}

/// The number of cells that `content` has as a table row: one more than its inner pipes.
private func cellCount(_ content: ArraySlice<UInt8>) -> Int {
    var rest = content
    while let last = rest.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
    if rest.first == UInt8(ascii: "|") { rest = rest.dropFirst() }
    if rest.last == UInt8(ascii: "|"), rest.dropLast().last != UInt8(ascii: "\\") { rest = rest.dropLast() }
    var pipes = 0
    var previous: UInt8 = 0
    for byte in rest {
        if byte == UInt8(ascii: "|"), previous != UInt8(ascii: "\\") { pipes += 1 }
        previous = byte
    }
    return pipes + 1
}
