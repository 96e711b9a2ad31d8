/// What a site's settings and themes say about the rows of its leads.
package struct LeadSchema: Sendable {
    /// What a tenant's leads get where their row says nothing.
    package struct TenantDefaults: Sendable, Equatable {
        package var theme: String?
        package var locale: String?

        package init(theme: String? = nil, locale: String? = nil) {
            self.theme = theme
            self.locale = locale
        }
    }

    /// The fields that a theme declares.
    package struct ThemeFields: Sendable, Equatable {
        package var declared: Set<String>
        /// The declared fields that a lead must have; a theme's fallback is no concern of a row.
        package var required: Set<String>

        package init(declared: Set<String> = [], required: Set<String> = []) {
            self.declared = declared
            self.required = required
        }
    }

    /// A theme as the parser looks it up: by bytes, with its names in order.
    struct Theme: Sendable {
        var name: String
        /// Declared fields that are no column of the program's own, by their bytes.
        var extras: [(bytes: [UInt8], name: String)]
        /// Ascending by bytes.
        var required: [String]
    }

    package let defaultTenant: LeadText
    package let defaultLocale: String
    package let defaultTheme: String?
    package let tenants: [LeadText: TenantDefaults]
    let themes: [LeadText: Theme]

    /// Gathers the defaults of the site and its tenants and the fields of every theme that exists.
    ///
    /// - Parameters:
    ///   - defaultLocale: the locale of a lead whose row and tenant name none.
    ///   - defaultTheme: the theme of a lead whose row and tenant name none.
    ///   - defaultTenant: the tenant of a row without one.
    ///   - tenants: what single tenants have of their own.
    ///   - themes: every theme by its folder's name.
    package init(
        defaultLocale: String,
        defaultTheme: String? = nil,
        defaultTenant: LeadText = LeadText("default"),
        tenants: [LeadText: TenantDefaults] = [:],
        themes: [String: ThemeFields]
    ) {
        self.defaultTenant = defaultTenant
        self.defaultLocale = defaultLocale
        self.defaultTheme = defaultTheme
        self.tenants = tenants
        var compiled: [LeadText: Theme] = [:]
        for (name, fields) in themes {
            let extras = fields.declared.union(fields.required)
                .map { (bytes: Array($0.utf8), name: $0) }
                .filter { LeadColumn($0.bytes) == nil }
            compiled[LeadText(name)] = Theme(name: name, extras: extras, required: fields.required.sorted(by: byBytes))
        }
        self.themes = compiled
    }
}

/// Orders names by their UTF-8 bytes.
func byBytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
