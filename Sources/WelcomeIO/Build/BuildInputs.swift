package import WelcomeCore

/// Everything that a build reads before the first row of leads: themes, and what the database says of tenants and texts.
package struct BuildInputs {
    /// The site, with the tenants of the database laid over those of the settings.
    package var site: Site
    package var compiler: ThemeCompiler
    package var schema: LeadSchema
    /// Every field that some theme declares.
    package var declaredFields: Set<String>
    package var library: ThemeLibrary
    /// What the database says of themes.
    package var overrides: [ThemeOverride]
    package var diagnostics: [Diagnostic]
    /// The tenants whose own rows cannot be used: their pages stay as they are.
    package var faultyTenants: Set<LeadText> {
        Set(diagnostics.filter(\.stopsTenant).compactMap(\.tenant).map { LeadText($0) })
    }

    /// Reads themes and overrides of `site`.
    ///
    /// - Throws: `BuildFailure`, `FileError` or `LeadSourceError`.
    package static func load(_ site: Site, stop: StopFlag = StopFlag()) throws -> BuildInputs {
        let (library, found) = try ThemeLoader.load(folder: site.themesPath, displayPath: site.themesPath)
        guard !library.folders.isEmpty else {
            throw BuildFailure.settings([
                Diagnostic(
                    .error, .themeMissing, at: SourceLocation(file: site.themesPath), "there are no themes here",
                    fix: "name the folder of your themes in welcome.yml under `themes`, or by --themes")
            ])
        }
        var diagnostics = try found + StarterCheck.diagnostics(site, library)
        let fileSettings = site.settings
        var site = site
        var overrides: [ThemeOverride] = []
        if let path = site.leadsPath, let database = try sqlite(path, stop) {
            diagnostics += database.warnings
            let tables = try SQLiteThemeOverrides.read(from: database)
            let published = try tables.hasHosts ? Ledger.publishedOrigins(at: site.ledgerPath) : []
            let (overlaid, tenantDiagnostics) = site.overlaid(by: tables, file: path, published: published)
            site = overlaid
            let (rows, themeDiagnostics) = ThemeOverride.make(rows: tables.themes, file: path)
            overrides = rows
            diagnostics += tenantDiagnostics + themeDiagnostics
        }
        var declared: Set<String> = []
        var fields: [String: LeadSchema.ThemeFields] = [:]
        for name in library.folders.keys {
            // A theme that cannot be put together is reported when the first lead asks for it.
            let definition = Theme.resolve(name, in: library).theme?.definition
            let required = definition?.fields.filter(\.value.isRequired).keys.map(\.self) ?? []
            fields[name] = .init(
                declared: Set(definition?.fields.keys.map(\.self) ?? []), required: Set(required))
            declared.formUnion(fields[name]?.declared ?? [])
        }
        let tenants = site.settings.tenants.map {
            ($0.id, LeadSchema.TenantDefaults(theme: $0.theme, locale: $0.locale))
        }
        return BuildInputs(
            site: site,
            compiler: ThemeCompiler(
                settings: site.settings, library: library, overrides: overrides, fileSettings: fileSettings),
            schema: LeadSchema(
                defaultLocale: site.settings.defaultLocale, tenants: Dictionary(tenants) { _, last in last },
                themes: fields),
            declaredFields: declared, library: library, overrides: overrides,
            diagnostics: diagnostics)
    }

    /// What makes leads of rows.
    var parser: LeadParser { LeadParser(schema: schema, localOffset: site.localOffset) }

    /// The site with the tenants of its database, where it has one, laid over those of the settings.
    ///
    /// - Throws: `BuildFailure`.
    package static func siteWithTenants(_ site: Site) throws(BuildFailure) -> (site: Site, diagnostics: [Diagnostic]) {
        do {
            guard let path = site.leadsPath, let database = try sqlite(path, StopFlag()) else { return (site, []) }
            let tables = try SQLiteThemeOverrides.read(from: database)
            // Without the ledger a host could be given to another tenant than the one whose pages it serves.
            let published = try tables.hasHosts ? Ledger.publishedOrigins(at: site.ledgerPath) : []
            return site.overlaid(by: tables, file: path, published: published)
        } catch {
            throw BuildFailure(error, ledger: site.ledgerPath)
        }
    }

    /// Opens the source as a database if it is one; what else is wrong with it is told when its rows are read.
    private static func sqlite(_ path: String, _ stop: StopFlag) throws -> SQLiteLeadDatabase? {
        // What a pipe brings can be read once, and is no database.
        guard FileIdentity.stamp(of: path) != nil else { return nil }
        var head: [UInt8] = []
        do throws(FileError) {
            var reader = try FileReader(path: path)
            _ = try reader.read(atMost: 16, appendingTo: &head)
        } catch {
            // A database that is read on the second try only would build without its own texts.
            guard error.isMissing || error.isDirectory else { throw error }
            return nil
        }
        return head.starts(with: "SQLite format 3\0".utf8)
            ? try SQLiteLeadDatabase(path: path, file: path, stop: stop) : nil
    }
}

extension Site {
    /// The site with the tenants of a database laid over those of the settings.
    fileprivate func overlaid(
        by tables: SQLiteThemeOverrides, file: String, published: [(tenant: LeadText, origin: String)]
    ) -> (site: Site, diagnostics: [Diagnostic]) {
        var (tenants, found) = settings.overlaid(byTenants: tables.tenants, file: file, published: published)
        let owners = tables.tenants.reduce(into: [Int64: String]()) { $0[$1.position.number] = $1["id"] }
        // Those of the settings were looked at when they were read.
        let zones = Site.unknownZones(in: tenants).filter { $0.location?.field != nil }.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.tenant = diagnostic.location?.row.flatMap { owners[$0] }
            return diagnostic
        }
        let faulty = Set(zones.compactMap(\.tenant).map { LeadText($0) })
        if !faulty.isEmpty {
            // All at once: settings look their tenants up, and every change of the list makes that anew.
            tenants.tenants = tenants.tenants.map { tenant in
                guard faulty.contains(tenant.id) else { return tenant }
                var tenant = tenant
                tenant.timezone = settings.tenant(tenant.id).timezone
                return tenant
            }
        }
        found += zones
        return (with(tenants), found)
    }
}
