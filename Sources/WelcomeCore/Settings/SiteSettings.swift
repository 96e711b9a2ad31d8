/// What `welcome.yml` says, with every default filled in.
package struct SiteSettings: Sendable {
    package var baseURL: BaseURL
    /// What the site's ledger is known by, so that a build without it does not pass for a first one.
    package var siteID: String?
    /// An IANA zone name; days of leads without a tenant of their own zone are counted in it.
    package var timezone = "Asia/Almaty"
    package var defaultLocale = "ru"
    package var availableLocales = ["kk", "ru", "en"]
    /// Paths are as written: relative to the folder of the settings file, or absolute.
    package var leadsPath: String?
    package var leadsQuery: String?
    package var themesPath = "themes"
    package var outputPath = "output"
    package var keysPath = "keys.yml"
    package var expiresAfterDays = 90
    package var pageStore = PageStore.html
    package var mediaFetch = MediaFetch.off
    /// The only hosts that media are fetched from.
    package var mediaHosts: [MediaHost] = []
    package var mediaSandbox = MediaSandbox.preferred
    package var includesRecipients = true
    /// Hosts that links began with before and that go on being served.
    package var aliases: [BaseURL] = []
    /// How many percent of the leads may be gone from the source at once.
    package var lostLeadsPercent = 20
    package var tenants: [TenantSettings] = [] {
        didSet { places = Dictionary(tenants.enumerated().map { ($1.id, $0) }) { first, _ in first } }
    }
    /// Where each tenant stands in `tenants`, of which there may be a hundred thousand.
    private var places: [LeadText: Int] = [:]
    /// Every time zone that was written down, for the check against the system's own, which is not the core's.
    package var writtenZones: [Located<String>] = []

    package init(baseURL: BaseURL) {
        self.baseURL = baseURL
    }

    /// Every origin under which pages are served, the site's own first.
    package var servedOrigins: [BaseURL] {
        [baseURL] + tenants.compactMap(\.baseURL) + aliases + tenants.flatMap(\.aliases)
    }

    /// What new links of `tenant` begin with.
    package func origin(of tenant: LeadText) -> BaseURL { self.tenant(tenant).baseURL ?? baseURL }

    /// Every origin under which links of `tenant` are served.
    package func origins(of tenant: LeadText) -> Set<BaseURL> {
        let own = self.tenant(tenant)
        return Set([own.baseURL ?? baseURL] + own.aliases + aliases)
    }

    /// What is set for `tenant`; a tenant that is not listed has the site's defaults.
    package func tenant(_ id: LeadText) -> TenantSettings {
        places[id].map { tenants[$0] } ?? TenantSettings(id: id)
    }
}

/// What one tenant sets for itself; `nil` means the site's default.
package struct TenantSettings: Sendable {
    package var id: LeadText
    package var name: String?
    package var baseURL: BaseURL?
    /// Hosts that this tenant's links began with before and that go on being served.
    package var aliases: [BaseURL] = []
    package var theme: String?
    package var locale: String?
    package var region = Region.KZ
    package var channel = ChannelName.chatflow
    /// How to send by the channels that anything is set for.
    package var channels: [ChannelName: ChannelSettings] = [:]
    /// Digits with the country code, as in E.164 without the plus.
    package var phone: String?
    package var whatsapp: String?
    package var stopWords: [String] = []
    package var timezone: String?

    package init(id: LeadText) {
        self.id = id
    }

    /// How to send by `channel`.
    package func settings(of channel: ChannelName) -> ChannelSettings {
        channels[channel] ?? .standard(for: channel)
    }
}

/// Whether media that rows name by URL are copied into the site.
package enum MediaFetch: String, CaseIterable, Sendable {
    case off
    case mirror
}

/// Whether programs may read media of strangers without being locked up.
package enum MediaSandbox: String, CaseIterable, Sendable {
    /// Without a sandbox nothing is prepared, and nothing published.
    case required
    /// Without a sandbox the build warns.
    case preferred
}
