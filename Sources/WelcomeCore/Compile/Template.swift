/// One text with Mustache tags, parsed, and where it comes from.
struct Template: Sendable {
    let bytes: [UInt8]
    let places: TextPlaces
    let nodes: [TemplateNode]

    /// Parses `bytes`; the template is usable only when there are no diagnostics.
    static func parse(
        _ bytes: [UInt8], origin: SourceLocation, indent: Int = 0
    ) -> (template: Template, diagnostics: [Diagnostic]) {
        let places = TextPlaces(bytes, origin: origin, indent: indent)
        let (nodes, diagnostics) = TemplateParser.parse(bytes, places: places)
        return (Template(bytes: bytes, places: places, nodes: nodes), diagnostics)
    }

    /// Returns the text with the mark of a slot wherever a value of the lead is to stand.
    ///
    /// The leads of this shape have the fields `present`; the tags of others stay, for their fallback. With `hasLink`,
    /// `{{url}}` means the lead's own link, as in a message. The marks are noted in `table`.
    func marked(present: Set<String>, hasLink: Bool = false, in table: inout SlotTable) -> String {
        var output: [UInt8] = []
        let names = SlotNames(present: present, hasLink: hasLink)
        mark(nodes, inside: nil, names, &table, &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func mark(
        _ nodes: [TemplateNode], inside field: String?, _ names: SlotNames, _ table: inout SlotTable,
        _ output: inout [UInt8]
    ) {
        for node in nodes {
            switch node {
            case .text(let range), .comment(let range), .partial(_, let range):
                output += bytes[range]
            case .variable(let name, let range):
                let subject = name == "." ? field.map { "lead.\($0)" } ?? name : name
                guard let value = names.value(of: subject) else {
                    output += bytes[range]
                    continue
                }
                let finding = places.diagnostic(.error, .forbiddenSlot, at: range.lowerBound, "")
                output += table.mark(value, finding: finding)
            case .section(let name, let isInverted, let open, let children, let close):
                output += bytes[open]
                // An inverted section leaves the meaning of `{{.}}` alone; any other gives it a new one.
                mark(children, inside: isInverted ? field : leadField(name), names, &table, &output)
                output += bytes[close]
            }
        }
    }
}

/// Returns the field that a name such as `lead.city` stands for.
func leadField(_ name: String) -> String? {
    name.hasPrefix("lead.") ? String(name.dropFirst(5)) : nil
}

/// Which value of the lead, or of its link, a slot shows.
package enum SlotValue: Sendable, Hashable {
    case field(String)
    /// The last day of the link, in words of the page's locale.
    case expires
    /// The whole link; in messages only.
    case url
}

/// The names that stand for values of a lead in one template.
private struct SlotNames {
    let present: Set<String>
    let hasLink: Bool

    func value(of name: String) -> SlotValue? {
        switch name {
        case "lead.expires": .expires
        case "url": hasLink ? .url : nil
        default: leadField(name).flatMap { present.contains($0) ? .field($0) : nil }
        }
    }
}
