import Yams

/// Reads one YAML text key by key and collects a diagnostic, with its place, for everything that does not fit.
///
/// Settings, themes, front matter and strings are all read through it, so that each answers a mistake in the same way:
/// an unknown key names the nearest known one, a wrong value says what would be right.
struct YAMLReader {
    /// The codes under which a kind of file reports its diagnostics.
    struct Codes {
        var syntax: DiagnosticCode
        var unknownKey: DiagnosticCode
        var value: DiagnosticCode
        /// For keys that would hold a secret, where the file is one that people put secrets into.
        var secret: DiagnosticCode?

        static let settings = Codes(
            syntax: .settingsSyntax, unknownKey: .settingsUnknownKey, value: .settingsValue, secret: .settingsSecret)
        static let theme = Codes(syntax: .themeSyntax, unknownKey: .themeUnknownKey, value: .themeValue)
        static let frontMatter = Codes(syntax: .frontMatterSyntax, unknownKey: .themeUnknownKey, value: .themeValue)
    }

    /// The diagnostics about one text; who has more has mended none of these yet.
    private static let maxDiagnostics = 200

    let file: String
    let codes: Codes
    /// How many lines of the file stand before the text, for front matter.
    let lineOffset: Int
    private(set) var diagnostics: [Diagnostic] = []
    private var lines: [Substring] = []
    /// The lines of the file that hold a secret, which no diagnostic shows.
    private var secretLines: Set<Int> = []

    init(file: String, codes: Codes, lineOffset: Int = 0) {
        self.file = file
        self.codes = codes
        self.lineOffset = lineOffset
    }

    /// Returns the mapping that `text` holds; empty for an empty text, `nil` after a reported syntax error.
    mutating func mapping(of text: String) -> YAMLMapping? {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        do {
            guard let root = try YAMLText.compose(text) else { return YAMLMapping(pairs: []) }
            if isNull(root) { return YAMLMapping(pairs: []) }
            return mapping(root, named: "the file")
        } catch let fault as YAMLText.Fault {
            let place = SourceLocation(file: file, line: (fault.line ?? 1) + lineOffset, column: fault.column ?? 1)
            report(codes.syntax, at: place, fault.summary, fix: fault.fix)
        } catch let error as YamlError {
            let (problem, mark) = describe(error)
            var place = location(mark)
            // What is missing at the end of a text is missed on the line below its last, which may not be there.
            place.line = min(place.line ?? 1, text.count(where: \.isNewline) + 1 + lineOffset)
            report(codes.syntax, at: place, problem, fix: "check indentation, colons and quotes on this line")
        } catch {
            report(codes.syntax, nil, "the text is not YAML")
        }
        return nil
    }

    // MARK: Values

    mutating func mapping(_ node: Node, named name: String) -> YAMLMapping? {
        guard case .mapping(let mapping) = node else {
            report(codes.value, node.mark, "\(name) must be a list of `key: value` pairs")
            return nil
        }
        var pairs: [YAMLMapping.Pair] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                report(codes.value, key.mark, "a key must be a plain word")
                continue
            }
            pairs.append(.init(key: name, mark: key.mark, value: value))
        }
        return YAMLMapping(pairs: pairs)
    }

    /// Reports every key of `mapping` that is not among `known`.
    mutating func rejectUnknownKeys(in mapping: YAMLMapping, known: [String]) {
        for pair in mapping.pairs where !known.contains(pair.key) {
            if let secret = codes.secret, SecretNames.contain(pair.key) {
                reportSecret(secret, pair)
                continue
            }
            let nearest = nearestName(to: pair.key, among: known)
            report(
                codes.unknownKey, pair.mark, "unknown key `\(pair.key)`",
                fix: nearest.map { "did you mean `\($0)`?" } ?? "known keys: \(known.joined(separator: ", "))")
        }
    }

    /// The text under `key`, or `nil` where it is absent, null or not a text (which is reported).
    mutating func string(_ key: String, in mapping: YAMLMapping) -> Located<String>? {
        guard let node = present(key, in: mapping) else { return nil }
        return string(node, named: key)
    }

    /// The text under a key of a theme, or `nil` where there is none or it is longer than allowed (which is reported).
    mutating func themeText(_ node: Node?, named key: String) -> Located<String>? {
        guard let node, !isNull(node), let text = string(node, named: key) else { return nil }
        if let diagnostic = TextLimits.diagnostic(text, under: key) {
            report(diagnostic.code, at: text.location, diagnostic.summary, fix: diagnostic.fix)
            return nil
        }
        return text
    }

    mutating func string(_ node: Node, named name: String) -> Located<String>? {
        guard let scalar = node.scalar else {
            report(codes.value, node.mark, "`\(name)` must be a text")
            return nil
        }
        guard scalar.style == .literal || scalar.style == .folded, let mark = node.mark else {
            return Located(scalar.string, at: location(node.mark))
        }
        // A block's text begins on the line below its `|`, behind its indentation.
        let indent = lines.indices.contains(mark.line) ? lines[mark.line].prefix { $0 == " " }.count : 0
        return Located(
            scalar.string, at: SourceLocation(file: file, line: mark.line + 1 + lineOffset, column: indent + 1))
    }

    mutating func boolean(_ key: String, in mapping: YAMLMapping) -> Bool? {
        guard let node = present(key, in: mapping) else { return nil }
        switch node.scalar?.string {
        case "true", "True", "yes", "on": return true
        case "false", "False", "no", "off": return false
        default:
            report(codes.value, node.mark, "`\(key)` must be true or false")
            return nil
        }
    }

    mutating func integer(_ key: String, in mapping: YAMLMapping, within range: ClosedRange<Int>) -> Int? {
        guard let node = present(key, in: mapping) else { return nil }
        if let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) { return number }
        report(
            codes.value, node.mark, "`\(key)` must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, in mapping: YAMLMapping, as type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        string(key, in: mapping).flatMap { choice($0, named: key) }
    }

    /// Reads one of a few names that somebody wrote under `key`.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: Located<String>, named key: String
    ) -> Choice? where Choice.RawValue == String {
        if let choice = Choice(rawValue: text.value) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        report(
            codes.value, at: text.location, "`\(key)` must be one of: \(names.joined(separator: ", "))",
            fix: nearestName(to: text.value, among: names).map { "did you mean `\($0)`?" })
        return nil
    }

    /// The items under `key`: a list, or a single item where a person left the dash away.
    mutating func items(_ key: String, in mapping: YAMLMapping) -> [Node]? {
        guard let node = present(key, in: mapping) else { return nil }
        if case .sequence(let sequence) = node { return Array(sequence) }
        return [node]
    }

    mutating func strings(_ key: String, in mapping: YAMLMapping) -> [Located<String>]? {
        guard let nodes = items(key, in: mapping) else { return nil }
        var texts: [Located<String>] = []
        for node in nodes {
            if let text = string(node, named: key) { texts.append(text) }
        }
        return texts
    }

    mutating func mapping(_ key: String, in mapping: YAMLMapping) -> YAMLMapping? {
        guard let node = present(key, in: mapping) else { return nil }
        return self.mapping(node, named: "`\(key)`")
    }

    private func present(_ key: String, in mapping: YAMLMapping) -> Node? {
        guard let node = mapping[key], !isNull(node) else { return nil }
        return node
    }

    private func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    // MARK: Diagnostics

    mutating func report(
        _ code: DiagnosticCode, _ mark: Mark?, _ summary: String, fix: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        report(code, at: location(mark), summary, fix: fix, severity: severity)
    }

    mutating func report(
        _ code: DiagnosticCode, at location: SourceLocation, _ summary: String, fix: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        guard diagnostics.count < Self.maxDiagnostics else { return }
        let index = (location.line ?? 0) - lineOffset - 1
        let isShown = lines.indices.contains(index) && !secretLines.contains(location.line ?? 0)
        let excerpt = isShown ? String(lines[index]) : nil
        diagnostics.append(Diagnostic(severity, code, at: location, summary, excerpt: excerpt, fix: fix))
    }

    /// Reports a key that holds a secret; no diagnostic shows its line, whichever came first.
    private mutating func reportSecret(_ code: DiagnosticCode, _ pair: YAMLMapping.Pair) {
        let place = location(pair.mark)
        reportWithoutExcerpt(
            code, at: place, "`\(pair.key)` has no place in settings",
            fix: "the CRM keeps it and puts it into the request; `welcome channels` says where")
        secretLines.insert(place.line ?? 0)
        for index in diagnostics.indices where diagnostics[index].location?.line == place.line {
            diagnostics[index].excerpt = nil
        }
    }

    /// Reports a diagnostic about a line that may hold a secret, which is not shown.
    mutating func reportWithoutExcerpt(
        _ code: DiagnosticCode, at location: SourceLocation, _ summary: String, fix: String? = nil
    ) {
        diagnostics.append(Diagnostic(.error, code, at: location, summary, fix: fix))
    }

    func location(_ mark: Mark?) -> SourceLocation {
        SourceLocation(file: file, line: (mark?.line ?? 1) + lineOffset, column: mark?.column ?? 1)
    }

    /// The parser's own words without the YAML text, which its errors carry along.
    private func describe(_ error: YamlError) -> (problem: String, mark: Mark?) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (problem, mark)
        case .duplicatedKeysInMapping(let duplicates, let context):
            ("the key `\(duplicates.joined(separator: ", "))` is given twice", context.mark)
        case .reader(let problem, _, _, _): (problem, nil)
        default: ("the text is not YAML", nil)
        }
    }
}

/// The pairs of one YAML mapping, in the order of the file.
struct YAMLMapping {
    struct Pair {
        var key: String
        var mark: Mark?
        var value: Node
    }

    var pairs: [Pair]

    subscript(key: String) -> Node? {
        pairs.first { $0.key == key }?.value
    }
}

/// A value and the place a person wrote it at.
package struct Located<Value: Sendable>: Sendable {
    package var value: Value
    package var location: SourceLocation

    package init(_ value: Value, at location: SourceLocation) {
        self.value = value
        self.location = location
    }
}
