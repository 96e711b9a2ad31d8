extension ThemeOverride {
    /// Makes overrides of the rows of the source's `themes` table.
    ///
    /// Each row holds its non-null values by column name; one without `theme` speaks of nothing and is reported. Findings
    /// name the database as `file`.
    package static func make(
        rows: [[String: String]], file: String
    ) -> (overrides: [ThemeOverride], diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        var overrides: [ThemeOverride] = []
        for (index, row) in rows.enumerated() {
            let place = { (column: String) in
                SourceLocation(file: file, row: Int64(index + 1), field: "themes.\(column)")
            }
            guard let theme = row["theme"], !theme.isEmpty else {
                diagnostics.append(
                    Diagnostic(.error, .themeValue, at: place("theme"), "a row of `themes` must name its theme"))
                continue
            }
            let text = { (column: String) in row[column].map { Located($0, at: place(column)) } }
            var definition = ThemeDefinition()
            definition.title = text("title")
            definition.description = text("description")
            definition.message = text("message")
            definition.address = text("address")
            definition.voice = text("voice").map { ThemeVoice(file: $0) }
            definition.images = row["images"].map { list in
                listItems(list).map { ThemeImage(file: Located($0, at: place("images"))) }
            }
            definition.documents = row["documents"].map { list in
                listItems(list).map { ThemeDocument(file: Located($0, at: place("documents"))) }
            }
            overrides.append(
                ThemeOverride(
                    tenant: row["tenant"].map { LeadText($0) }, theme: theme, locale: row["locale"],
                    markdown: row["markdown"].map { Array($0.utf8) }, definition: definition,
                    source: "\(file) (themes, row \(index + 1))"))
        }
        return (overrides, diagnostics)
    }
}
