/// Sets a text as printers of its language do: spaces that must not break, quotes, dashes and grouped prices.
///
/// It works on Unicode scalars, and knows nothing of markup: the three placeholders stand for what it must not look into.
/// Setting a text that is set changes nothing.
struct Typography: Sendable {
    enum Language: String, Sendable {
        case kk, ru, en
    }

    /// Markup inside a line, which has no width.
    static let tag: Unicode.Scalar = "\u{10FFF0}"
    /// A lead's value: a word that nobody knows yet.
    static let value: Unicode.Scalar = "\u{10FFF1}"
    /// Something that is seen and is no word.
    static let symbol: Unicode.Scalar = "\u{10FFF2}"

    let language: Language

    /// - Parameter locale: a language code; there are no rules for a language that is not known here.
    init?(locale: String) {
        guard let language = Language(rawValue: locale) else { return nil }
        self.language = language
    }

    /// Returns a text without markup as it is to be shown.
    func set(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        set(&scalars)
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Sets one paragraph, heading or cell.
    ///
    /// - Complexity: O(scalars).
    func set(_ text: inout [Unicode.Scalar]) {
        var line = TypographicLine(text)
        line.pairQuotes(language.quotes)
        if language != .en { line.setDashes() }
        line.setPhones()
        line.joinWords(language.joining)
        if language != .en { line.groupPrices() }
        text = line.scalars
    }
}

/// The quotes of a language: outside first, then for a quotation inside a quotation.
struct TypographicQuotes {
    typealias Pair = (open: Unicode.Scalar, close: Unicode.Scalar)

    var outer: Pair
    /// `nil` where straight quotes are left as they are.
    var inner: Pair?
}

/// Which words of a language stay with the word beside them.
struct TypographicJoining: Sendable {
    /// Words that must not end a line.
    var leading: Set<String> = []
    /// Words that must not begin a line.
    var trailing: Set<String> = []
    /// Abbreviations that stay with what they stand before.
    var abbreviations: Set<String> = []
    /// Words that stay with a number before them.
    var units: Set<String>
    /// Whether any common noun stays with a number before it.
    var joinsNouns = false
    /// Whether a single capital letter with a full stop is an initial.
    var joinsInitials = false

    static let russian = TypographicJoining(
        leading: [
            "в", "во", "к", "ко", "с", "со", "о", "об", "обо", "у", "и", "а", "но", "на", "не", "ни", "за", "от", "до",
            "из", "по", "под", "над", "при", "про", "для", "без", "или",
        ], abbreviations: cyrillicAbbreviations, units: cyrillicUnits, joinsNouns: true, joinsInitials: true)

    /// Kazakh has no prepositions; its particles lean on the word before.
    static let kazakh = TypographicJoining(
        trailing: ["да", "де", "ма", "ме"], abbreviations: cyrillicAbbreviations, units: cyrillicUnits,
        joinsNouns: true, joinsInitials: true)

    static let english = TypographicJoining(units: [
        "m", "m²", "m³", "mm", "cm", "km", "g", "kg", "t", "l", "ml", "pcs", "min", "h", "kW", "W", "KB", "MB", "GB",
        "KZT", "USD", "EUR", "RUB",
    ])

    private static let cyrillicUnits: Set<String> = [
        "м", "м²", "м³", "мм", "см", "дм", "км", "г", "кг", "т", "л", "мл", "шт", "тг", "тенге", "теңге", "руб", "сом",
        "сум", "мин", "ч", "кВт", "Вт", "ГБ", "МБ", "КБ",
    ]
    private static let cyrillicAbbreviations: Set<String> = [
        "г", "ул", "д", "кв", "корп", "стр", "оф", "пер", "пл", "пр", "мкр",
    ]
}

extension Typography.Language {
    var quotes: TypographicQuotes {
        switch self {
        case .ru: TypographicQuotes(outer: ("«", "»"), inner: ("„", "“"))
        case .kk: TypographicQuotes(outer: ("«", "»"), inner: nil)
        case .en: TypographicQuotes(outer: ("“", "”"), inner: ("‘", "’"))
        }
    }

    var joining: TypographicJoining {
        switch self {
        case .ru: .russian
        case .kk: .kazakh
        case .en: .english
        }
    }
}
