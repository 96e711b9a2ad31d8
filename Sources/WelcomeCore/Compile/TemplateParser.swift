/// A template as a tree of its tags, each with the place it stands at.
///
/// It covers the part of Mustache that themes may use and refuses the rest. A tag other than a variable that stands alone
/// on its line takes the line with it, as the specification has it: no text node holds the spaces and the line's end.
indirect enum TemplateNode: Sendable {
    case text(Range<Int>)
    /// With `isRaw`, a tag of three braces or with `&`.
    case variable(name: String, range: Range<Int>, isRaw: Bool)
    case section(name: String, isInverted: Bool, range: Range<Int>, children: [TemplateNode])
    case partial(name: String, range: PartialRange)
    case comment(Range<Int>)

    /// Where the tag of a partial stands, and the spaces before one that stands alone on its line.
    struct PartialRange: Sendable {
        var tag: Range<Int>
        var indentation: Range<Int>
    }

    /// Where the node begins.
    var offset: Int {
        switch self {
        case .text(let range), .variable(_, let range, _), .section(_, _, let range, _), .comment(let range):
            range.lowerBound
        case .partial(_, let range): range.tag.lowerBound
        }
    }
}

/// Parses the Mustache tags of one text.
struct TemplateParser {
    private let bytes: [UInt8]
    private let places: TextPlaces
    private var position = 0
    private(set) var diagnostics: [Diagnostic] = []

    init(_ bytes: [UInt8], places: TextPlaces) {
        self.bytes = bytes
        self.places = places
    }

    /// Parses `bytes` whole; the nodes are usable only when there are no diagnostics.
    ///
    /// - Complexity: O(bytes).
    static func parse(_ bytes: [UInt8], places: TextPlaces) -> (nodes: [TemplateNode], diagnostics: [Diagnostic]) {
        var parser = TemplateParser(bytes, places: places)
        let nodes = parser.nodes(inside: nil, depth: 0)
        return (nodes, parser.diagnostics)
    }

    private mutating func nodes(inside section: (name: String, range: Range<Int>)?, depth: Int) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let open = find("{{", from: position) {
            let textStart = position
            guard let tag = tag(at: open) else {
                if open > textStart { nodes.append(.text(textStart..<open)) }
                return nodes
            }
            let line = line(of: tag)
            // A partial's own indentation stays where it stands; it goes before the later lines only.
            let textEnd = tag.kind == UInt8(ascii: ">") ? open : line?.lowerBound ?? open
            if textEnd > textStart { nodes.append(.text(textStart..<textEnd)) }
            position = line?.upperBound ?? tag.range.upperBound
            switch tag.kind {
            case UInt8(ascii: "#"), UInt8(ascii: "^"):
                guard depth < TemplateLimits.maxDepth else {
                    report(
                        .templateLimit, tag.range, "sections are nested more than \(TemplateLimits.maxDepth) deep",
                        fix: "close sections before others begin")
                    position = bytes.count
                    return nodes
                }
                let children = self.nodes(inside: (tag.name, tag.range), depth: depth + 1)
                guard isClosed else { return nodes }
                isClosed = false
                nodes.append(
                    .section(
                        name: tag.name, isInverted: tag.kind == UInt8(ascii: "^"), range: tag.range,
                        children: children))
            case UInt8(ascii: "/"):
                guard let section, section.name == tag.name else {
                    report(
                        .templateSyntax, tag.range, "`{{/\(tag.name)}}` closes a section that is not open",
                        fix: section.map { "did you mean `{{/\($0.name)}}`?" })
                    position = bytes.count
                    return nodes
                }
                isClosed = true
                return nodes
            case UInt8(ascii: "!"): nodes.append(.comment(tag.range))
            case UInt8(ascii: ">"):
                let indentation = (line?.lowerBound ?? open)..<open
                nodes.append(.partial(name: tag.name, range: .init(tag: tag.range, indentation: indentation)))
            case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "*"):
                report(
                    .templateTag, tag.range, "this kind of Mustache tag is not supported",
                    fix: "use {{name}}, {{#name}}…{{/name}}, {{^name}}…{{/name}}, {{> partial}} or {{! comment}}")
            default: nodes.append(.variable(name: tag.name, range: tag.range, isRaw: tag.isRaw))
            }
        }
        if let section {
            report(
                .templateSyntax, section.range, "section `\(section.name)` is never closed",
                fix: "add {{/\(section.name)}}")
        }
        if position < bytes.count { nodes.append(.text(position..<bytes.count)) }
        position = bytes.count
        return nodes
    }

    /// The line that `tag` stands alone on, with the line's end; `nil` where it shares the line, or is a variable.
    private func line(of tag: Tag) -> Range<Int>? {
        guard "#^/!>".utf8.contains(tag.kind) else { return nil }
        var start = tag.range.lowerBound
        while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
        guard start == 0 || bytes[start - 1] == 10 else { return nil }
        var end = tag.range.upperBound
        while end < bytes.count, isBlank(bytes[end]) { end += 1 }
        if end < bytes.count, bytes[end] == 13 { end += 1 }
        guard end < bytes.count else { return start..<end }
        return bytes[end] == 10 ? start..<(end + 1) : nil
    }

    /// Whether the innermost call of `nodes(inside:depth:)` met its closing tag.
    private var isClosed = false

    private struct Tag {
        /// The sign that the tag begins with; 0 for a variable.
        var kind: UInt8
        var name: String
        var range: Range<Int>
        /// Whether a variable is not to be escaped.
        var isRaw: Bool
    }

    private mutating func tag(at open: Int) -> Tag? {
        let isTriple = bytes.count > open + 2 && bytes[open + 2] == UInt8(ascii: "{")
        let ending = isTriple ? "}}}" : "}}"
        guard let end = find(ending, from: open + 2) else {
            report(.templateSyntax, open..<min(open + 2, bytes.count), "this tag is never closed", fix: "add \(ending)")
            position = bytes.count
            return nil
        }
        let range = open..<(end + ending.utf8.count)
        var inner = bytes[(open + (isTriple ? 3 : 2))..<end]
        var kind: UInt8 = 0
        if !isTriple, let first = inner.drop(while: isSpace).first, "#^/!>=<$%*&".utf8.contains(first) {
            kind = first
            inner = inner.drop(while: isSpace).dropFirst()
        }
        let name = String(decoding: trimmed(inner), as: UTF8.self)
        if kind != UInt8(ascii: "!"), kind != UInt8(ascii: "="), kind != UInt8(ascii: "%"), !isName(trimmed(inner)) {
            report(
                .templateTag, range, name.isEmpty ? "this tag has no name" : "`\(name)` is not a name",
                fix: "a name is letters, digits, _ and dots, such as lead.name")
            position = range.upperBound
            return Tag(kind: UInt8(ascii: "!"), name: name, range: range, isRaw: false)
        }
        return Tag(kind: kind, name: name, range: range, isRaw: isTriple || kind == UInt8(ascii: "&"))
    }

    private mutating func report(_ code: DiagnosticCode, _ range: Range<Int>, _ summary: String, fix: String? = nil) {
        guard diagnostics.count < TemplateLimits.maxDiagnostics else { return }
        diagnostics.append(places.diagnostic(.error, code, at: range.lowerBound, summary, fix: fix))
    }

    private func find(_ pattern: String, from start: Int) -> Int? {
        bytes.offset(of: Array(pattern.utf8), from: start)
    }
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var slice = bytes.drop(while: isSpace)
    while let last = slice.last, isSpace(last) { slice.removeLast() }
    return slice
}

private func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.elementsEqual([UInt8(ascii: ".")]) { return true }
    let isWord = bytes.allSatisfy {
        (97...122).contains($0 | 0x20) || (48...57).contains($0) || [46, 45, 95, 47].contains($0)
    }
    return isWord && !bytes.isEmpty && bytes.first != 46 && bytes.last != 46
}
