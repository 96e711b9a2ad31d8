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
    /// The text of this number among those that a row's own media bring.
    case media(Int)
    /// The hash of the inline style or script of this number, which shows something of a row's own media.
    case hash(Int)
}
