extension SiteSettings {
    /// Returns the settings with rows of the source's `tenants` table laid over the tenants of the file.
    ///
    /// Diagnostics name the database as `file`, and the tenant whose row they are about. `published` are the origins that
    /// tenants have links under, which decide between rows that name the same host.
    package func overlaid(
        byTenants rows: [TableRow], file: String, published: [(tenant: LeadText, origin: String)] = []
    ) -> (settings: SiteSettings, diagnostics: [Diagnostic]) {
        var result = self
        var order = tenants
        var places = Dictionary(tenants.enumerated().map { ($1.id, $0) }) { first, _ in first }
        let hosts = HostOwners(self, rows: rows, published: published)
        var diagnostics: [Diagnostic] = []
        for row in rows {
            let unreadable = row.diagnostics(of: "tenants", owner: "id", file: file)
            guard let id = row["id"], !id.isEmpty else {
                // A row without an id speaks of nobody.
                if row.unreadableColumns.contains("id") { diagnostics += unreadable }
                continue
            }
            var reader = YAMLReader(file: file, codes: .settings)
            let place = { (column: String) in row.place(of: column, in: "tenants", file: file) }
            let text = { (column: String) in row[column].map { Located($0, at: place(column)) } }
            guard TableRow.canBeTenant(id) else {
                // No lead can be such a tenant's, so the row costs nobody anything.
                reader.report(
                    .settingsValue, at: place("id"), "a tenant's id can have 512 bytes at most", severity: .warning)
                diagnostics += reader.diagnostics
                continue
            }
            let known = places[LeadText(id)]
            var tenant = known.map { order[$0] } ?? TenantSettings(id: LeadText(id))
            if let name = text("name") {
                if let diagnostic = TextLimits.diagnostic(name, under: "title") {
                    reader.report(
                        .settingsValue, at: name.location, diagnostic.summary.replacing("title", with: "name"))
                } else {
                    tenant.name = name.value
                }
            }
            if let url = text("base_url"), let origin = reader.origin(url, isOfTable: true) {
                if let diagnostic = hosts.diagnostic(on: origin.host, of: tenant.id, at: url.location) {
                    diagnostics += [diagnostic].blaming(id)
                } else {
                    tenant.baseURL = origin
                }
            }
            tenant.theme = row["theme"] ?? tenant.theme
            if let locale = text("locale") {
                let known = reader.diagnostics.count
                reader.checkLocale(locale, among: availableLocales)
                if reader.diagnostics.count == known { tenant.locale = locale.value }
            }
            if let region = text("region") {
                tenant.region = reader.choice(region, named: "region") ?? tenant.region
                reader.checkMAX(of: tenant, at: region.location)
            }
            if let channel = text("channel") {
                tenant.channel = reader.choice(channel, named: "channel") ?? tenant.channel
                reader.warnOfEnd(of: tenant.channel, at: channel.location)
            }
            if let phone = text("phone") {
                tenant.phone = reader.phoneDigits(phone, region: tenant.region) ?? tenant.phone
            }
            if let number = text("whatsapp") {
                tenant.whatsapp = reader.phoneDigits(number, region: tenant.region) ?? tenant.whatsapp
            }
            if let words = row["stop_words"].map(listItems) {
                if let diagnostic = TextLimits.diagnostic(
                    items: words.count, under: "stop_words", at: place("stop_words"))
                {
                    reader.report(.settingsValue, at: place("stop_words"), diagnostic.summary)
                } else {
                    tenant.stopWords = words
                }
            }
            if let zone = text("timezone") {
                tenant.timezone = zone.value
                result.writtenZones.append(zone)
            }
            diagnostics += (unreadable + reader.diagnostics).blaming(id)
            if let known {
                order[known] = tenant
            } else {
                places[tenant.id] = order.count
                order.append(tenant)
            }
        }
        result.tenants = order
        return (result, diagnostics)
    }
}

/// The items of a list as a table holds it: a JSON array of texts, or texts with `|` between them.
func listItems(_ text: String) -> [String] {
    if case .success(.list(let values)) = JSONScanner.value(of: Array(text.utf8)) {
        return values.compactMap {
            if case .text(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil }
        }
    }
    return text.split(separator: "|").map { item in
        String(item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
}
