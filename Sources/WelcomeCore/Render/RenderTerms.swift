/// What pages and manifest lines of a build have in common.
package struct RenderTerms: Sendable {
    package let build: String
    package let store: PageStore
    let includesRecipients: Bool
    let now: Timestamp
    let digests: RecipientDigests
    let rendererVersion: Int
    private let settings: SiteSettings

    /// Takes what a build has; `recipientKey` is the ledger's for `RecipientDigests`.
    package init(
        settings: SiteSettings, build: String, now: Timestamp, recipientKey: [UInt8] = [],
        rendererVersion: Int = PageRenderer.version
    ) {
        self.settings = settings
        self.rendererVersion = rendererVersion
        digests = RecipientDigests(settings: settings, key: recipientKey)
        self.build = build
        self.now = now
        store = settings.pageStore
        includesRecipients = settings.includesRecipients
    }

    func tenant(_ id: LeadText) -> TenantTerms {
        let tenant = settings.tenant(id)
        return TenantTerms(
            settings: tenant, baseURL: Array((tenant.baseURL ?? settings.baseURL).description.utf8),
            sender: Sender(tenant.channel, tenant, includesRecipients: includesRecipients),
            isUnfinished: StarterMarks.remain(in: settings, of: tenant))
    }
}

/// What a tenant's settings mean for its pages.
final class TenantTerms: Sendable {
    let settings: TenantSettings
    let baseURL: [UInt8]
    /// What sends by the tenant's own channel.
    let sender: Sender
    /// Contacts of the tenant are still those of the starter.
    let isUnfinished: Bool

    init(settings: TenantSettings, baseURL: [UInt8], sender: Sender, isUnfinished: Bool) {
        self.isUnfinished = isUnfinished
        self.settings = settings
        self.baseURL = baseURL
        self.sender = sender
    }
}

/// A channel on the terms of one tenant.
struct Sender: Sendable {
    var addressing: Channel.Addressing
    var deliver: @Sendable (Greeting) -> Delivery

    init(_ name: ChannelName, _ tenant: TenantSettings, includesRecipients: Bool) {
        let channel = name.channel
        addressing = channel.addressing
        deliver = channel.prepare(
            ChannelTerms(settings: tenant.settings(of: name), includesRecipients: includesRecipients))
    }
}

/// The terms of the tenant that was asked for last: leads come sorted by tenant.
struct LatestTenant: Sendable {
    private let terms: RenderTerms
    private var latest: TenantTerms?

    init(_ terms: RenderTerms) {
        self.terms = terms
    }

    mutating func terms(of id: LeadText) -> TenantTerms {
        if let latest, latest.settings.id == id { return latest }
        let found = terms.tenant(id)
        latest = found
        return found
    }
}
