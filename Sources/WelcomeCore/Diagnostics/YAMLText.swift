import Yams

/// The one way from a YAML text to its nodes, which no text can make too deep or larger than itself.
enum YAMLText {
    /// Lists and mappings one inside another.
    static let maxDepth = 100

    /// What a text may not have, and where.
    struct Fault: Error {
        var summary: String
        var fix: String
        /// From 1, where one line is to blame.
        var line: Int?
        var column: Int?
    }

    /// Returns the one document of `text`, or `nil` for an empty text.
    ///
    /// - Throws: `Fault`, or the library's `YamlError`.
    /// - Complexity: O(bytes): an alias, which could repeat a node without end or nest it beyond the library's own limit
    ///   of 1000, is refused before the library sees the text.
    static func compose(_ text: String) throws -> Node? {
        if let fault = alias(in: text) { throw fault }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch YamlError.parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting level") {
            throw tooDeep(mark)
        }
        guard let root else { return nil }
        var open = [(node: root, depth: 1)]
        while let (node, depth) = open.popLast() {
            let children: [Node] =
                switch node {
                case .mapping(let mapping): mapping.flatMap { [$0.key, $0.value] }
                case .sequence(let sequence): Array(sequence)
                default: []
                }
            guard depth <= maxDepth || children.isEmpty else { throw tooDeep(node.mark) }
            open += children.map { ($0, depth + 1) }
        }
        return root
    }

    private static func tooDeep(_ mark: Mark?) -> Fault {
        Fault(
            summary: "lists and mappings are nested more than \(maxDepth) deep", fix: "write it flatter",
            line: mark?.line, column: mark?.column)
    }

    /// Finds an alias, `*name`, behind an anchor, `&name`, of the same name.
    ///
    /// Whether they stand in a text, where they mean nothing, is not looked at: nobody writes such a pair by chance.
    private static func alias(in text: String) -> Fault? {
        let bytes = Array(text.utf8)
        var anchors: Set<ArraySlice<UInt8>> = []
        for index in bytes.indices where bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "*") {
            if index > 0, isNameByte(bytes[index - 1]) { continue }
            let name = bytes[(index + 1)...].prefix(while: isNameByte)
            guard !name.isEmpty else { continue }
            if bytes[index] == UInt8(ascii: "&") {
                anchors.insert(name)
            } else if anchors.contains(name) {
                let shown = String(decoding: name, as: UTF8.self)
                let lineStart = (bytes[..<index].lastIndex(of: 10) ?? -1) + 1
                return Fault(
                    summary: "anchors and aliases such as `*\(shown)` are not supported",
                    fix: "write the value out in each place",
                    line: bytes[..<index].count { $0 == 10 } + 1,
                    column: bytes[lineStart..<index].count { $0 & 0xC0 != 0x80 } + 1)
            }
        }
        return nil
    }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-")
}
