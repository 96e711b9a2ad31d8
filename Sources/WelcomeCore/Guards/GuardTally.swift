/// What a walk over leads and links finds out about them as a whole, for guards to judge before anything is written.
package struct GuardTally: Sendable {
    package private(set) var loss: LeadLoss
    package private(set) var pages = PageLoss()
    package private(set) var dates = ClockCheck.SourceDates()
    /// Leads that get their first link.
    package private(set) var newLeads = 0
    /// The first of the leads that are lost, by their keys; enough of them to tell whether they are back under other ids.
    package private(set) var lostKeys: [[UInt8]] = []
    /// Each tenant that has links which are alive, with the last day of the latest.
    package private(set) var tenants: [(id: LeadText, lastDay: ExpiryDay)] = []

    private static let maxLostKeys = 10_000

    /// Allows that `lostPercent` of the leads are lost at once.
    package init(lostPercent: Int) {
        loss = LeadLoss(percent: lostPercent)
    }

    /// Takes the links of one identity into account, which has a row in the source or not.
    ///
    /// `isNew` says that its only link is about to be issued. Identities come in the order of their tenants.
    package mutating func note(_ lead: Lead?, _ links: [LedgerRecord], isNew: Bool, now: Timestamp) {
        if let created = lead?.createdAt { dates.note(created, now: now) }
        guard let newest = links.last else { return }
        if isNew { newLeads += 1 }
        var listed: LedgerRecord?
        for link in links where link.state == .active {
            let isOver = link.code.expiry.isOver(at: now)
            if link.page != nil {
                pages.live += 1
                if isOver { pages.expiring += 1 }
            }
            guard !isOver else { continue }
            note(newest.identity.tenant, link.code.expiry)
            if link.manifestState != nil { listed = link }
        }
        switch listed?.manifestState {
        case .ready, .unsendable, .sent:
            loss.note(newest.identity.tenant, isLost: lead == nil)
            if lead == nil, lostKeys.count < Self.maxLostKeys { lostKeys.append(newest.identity.sortKey) }
        case .retained, .expired, .revoked, nil: break
        }
    }

    private mutating func note(_ tenant: LeadText, _ lastDay: ExpiryDay) {
        if let latest = tenants.last, latest.id == tenant {
            if lastDay > latest.lastDay { tenants[tenants.count - 1].lastDay = lastDay }
        } else {
            tenants.append((tenant, lastDay))
        }
    }
}
