extension SiteSettings {
    /// Returns the settings with rows of the source's `tenants` table laid over the tenants of the file.
    ///
    /// Findings name the database as `file`, and the tenant whose row they are about.
    package func overlaid(
        byTenants rows: [TableRow], file: String
    ) -> (settings: SiteSettings, diagnostics: [Diagnostic]) {
        var result = self
        var diagnostics: [Diagnostic] = []
        for row in rows {
            let unreadable = row.findings(of: "tenants", owner: "id", file: file)
            guard let id = row["id"], !id.isEmpty else {
                // A row without an id speaks of nobody.
                if row.unreadableColumns.contains("id") { diagnostics += unreadable }
                continue
            }
            var reader = YAMLReader(file: file, codes: .settings)
            let place = { (column: String) in row.place(of: column, in: "tenants", file: file) }
            let text = { (column: String) in row[column].map { Located($0, at: place(column)) } }
            var tenant = tenant(LeadText(id))
            tenant.name = row["name"] ?? tenant.name
            if let url = text("base_url") {
                tenant.baseURL = reader.origin(url, isOfTable: true, notOf: others(than: tenant)) ?? tenant.baseURL
            }
            tenant.theme = row["theme"] ?? tenant.theme
            if let locale = text("locale") {
                let known = reader.diagnostics.count
                reader.checkLocale(locale, among: availableLocales)
                if reader.diagnostics.count == known { tenant.locale = locale.value }
            }
            if let region = text("region") { tenant.region = reader.choice(region, named: "region") ?? tenant.region }
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
            if let words = row["stop_words"] { tenant.stopWords = listItems(words) }
            if let zone = text("timezone") {
                tenant.timezone = zone.value
                result.writtenZones.append(zone)
            }
            result.tenants.removeAll { $0.id == tenant.id }
            result.tenants.append(tenant)
            diagnostics += (unreadable + reader.diagnostics).blaming(id)
        }
        return (result, diagnostics)
    }
}

extension SiteSettings {
    /// The hosts that the settings give to tenants other than `tenant`, and not to it.
    fileprivate func others(than tenant: TenantSettings) -> Set<String> {
        var hosts = Set(tenants.filter { $0.id != tenant.id }.compactMap(\.baseURL?.host))
        hosts.subtract([baseURL.host] + [tenant.baseURL?.host].compactMap(\.self))
        return hosts
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
