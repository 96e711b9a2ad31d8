/// The templates of one theme in one locale, parsed and checked; compiled for each shape of lead that comes.
struct TemplateSet: Sendable {
    let theme: Theme
    let locale: String
    let text: ThemeText
    /// The theme's settings with those of its text laid over them.
    let definition: ThemeDefinition
    /// The title as a page shows it.
    let title: String?
    let strings: ThemeStrings
    let fields: FieldRules
    let layout: Template
    let partials: [String: Template]
    let body: Template
    let message: Template?
    /// The accent in the shades that the theme's styles need, by the names that templates know.
    let accentColours: [String: TemplateValue]

    /// Parses and checks everything; the set is usable only when no diagnostic is an error.
    ///
    /// `text` is the locale's, with a row of the `themes` table already laid over it.
    static func make(theme: Theme, locale: String, text: ThemeText) -> (set: TemplateSet?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let definition = theme.definition.overlaid(by: text.definition)
        let (strings, found) = theme.strings(locale)
        diagnostics += found
        guard let (layoutBytes, layoutFile) = theme.text("layout.mustache") else {
            let place = SourceLocation(file: theme.chain[0].path)
            return (
                nil,
                diagnostics + [
                    Diagnostic(
                        .error, .themeText, at: place, "no theme of the chain has a layout.mustache",
                        fix: "extend `base`, or add the file")
                ]
            )
        }
        let parse = { (bytes: [UInt8], origin: SourceLocation, indent: Int) -> Template in
            let (template, found) = Template.parse(bytes, origin: origin, indent: indent)
            diagnostics += found
            return template
        }
        let layout = parse(layoutBytes, SourceLocation(file: layoutFile), 0)
        let partials = theme.partials.mapValues { parse($0.bytes, SourceLocation(file: $0.file), 0) }
        let body = parse(text.body, SourceLocation(file: text.file, line: text.lineOffset + 1), 0)
        let message = definition.message.map { message in
            parse(Array(message.value.utf8), message.location, (message.location.column ?? 1) - 1)
        }
        let styles = StyleColours(styles: theme.styles)
        let typography = Self.typography(of: definition, locale)
        let title = definition.title.map { typography?.set($0.value) ?? $0.value }
        let set = TemplateSet(
            theme: theme, locale: locale, text: text, definition: definition, title: title, strings: strings,
            fields: FieldRules(theme: theme, locale: locale), layout: layout, partials: partials, body: body,
            message: message, accentColours: accentColours(of: definition, on: styles))
        diagnostics += set.checkNames()
        diagnostics += set.checkPlainTexts()
        diagnostics += set.checkMarkdown()
        diagnostics += set.checkMessage()
        if let accent = definition.accent {
            diagnostics += [AccentColours.diagnostic(accent: accent, styles: styles)].compactMap(\.self)
        }
        var selector = MediaSelector(theme: theme, definition: definition)
        selector.select(LeadMedia())
        diagnostics += selector.diagnostics
        return (set, diagnostics)
    }

    private static func accentColours(
        of definition: ThemeDefinition, on styles: StyleColours
    ) -> [String: TemplateValue] {
        guard let accent = definition.accent.flatMap({ Colour(hex: $0.value) }) else {
            return Dictionary(uniqueKeysWithValues: AccentColours.names.map { ($0, .nothing) })
        }
        return AccentColours(accent: accent, styles: styles).values.mapValues { .text($0) }
    }

    private func checkNames() -> [Diagnostic] {
        var vocabulary = TemplateVocabulary(
            params: definition.params.keys, strings: strings.plain.keys, fields: fields)
        var pages = TemplateChecker(vocabulary: vocabulary, partials: partials)
        pages.check(layout)
        // The body is finished before the layout, so it cannot contain itself or what is computed from the page.
        for name in ["content", "opening", "rest", "styles", "script", "csp"] { vocabulary.root[name] = nil }
        var texts = TemplateChecker(vocabulary: vocabulary, partials: [:])
        texts.check(body)
        vocabulary.root["url"] = .value
        var messages = TemplateChecker(vocabulary: vocabulary, partials: [:])
        if let message { messages.check(message) }
        return pages.diagnostics + texts.diagnostics + messages.diagnostics
    }

    /// Title, description and reply are shown to everyone a link is forwarded to, so nothing of a lead may be in them.
    private func checkPlainTexts() -> [Diagnostic] {
        [definition.title, definition.description, definition.replyText].compactMap(\.self).compactMap { text in
            guard text.value.contains("{{") else { return nil }
            return Diagnostic(
                .error, .forbiddenSlot, at: text.location, "title, description and reply_text take no placeholders",
                fix: "everyone sees the preview of a forwarded link: keep the lead's name out of it")
        }
    }

    /// What templates, styles and fallbacks hold, from which a mark must differ.
    var allTexts: [[UInt8]] {
        let templates: [Template] = [layout, body] + partials.values + (message.map { [$0] } ?? [])
        return templates.map(\.bytes) + ([theme.styles] + fields.fallbacks.values).map { Array($0.utf8) }
    }

    /// The hosts that a link may take a lead's value to: the site's own, and those that `theme.yml` names.
    func allowedHosts(_ baseURL: BaseURL) -> Set<String> {
        let own = baseURL.description.drop { $0 != "/" }.dropFirst(2).prefix { $0 != ":" }
        return theme.definition.allowedHosts.union([String(own)])
    }
}
