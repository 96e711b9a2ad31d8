extension TemplateSet {
    /// The text a message may have at most, in UTF-16 units: beyond it the gateway loses messages.
    package static let maxMessageUnits = 1200
    /// The length in Unicode scalars from which a message is too long to be read, or to fit a request line.
    package static let longMessageScalars = 300
    /// What the shortest link takes: `https://`, a host of three characters, a slash and the code.
    private static let shortestLink = 32

    /// Checks what does not depend on a lead: the link alone on the last line, no other link, and the length.
    func checkMessage() -> [Diagnostic] {
        guard let message else {
            let place = SourceLocation(file: text.file, line: 1, column: 1)
            return [
                Diagnostic(
                    .error, .messageMissing, at: place, "there is no `message` for this locale",
                    fix: "add `message: |` with the text to send and {{url}} on its last line")
            ]
        }
        var diagnostics = checkLink(of: message)
        let text = withoutLastLineEnds(literalBytes(message.nodes, of: message))
        let literal = String(decoding: text, as: UTF8.self)
        let scalars = literal.unicodeScalars.count
        if literal.utf16.count > Self.maxMessageUnits {
            diagnostics.append(
                message.places.diagnostic(
                    .error, .messageTooLong, at: 0, "a message must fit \(Self.maxMessageUnits) UTF-16 units"))
        } else if scalars > Self.longMessageScalars {
            diagnostics.append(
                message.places.diagnostic(
                    .warning, .messageLong, at: 0,
                    "a message of \(scalars) characters is longer than the \(Self.longMessageScalars) that are read"))
        }
        return diagnostics
    }

    private func checkLink(of message: Template) -> [Diagnostic] {
        let ranges = links(in: message.nodes)
        let topLevel = message.nodes.compactMap(\.link)
        guard let range = topLevel.first, ranges.count == 1 else {
            return [
                message.places.diagnostic(
                    .error, .messageURL,
                    at: ranges.last?.lowerBound ?? withoutLastLineEnds(message.bytes).count,
                    "a message needs {{url}} exactly once, outside every section",
                    fix: "put {{url}} alone on the last line")
            ]
        }
        let before = message.bytes[..<range.lowerBound].last
        let after = message.bytes[range.upperBound...]
        guard before == nil || before == 10, after.allSatisfy({ $0 == 10 || $0 == 13 }) else {
            return [
                message.places.diagnostic(
                    .error, .messageURL, at: range.lowerBound, "{{url}} must stand alone on the last line",
                    fix: "messengers take what stands beside a link for a part of it")
            ]
        }
        guard let other = firstLink(in: message.nodes, of: message) else { return [] }
        return [
            message.places.diagnostic(
                .error, .messageURL, at: other, "a message must hold no link but {{url}}",
                fix: "messengers preview the first link only, and link names of hosts, mail addresses and @names too")
        ]
    }

    /// Where the first words stand that messengers link.
    private func firstLink(in nodes: [TemplateNode], of template: Template) -> Int? {
        for node in nodes {
            switch node {
            case .text(let range):
                if let offset = LinkLikeText.firstOffset(in: template.bytes[range]) { return offset }
            case .section(_, _, _, let children):
                if let offset = firstLink(in: children, of: template) { return offset }
            case .variable, .partial, .comment: continue
            }
        }
        return nil
    }

    /// Whether the message has no gap for leads that lack the fields `names`, even if every lead is to have them.
    func canDoWithout(_ names: Set<String>) -> Bool {
        guard let message else { return false }
        var rules = fields
        rules.alwaysPresent.subtract(names.filter { fields.fallbacks[$0] == nil })
        var vocabulary = TemplateVocabulary(params: definition.params.keys, strings: strings.plain.keys, fields: rules)
        vocabulary.root["url"] = .value
        var checker = TemplateChecker(vocabulary: vocabulary, partials: [:])
        checker.check(message)
        return checker.diagnostics.isEmpty
    }

    private func links(in nodes: [TemplateNode]) -> [Range<Int>] {
        nodes.flatMap { node in
            if case .section(_, _, _, let children) = node { return links(in: children) }
            return [node.link].compactMap(\.self)
        }
    }

    private func withoutLastLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        bytes.lastIndex { $0 != 10 && $0 != 13 }.map { Array(bytes[...$0]) } ?? []
    }

    /// The text that every lead's message has, with letters in place of the link.
    private func literalBytes(_ nodes: [TemplateNode], of template: Template) -> [UInt8] {
        nodes.flatMap { node -> [UInt8] in
            switch node {
            case .text(let range): Array(template.bytes[range])
            case .section(_, let isInverted, _, let children):
                isInverted ? [] : literalBytes(children, of: template)
            default: node.link == nil ? [] : [UInt8](repeating: UInt8(ascii: "x"), count: Self.shortestLink)
            }
        }
    }
}

extension TemplateNode {
    /// The place of the tag when the node is `{{url}}`.
    fileprivate var link: Range<Int>? {
        if case .variable("url", let range, _) = self { range } else { nil }
    }
}
