import Crypto

/// Digests by which leads of one recipient are found without anybody's phone or address being kept.
///
/// One is the first eight bytes of SHA-256 over a key of the ledger's own, tenant, slot and what the lead's channel writes to.
package struct RecipientDigests: Sendable {
    private let settings: SiteSettings
    private let key: [UInt8]
    /// What the settings of the tenant met last say: leads come sorted by tenant.
    private var latest: (tenant: TenantSettings, addressing: Channel.Addressing)?

    /// Makes digests for the leads of a site under `key`.
    package init(settings: SiteSettings, key: [UInt8]) {
        self.settings = settings
        self.key = key
    }

    /// The digest for `lead`; `nil` where its row names nobody who can be written to.
    ///
    /// - Complexity: O(bytes of the lead's address).
    package mutating func digest(of lead: Lead) -> Int64? {
        let terms = terms(of: lead.identity.tenant)
        var addressing = terms.addressing
        if let name = lead.channel {
            guard let channel = ChannelName(rawValue: name) else { return nil }
            addressing = channel.channel.addressing
        }
        let recipient = NormalisedRecipient(of: lead, addressing, region: terms.tenant.region)
        guard recipient.problem == nil, let address = recipient.digits.map({ Array($0.utf8) }) ?? recipient.address
        else {
            return nil
        }
        var message = key
        for part in [lead.identity.tenant.bytes, lead.identity.slot.bytes, Array(recipient.kind.rawValue.utf8)] {
            message += part
            message.append(0)
        }
        // Hosts of addresses know no case, and no two people's names differ by it.
        message += recipient.kind == .email ? address.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } : address
        return SHA256.hash(data: message).prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    private mutating func terms(of id: LeadText) -> (tenant: TenantSettings, addressing: Channel.Addressing) {
        if let latest, latest.tenant.id == id { return latest }
        let tenant = settings.tenant(id)
        let found = (tenant, tenant.channel.channel.addressing)
        latest = found
        return found
    }
}

extension NormalisedRecipient {
    /// Whom `lead` names for a channel that writes to what `addressing` says.
    init(of lead: Lead, _ addressing: Channel.Addressing, region: Region) {
        switch addressing {
        case .phone: self = Recipient.normalise(raw: lead.phone?.bytes ?? [], region: region)
        case .telegramChat: self.init(kind: .telegramChat, address: lead.channelAddress?.bytes)
        case .email: self.init(kind: .email, address: lead.channelAddress?.bytes)
        }
    }
}
