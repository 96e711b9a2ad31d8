extension ThemeOverride {
    /// Makes overrides of the rows of the source's `themes` table.
    ///
    /// A row without `theme` speaks of nothing and is reported, as one is that cannot be read; both make nothing. Findings
    /// name the database as `file`, and the tenant that a row is of.
    package static func make(
        rows: [TableRow], file: String
    ) -> (overrides: [ThemeOverride], diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        var overrides: [ThemeOverride] = []
        for row in rows {
            let place = { (column: String) in row.place(of: column, in: "themes", file: file) }
            let unreadable = row.findings(of: "themes", owner: "tenant", file: file)
            guard unreadable.isEmpty else {
                diagnostics += unreadable.blaming(row["tenant"])
                continue
            }
            guard let theme = row["theme"], !theme.isEmpty else {
                let finding = Diagnostic(
                    .error, .themeValue, at: place("theme"), "a row of `themes` must name its theme")
                diagnostics += [finding].blaming(row["tenant"])
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
                    source: "\(file) (themes, row \(row.position.number))"))
        }
        return (overrides, diagnostics)
    }
}
