/// What a name in a template stands for.
indirect enum TemplateShape: Sendable {
    /// A text, or a yes-or-no that only makes sense as a section.
    case value
    /// Names inside names.
    case record([String: TemplateShape])
    /// Names that a section over the list sees, once for each item.
    case list([String: TemplateShape])
}

/// The names that templates of one theme and locale may use, apart from those of the lead.
struct TemplateVocabulary: Sendable {
    var root: [String: TemplateShape]
    var fields: FieldRules

    /// Lists the names that a theme's parameters and strings add to the fixed ones.
    init(params: some Sequence<String>, strings: some Sequence<String>, fields: FieldRules) {
        self.fields = fields
        let values = { (names: [String]) in Dictionary(uniqueKeysWithValues: names.map { ($0, TemplateShape.value) }) }
        let files = values([
            "src", "avif_srcset", "jpeg_srcset", "large", "width", "height", "type", "colour", "colour_class",
        ])
        let picture = files.merging(
            values(["alt", "caption", "first", "early", "wide", "number", "total"])
        ) { $1 }
        root = values([
            "locale", "lang", "title", "description", "content", "opening", "rest", "styles", "script", "csp", "accent",
            "og_locale",
        ])
        for name in AccentColours.names { root[name] = .value }
        root["tenant"] = .record(values(["name"]))
        root["params"] = .record(values(Array(params)))
        root["t"] = .record(values(Array(strings)))
        root["og_image"] = .record(values(["url", "width", "height", "type", "alt"]))
        root["voice"] = .record(
            values(["seconds", "duration", "duration_iso", "waveform", "transcript"]).merging(
                ["sources": .list(values(["src", "type"]))]) { $1 })
        root["photos"] = .record(["count_label": .value, "items": .list(picture)])
        root["price_lists"] = .record(["items": .list(picture)])
        root["documents"] = .record([
            "items": .list(
                values(["src", "title", "format", "size", "pages", "type"]).merging(["cover": .record(files)]) { $1 })
        ])
        root["address"] = .record(values(["text", "dgis_url", "yandex_url", "google_url"]))
        root["whatsapp"] = .record(values(["url", "display"]))
        root["call"] = .record(values(["url", "display"]))
    }

    /// Every name that can be written at the top, for finding the nearest to a mistyped one.
    var allNames: [String] {
        var names = fields.names.map { "lead.\($0)" } + ["lead.expires"]
        for (name, shape) in root {
            names.append(name)
            if case .record(let children) = shape { names += children.keys.map { "\(name).\($0)" } }
        }
        return names
    }
}

/// How the lead fields of a theme may be used in one locale.
struct FieldRules: Sendable {
    /// Every field the theme knows, ascending.
    let names: [String]
    /// Fields that every lead has, because rows without them are rejected or because a fallback stands in.
    var alwaysPresent: Set<String>
    /// What stands in for a field that a lead lacks.
    let fallbacks: [String: String]

    init(theme: Theme, locale: String) {
        names = theme.fieldNames
        var present: Set<String> = []
        var fallbacks: [String: String] = [:]
        for (name, field) in theme.definition.fields {
            if field.isRequired { present.insert(name) }
            if let text = field.fallback[locale] {
                present.insert(name)
                fallbacks[name] = text
            }
        }
        alwaysPresent = present
        self.fallbacks = fallbacks
    }
}
