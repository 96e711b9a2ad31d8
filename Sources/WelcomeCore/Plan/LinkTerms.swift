/// Derives what is frozen when a link is issued: its key and its last day.
package struct LinkTerms: Sendable, Hashable {
    package var keyID: UInt8
    package var expiry: ExpiryDay

    /// Derives the terms for the next link of a lead.
    ///
    /// The last day is the row's `expires_on`, else `days` after the day the row was created, else after today. A lead
    /// that had a link before (`isFirst` is `false`) gets its next one today, whenever its row was created. Days are
    /// those of the tenant's time zone, which `offset` gives in seconds east of UTC at an instant, and the link ends
    /// with the UTC day that holds the last second of the local one.
    ///
    /// There are no terms without keys; a lead older than every key gets the oldest one.
    package init?(
        for lead: Lead, isFirst: Bool = true, days: Int, keys: KeyRing, now: Timestamp, offset: (Timestamp) -> Int
    ) {
        let issued = (isFirst ? lead.createdAt ?? now : now).localDate(offset: offset)
        let last = lead.expiresOn ?? CivilDate(daysSinceEpoch: issued.daysSinceEpoch + days)
        let noon = Timestamp(secondsSinceEpoch: Int64(last.daysSinceEpoch) * 86_400 + 43_200)
        guard let keyID = keys.signing(on: issued) else { return nil }
        self.keyID = keyID
        expiry = ExpiryDay(endOf: last, utcOffsetSeconds: offset(noon))
    }
}

extension Timestamp {
    /// The day it is at this instant where clocks are `offset` seconds ahead of UTC.
    package func localDate(offset: (Timestamp) -> Int) -> CivilDate {
        let local = secondsSinceEpoch + Int64(offset(self))
        return CivilDate(daysSinceEpoch: Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
    }
}
