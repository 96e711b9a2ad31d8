/// Checks every name of a template, following its partials: that it is known, and that a lead field which can be missing
/// stands inside its own section.
struct TemplateChecker {
    /// What a section makes visible inside it.
    private enum Scope {
        case names([String: TemplateShape])
        /// A section over a text or a yes-or-no: adds no names, but `{{.}}` means it.
        case value
        case field(String)
        /// A field's section in the file that includes this partial, where `{{.}}` cannot reach the lead's value.
        case fieldOutside(String)
    }

    private let vocabulary: TemplateVocabulary
    private let partials: [String: Template]
    private var scopes: [Scope]
    private var guarded: [String] = []
    private var including: [String] = []
    /// Sections and partials that are open.
    private var depth = 0
    private var steps = 0
    /// Whether a limit was met, beyond which nothing is looked at.
    private var isExhausted = false
    private var reported: Set<Diagnostic> = []
    private(set) var diagnostics: [Diagnostic] = []

    init(vocabulary: TemplateVocabulary, partials: [String: Template]) {
        self.vocabulary = vocabulary
        self.partials = partials
        scopes = [.names(vocabulary.root)]
    }

    /// Checks `template` as a page's own; diagnostics gather in `diagnostics`.
    mutating func check(_ template: Template) {
        check(template.nodes, of: template)
    }

    /// Recursion ends at `TemplateLimits.maxDepth`.
    private mutating func check(_ nodes: [TemplateNode], of template: Template) {
        depth += 1
        defer { depth -= 1 }
        for node in nodes {
            guard isWithinLimits(node, template) else { return }
            switch node {
            case .text, .comment: break
            case .variable(let name, let range, _): checkVariable(name, at: range.lowerBound, of: template)
            case .partial(let name, let range): checkPartial(name, at: range.tag.lowerBound, of: template)
            case .section(let name, let isInverted, let range, let children):
                checkSection(name, isInverted, children, at: range.lowerBound, of: template)
            }
        }
    }

    private mutating func isWithinLimits(_ node: TemplateNode, _ template: Template) -> Bool {
        guard !isExhausted else { return false }
        steps += 1
        if depth > TemplateLimits.maxDepth + 1 {
            report(
                .templateLimit, node.offset, template,
                "sections and partials are nested more than \(TemplateLimits.maxDepth) deep",
                fix: "close sections before others begin, and have partials include fewer others")
            isExhausted = true
        } else if steps > TemplateLimits.maxSteps {
            report(
                .templateLimit, node.offset, template, "partials include one another too often",
                fix: "have each include another once")
            isExhausted = true
        }
        return !isExhausted && diagnostics.count < TemplateLimits.maxDiagnostics
    }

    private mutating func checkVariable(_ name: String, at offset: Int, of template: Template) {
        if name == "." {
            switch scopes.last {
            case .value, .field: break
            case .fieldOutside(let field):
                report(
                    .unknownPlaceholder, offset, template, "`{{.}}` cannot mean a section outside its partial",
                    fix: "write {{lead.\(field)}}")
            case .names, nil:
                report(.unknownPlaceholder, offset, template, "`{{.}}` means the text of a section, and none is open")
            }
            return
        }
        guard let field = leadField(name) else {
            if shape(of: name) == nil { reportUnknown(name, offset, template) }
            return
        }
        guard isKnown(field, offset, template), field != "expires" else { return }
        if !guarded.contains(field), !vocabulary.fields.alwaysPresent.contains(field) {
            report(
                .unguardedField, offset, template, "`lead.\(field)` can be missing for a lead and would leave a gap",
                fix: "write {{#lead.\(field)}}…{{/lead.\(field)}} around it, or give it a fallback in theme.yml")
        }
    }

    private mutating func checkSection(
        _ name: String, _ isInverted: Bool, _ children: [TemplateNode], at offset: Int, of template: Template
    ) {
        if let field = leadField(name) {
            guard isKnown(field, offset, template) else { return }
            if !isInverted {
                scopes.append(.field(field))
                guarded.append(field)
            }
            check(children, of: template)
            if !isInverted {
                scopes.removeLast()
                guarded.removeLast()
            }
            return
        }
        guard let shape = shape(of: name) else { return reportUnknown(name, offset, template) }
        guard !isInverted else { return check(children, of: template) }
        switch shape {
        case .value: scopes.append(.value)
        case .record(let names), .list(let names): scopes.append(.names(names))
        }
        check(children, of: template)
        scopes.removeLast()
    }

    private mutating func checkPartial(_ name: String, at offset: Int, of template: Template) {
        guard let partial = partials[name] else {
            report(
                .partialMissing, offset, template, "there is no partial `\(name)`",
                fix: nearestName(to: name, among: partials.keys).map { "did you mean `\($0)`?" }
                    ?? "add partials/\(name).mustache")
            return
        }
        guard !including.contains(name) else {
            report(
                .partialCycle, offset, template, "partial `\(name)` includes itself",
                fix: "remove it from one of the files")
            return
        }
        including.append(name)
        let outer = scopes
        if case .field(let field) = scopes.last { scopes.append(.fieldOutside(field)) }
        check(partial.nodes, of: partial)
        scopes = outer
        including.removeLast()
    }

    /// Looks a dotted name up as Mustache does: the first part in the nearest scope that has it, the rest below it.
    private func shape(of name: String) -> TemplateShape? {
        let parts = name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        for scope in scopes.reversed() {
            guard case .names(let names) = scope, var shape = names[first] else { continue }
            for part in parts.dropFirst() {
                guard case .record(let children) = shape, let child = children[part] else { return nil }
                shape = child
            }
            return shape
        }
        return nil
    }

    private mutating func isKnown(_ field: String, _ offset: Int, _ template: Template) -> Bool {
        if field == "expires" || vocabulary.fields.names.contains(field) { return true }
        if ["phone", "id", "tenant", "slot", "channel_address", "email"].contains(field) {
            report(
                .privateField, offset, template, "`lead.\(field)` must not appear on a page",
                fix: "a page can be forwarded: show the name or the city instead")
        } else {
            reportUnknown("lead.\(field)", offset, template)
        }
        return false
    }

    private mutating func reportUnknown(_ name: String, _ offset: Int, _ template: Template) {
        var candidates = vocabulary.allNames
        if case .names(let names) = scopes.last { candidates += names.keys }
        let nearest = nearestName(to: name, among: candidates)
        let fix =
            nearest.map { "did you mean `{{\($0)}}`?" }
            ?? (name.hasPrefix("lead.") ? "declare the field in theme.yml under `fields`" : nil)
        report(.unknownPlaceholder, offset, template, "`{{\(name)}}` names nothing", fix: fix)
    }

    private mutating func report(
        _ code: DiagnosticCode, _ offset: Int, _ template: Template, _ summary: String, fix: String? = nil
    ) {
        let diagnostic = template.places.diagnostic(.error, code, at: offset, summary, fix: fix)
        if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }
}
