/// Whose each host is that links begin with: people take a page for that of the shop whose host it has.
///
/// The hosts of the site itself are everybody's. A host that `welcome.yml` names for tenants is theirs: the operator wrote
/// it. Any other is that of one tenant's row: of the first that names it and has links under it, else of the first.
struct HostOwners {
    /// Who owns a host, and what says so.
    private struct Owner {
        /// The one that is named where another asks for the host.
        var first: LeadText
        var tenants: Set<LeadText>
        var source: String
    }

    private let shared: Set<String>
    private var owners: [String: Owner] = [:]

    /// Decides between `rows` of the table `tenants`; `published` are the origins that tenants have links under.
    ///
    /// - Complexity: O(tenants + rows + published).
    init(_ settings: SiteSettings, rows: [TableRow], published: [(tenant: LeadText, origin: String)]) {
        shared = Set(([settings.baseURL] + settings.aliases).map(\.host))
        for tenant in settings.tenants {
            for url in [tenant.baseURL].compactMap(\.self) + tenant.aliases {
                owners[url.host, default: Owner(first: tenant.id, tenants: [], source: "welcome.yml")]
                    .tenants.insert(tenant.id)
            }
        }
        let named = rows.compactMap { row -> (LeadText, String, RowPosition)? in
            guard let id = row["id"], TableRow.canBeTenant(id),
                let host = row["base_url"].flatMap({ BaseURL($0)?.host })
            else { return nil }
            return (LeadText(id), host, row.position)
        }
        var holders: [String: Set<LeadText>] = [:]
        for (tenant, origin) in published {
            if let host = BaseURL(origin)?.host { holders[host, default: []].insert(tenant) }
        }
        let standing = named.filter { tenant, host, _ in holders[host]?.contains(tenant) == true }
        for (tenant, host, position) in standing + named where owners[host] == nil {
            owners[host] = Owner(first: tenant, tenants: [tenant], source: "row \(position.number) of `tenants`")
        }
    }

    /// What is wrong with a row at `location` that names `host` for `tenant`; `nil` where the tenant may have it.
    func diagnostic(on host: String, of tenant: LeadText, at location: SourceLocation) -> Diagnostic? {
        guard !shared.contains(host), let owner = owners[host], !owner.tenants.contains(tenant) else { return nil }
        return Diagnostic(
            .error, .tenantHostTaken, at: location,
            "`base_url` must be a host of the tenant's own, and \(host) is that of tenant `\(owner.first.string)` by "
                + owner.source,
            fix: "name another host in this row; where both are to share one, name it for both in welcome.yml")
    }
}
