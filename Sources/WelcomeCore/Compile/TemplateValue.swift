/// What a name of a template stands for, apart from the values of the lead.
enum TemplateValue: Sendable, Hashable {
    case text(String)
    /// A yes or no, for sections.
    case flag(Bool)
    /// Names that a section over it sees.
    case record([String: TemplateValue])
    /// A section over it is repeated for each of its records.
    case list([[String: TemplateValue]])
    /// The text of this number among those that a row's own media bring.
    case place(Int)
    /// A name that is known and has nothing to show.
    case nothing

    /// The value, or `nothing`.
    init(_ text: String?) { self = text.map { .text($0) } ?? .nothing }

    /// The number as text, or `nothing`.
    init(_ number: Int?) { self = number.map { .text("\($0)") } ?? .nothing }

    /// The record, or `nothing`.
    init(_ record: [String: TemplateValue]?) { self = record.map { .record($0) } ?? .nothing }

    /// A record of texts.
    init(texts: [String: String]) { self = .record(texts.mapValues { .text($0) }) }

    /// Every text in here, for marks that must not be found in one by chance.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .record(let names): names.values.flatMap(\.texts)
        case .list(let items): items.flatMap { $0.values.flatMap(\.texts) }
        case .flag, .place, .nothing: []
        }
    }
}
