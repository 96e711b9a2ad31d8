/// Fills templates: each tag gives way to a text of the theme, or to the mark of a lead's value.
///
/// The part of Mustache that `TemplateParser` reads, as its specification has it. Recursion is as deep as the templates
/// are nested, which `TemplateChecker` has bounded before.
struct TemplateRenderer {
    /// The fields that leads of this shape have; the others show their fallback.
    let present: Set<String>
    let fallbacks: [String: String]
    let partials: [String: Template]
    /// What the names of the templates stand for; the leads' own are not among them.
    var values: [String: TemplateValue] = [:]
    /// The marks that were put in so far.
    private(set) var table: SlotTable

    private var escapesHTML = false
    private var hasLink = false
    private var scopes: [TemplateValue] = []
    /// The field whose section `{{.}}` stands in.
    private var field: String?
    /// What every line of a partial begins with, because its tag stands alone on a line behind it.
    private var indentation: [UInt8] = []
    private var steps = 0
    private var output: [UInt8] = []

    init(present: Set<String>, fallbacks: [String: String], partials: [String: Template], table: SlotTable) {
        self.present = present
        self.fallbacks = fallbacks
        self.partials = partials
        self.table = table
    }

    /// Returns `template` filled.
    ///
    /// With `escapesHTML`, texts are escaped for text and quoted attributes unless a tag with three braces asks for them
    /// as they are. With `hasLink`, `{{url}}` means the lead's own link.
    ///
    /// - Throws: `TemplateLimitError`.
    /// - Complexity: O(steps + bytes of the output).
    mutating func fill(
        _ template: Template, escapesHTML: Bool, hasLink: Bool = false
    ) throws(TemplateLimitError) -> [UInt8] {
        self.escapesHTML = escapesHTML
        self.hasLink = hasLink
        scopes = [.record(values)]
        steps = 0
        output = []
        try fill(template.nodes, of: template)
        return output
    }

    private mutating func fill(_ nodes: [TemplateNode], of template: Template) throws(TemplateLimitError) {
        for node in nodes {
            steps += 1
            guard steps <= TemplateLimits.maxSteps, output.count <= TemplateLimits.maxOutputBytes else {
                throw TemplateLimitError(
                    summary: "the templates become more than a page may be", template: template, offset: node.offset)
            }
            switch node {
            case .text(let range): append(template: template.bytes[range])
            case .comment: break
            case .variable(let name, let range, let isRaw):
                fillVariable(name, isRaw: isRaw, at: range.lowerBound, of: template)
            case .partial(let name, let range): try fillPartial(name, indentation: template.bytes[range.indentation])
            case .section(let name, let isInverted, _, let children):
                if isInverted {
                    if !isShown(name) { try fill(children, of: template) }
                } else {
                    try fillSection(name, children, of: template)
                }
            }
        }
    }

    // MARK: Names

    private mutating func fillVariable(_ name: String, isRaw: Bool, at offset: Int, of template: Template) {
        let name = name == "." ? field.map { "lead.\($0)" } ?? name : name
        if let slot = slot(of: name) {
            append(line: table.mark(slot, in: template.places, at: offset))
        } else if case .text(let text) = value(of: name) {
            var bytes: [UInt8] = []
            if escapesHTML, !isRaw {
                Escaping.attribute.append(Array(text.utf8), to: &bytes)
            } else {
                bytes = Array(text.utf8)
            }
            append(line: bytes)
        } else if case .place(let number) = value(of: name) {
            append(line: table.mark(.media(number), in: template.places, at: offset))
        }
    }

    /// Notes a use that no tag of a template makes, and returns the mark to put in its place.
    mutating func mark(_ value: SlotValue, of template: Template) -> [UInt8] {
        table.mark(value, in: template.places, at: 0)
    }

    private func isShown(_ name: String) -> Bool {
        if slot(of: name) != nil { return true }
        return switch value(of: name) {
        case .text, .record, .place: true
        case .flag(let flag): flag
        case .list(let items): !items.isEmpty
        case .nothing: false
        }
    }

    private mutating func fillSection(
        _ name: String, _ children: [TemplateNode], of template: Template
    ) throws(TemplateLimitError) {
        guard isShown(name) else { return }
        let outer = field
        defer { field = outer }
        if slot(of: name) != nil {
            field = leadField(name)
            return try fill(children, of: template)
        }
        field = nil
        let items: [TemplateValue] =
            switch value(of: name) {
            case .list(let items): items.map { .record($0) }
            case let value: [value]
            }
        for item in items {
            scopes.append(item)
            defer { scopes.removeLast() }
            try fill(children, of: template)
        }
    }

    private mutating func fillPartial(_ name: String, indentation: ArraySlice<UInt8>) throws(TemplateLimitError) {
        guard let partial = partials[name] else { return }
        let (outer, outerField) = (self.indentation, field)
        self.indentation += indentation
        field = nil
        try fill(partial.nodes, of: partial)
        (self.indentation, field) = (outer, outerField)
    }

    /// The value of the lead that `name` stands for, where every lead of this shape has it.
    private func slot(of name: String) -> SlotValue? {
        switch name {
        case "lead.expires": .expires
        case "url": hasLink ? .url : nil
        default: leadField(name).flatMap { present.contains($0) ? .field($0) : nil }
        }
    }

    /// Looks a dotted name up: the first part in the nearest scope that has it, the rest below it.
    private func value(of name: String) -> TemplateValue {
        if name == "." { return scopes.last ?? .nothing }
        if let field = leadField(name) { return TemplateValue(fallbacks[field]) }
        let parts = name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return .nothing }
        for scope in scopes.reversed() {
            guard case .record(let names) = scope, var value = names[first] else { continue }
            for part in parts.dropFirst() {
                guard case .record(let names) = value, let child = names[part] else { return .nothing }
                value = child
            }
            return value
        }
        return .nothing
    }

    // MARK: Output

    /// Appends a text of a template, which may have several lines.
    private mutating func append(template text: ArraySlice<UInt8>) {
        guard !indentation.isEmpty else {
            output += text
            return
        }
        var rest = text
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 10).map { $0 + 1 } ?? rest.endIndex
            append(line: rest[..<end])
            rest = rest[end...]
        }
    }

    /// Appends something that is indented as a whole where it begins a line.
    private mutating func append(line: some Collection<UInt8>) {
        guard !line.isEmpty else { return }
        if !indentation.isEmpty, output.last == 10 { output += indentation }
        output += line
    }
}
