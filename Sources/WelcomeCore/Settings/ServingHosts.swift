/// Which hosts serve which pages.
package struct ServingHosts: Sendable {
    /// The hosts of tenants that have none of their own.
    private let shared: [String]
    private let own: [LeadText: [String]]

    /// Takes the hosts that links of the site and of each tenant begin with, or began with before.
    package init(_ settings: SiteSettings) {
        shared = Self.hosts([settings.baseURL] + settings.aliases)
        own = settings.tenants.reduce(into: [:]) { hosts, tenant in
            guard tenant.baseURL != nil || !tenant.aliases.isEmpty else { return }
            hosts[tenant.id] = Self.hosts(settings.origins(of: tenant.id))
        }
    }

    private static func hosts(_ origins: some Sequence<BaseURL>) -> [String] { Set(origins.map(\.host)).sorted() }

    /// The hosts that serve the pages of `tenant`.
    package func hosts(of tenant: LeadText) -> [String] { own[tenant] ?? shared }

    /// Whether a page of one tenant could be asked for under the host of another.
    package var areSeveral: Bool { own.values.contains { $0 != shared } }

    /// What tells one distribution of hosts from another.
    package var digest: String {
        var digest = FieldDigest()
        func add(_ hosts: [String]) {
            digest.add(hosts.count)
            for host in hosts { digest.add(host) }
        }
        add(shared)
        for (tenant, hosts) in own.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
            digest.add(tenant.bytes)
            add(hosts)
        }
        return hexadecimal(digest.bytes)
    }
}
