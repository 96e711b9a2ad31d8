/// A template as a tree of its tags, each with the place it stands at.
///
/// Rendering is the Mustache library's work; this tree exists to check names and guards before, and to give every use of
/// a lead field an identity of its own. It covers the part of Mustache that themes may use and refuses the rest.
indirect enum TemplateNode: Sendable {
    case text(Range<Int>)
    case variable(name: String, range: Range<Int>)
    case section(name: String, isInverted: Bool, open: Range<Int>, children: [TemplateNode], close: Range<Int>)
    case partial(name: String, range: Range<Int>)
    case comment(Range<Int>)
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
    static func parse(_ bytes: [UInt8], places: TextPlaces) -> (nodes: [TemplateNode], diagnostics: [Diagnostic]) {
        var parser = TemplateParser(bytes, places: places)
        let nodes = parser.nodes(inside: nil)
        return (nodes, parser.diagnostics)
    }

    private mutating func nodes(inside section: (name: String, open: Range<Int>)?) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while let open = find("{{", from: position) {
            if open > position { nodes.append(.text(position..<open)) }
            guard let tag = tag(at: open) else { return nodes }
            position = tag.range.upperBound
            switch tag.kind {
            case UInt8(ascii: "#"), UInt8(ascii: "^"):
                let children = self.nodes(inside: (tag.name, tag.range))
                guard let close = closed else { return nodes }
                closed = nil
                nodes.append(
                    .section(
                        name: tag.name, isInverted: tag.kind == UInt8(ascii: "^"), open: tag.range,
                        children: children, close: close))
            case UInt8(ascii: "/"):
                guard let section, section.name == tag.name else {
                    report(
                        .templateSyntax, tag.range, "`{{/\(tag.name)}}` closes a section that is not open",
                        fix: section.map { "did you mean `{{/\($0.name)}}`?" })
                    position = bytes.count
                    return nodes
                }
                closed = tag.range
                return nodes
            case UInt8(ascii: "!"): nodes.append(.comment(tag.range))
            case UInt8(ascii: ">"): nodes.append(.partial(name: tag.name, range: tag.range))
            case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "*"):
                report(
                    .templateTag, tag.range, "this kind of Mustache tag is not supported",
                    fix: "use {{name}}, {{#name}}…{{/name}}, {{^name}}…{{/name}}, {{> partial}} or {{! comment}}")
            default: nodes.append(.variable(name: tag.name, range: tag.range))
            }
        }
        if let section {
            report(
                .templateSyntax, section.open, "section `\(section.name)` is never closed",
                fix: "add {{/\(section.name)}}")
        }
        if position < bytes.count { nodes.append(.text(position..<bytes.count)) }
        position = bytes.count
        return nodes
    }

    /// The closing tag that ended the innermost call of `nodes(inside:)`.
    private var closed: Range<Int>?

    private mutating func tag(at open: Int) -> (kind: UInt8, name: String, range: Range<Int>)? {
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
            return (UInt8(ascii: "!"), name, range)
        }
        return (kind, name, range)
    }

    private mutating func report(_ code: DiagnosticCode, _ range: Range<Int>, _ summary: String, fix: String? = nil) {
        diagnostics.append(places.diagnostic(.error, code, at: range.lowerBound, summary, fix: fix))
    }

    private func find(_ pattern: String, from start: Int) -> Int? {
        bytes.offset(of: Array(pattern.utf8), from: start)
    }
}

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
