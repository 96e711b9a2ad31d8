/// A row of the source's `themes` table: the CRM's own text and media for one theme, which win over the files.
package struct ThemeOverride: Sendable {
    /// `nil` for every tenant.
    package var tenant: LeadText?
    package var theme: String
    /// `nil` for every locale.
    package var locale: String?
    package var markdown: [UInt8]?
    package var definition: ThemeDefinition
    /// The place to name in diagnostics, such as `leads.db`.
    package var source: String

    package init(
        tenant: LeadText?, theme: String, locale: String?, markdown: [UInt8]?, definition: ThemeDefinition,
        source: String
    ) {
        self.tenant = tenant
        self.theme = theme
        self.locale = locale
        self.markdown = markdown
        self.definition = definition
        self.source = source
    }

    /// How much the row narrows down what it speaks of, from 0 to 2.
    var precision: Int { (tenant == nil ? 0 : 1) + (locale == nil ? 0 : 1) }

    /// Returns `text` with what the row says in place of what the file says.
    func laid(over text: ThemeText) -> ThemeText {
        var result = text
        result.definition = text.definition.overlaid(by: definition)
        if let markdown {
            result.body = markdown
            result.file = source
            result.lineOffset = 0
        }
        return result
    }
}
