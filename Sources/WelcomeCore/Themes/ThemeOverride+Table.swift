extension ThemeOverride {
    /// Makes overrides of the rows of the source's `themes` table.
    ///
    /// A row without `theme` speaks of nothing and is reported, as one is that cannot be read; both make nothing. Diagnostics
    /// name the database as `file`, and the tenant that a row is of.
    package static func make(
        rows: [TableRow], file: String
    ) -> (overrides: [ThemeOverride], diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        var overrides: [ThemeOverride] = []
        for row in rows {
            let place = { (column: String) in row.place(of: column, in: "themes", file: file) }
            let unreadable = row.diagnostics(of: "themes", owner: "tenant", file: file)
            guard unreadable.isEmpty else {
                diagnostics += unreadable.blaming(row["tenant"])
                continue
            }
            guard let theme = row["theme"], !theme.isEmpty else {
                let diagnostic = Diagnostic(
                    .error, .themeValue, at: place("theme"), "a row of `themes` must name its theme")
                diagnostics += [diagnostic].blaming(row["tenant"])
                continue
            }
            // What is too long is left out, so that nobody works on it before the diagnostic stops the build.
            let text = { (column: String) -> Located<String>? in
                guard let text = row[column].map({ Located($0, at: place(column)) }) else { return nil }
                guard let diagnostic = TextLimits.diagnostic(text, under: column) else { return text }
                diagnostics += [diagnostic].blaming(row["tenant"])
                return nil
            }
            let items = { (column: String) -> [Located<String>]? in
                guard let items = row[column].map(listItems) else { return nil }
                guard let diagnostic = TextLimits.diagnostic(items: items.count, under: column, at: place(column))
                else { return items.map { Located($0, at: place(column)) } }
                diagnostics += [diagnostic].blaming(row["tenant"])
                return nil
            }
            var definition = ThemeDefinition()
            definition.title = text("title")
            definition.description = text("description")
            definition.message = text("message")
            definition.address = text("address")
            definition.voice = text("voice").map { ThemeVoice(file: $0) }
            definition.images = items("images")?.map { ThemeImage(file: $0) }
            definition.documents = items("documents")?.map { ThemeDocument(file: $0) }
            var markdown = row["markdown"].map { Array($0.utf8) }
            if let text = markdown, text.count > TextLimits.maxMarkdownBytes {
                let diagnostic = Diagnostic(
                    .error, .themeTooLarge, at: place("markdown"),
                    "`markdown` can have \(TextLimits.maxMarkdownBytes / 1024) KiB at most")
                diagnostics += [diagnostic].blaming(row["tenant"])
                markdown = nil
            }
            overrides.append(
                ThemeOverride(
                    tenant: row["tenant"].map { LeadText($0) }, theme: theme, locale: row["locale"],
                    markdown: markdown, definition: definition,
                    source: "\(file) (themes, row \(row.position.number))"))
        }
        return (overrides, diagnostics)
    }
}
