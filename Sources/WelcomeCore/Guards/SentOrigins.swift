/// The origins that the links of one tenant were sent under, each with the last day of the latest such link.
package struct SentOrigins: Sendable, Hashable {
    package var tenant: LeadText
    package var lastDays: [String: ExpiryDay]

    package init(tenant: LeadText, lastDays: [String: ExpiryDay]) {
        self.tenant = tenant
        self.lastDays = lastDays
    }

    /// The origins under which links are alive at `now` that the settings neither use nor list among the aliases.
    package func unserved(by settings: SiteSettings, now: Timestamp) -> [String] {
        let served = settings.origins(of: tenant).map(\.description)
        return lastDays.filter { !$0.value.isOver(at: now) && !served.contains($0.key) }.keys.sorted()
    }

    /// What there is to say about `origin`, which nothing serves any more; `file` is that of the settings.
    package func diagnostic(on origin: String, of settings: SiteSettings, in file: String, others: Int) -> Diagnostic {
        let end = lastDays[origin]?.date.map { "until \($0.iso)" } ?? "without an end"
        let more = others > 0 ? " and \(others) other tenants" : ""
        let host = origin.drop { $0 != "/" }.dropFirst(2)
        return Diagnostic(
            .error, .baseURLChanged, at: SourceLocation(file: file),
            "`base_url` is \(settings.origin(of: tenant)) now, and links of tenant `\(tenant.string)`\(more) under \(origin) "
                + "are alive \(end)",
            fix: "list \(host) under `aliases` and let it go on serving, or give those links up with --accept-new-host")
    }
}
