/// The last UTC day on which a link is valid, as the 15 bits that stand in its code.
package struct ExpiryDay: Hashable, Comparable, Sendable {
    /// Whole days since 1970-01-01 UTC; 32767 means that the link never ends.
    package let daysSinceEpoch: UInt16

    /// The value of a link that never ends.
    package static let never = ExpiryDay(unchecked: 32767)

    /// The last day that can be written, 2059-09-17; the next one's number means `never`.
    package static let latest = ExpiryDay(unchecked: 32766)

    /// Takes a number as it stands in a code or a ledger row.
    ///
    /// Fails when the number needs more than 15 bits.
    package init?(daysSinceEpoch: Int) {
        guard let days = UInt16(exactly: daysSinceEpoch), days <= 32767 else { return nil }
        self.daysSinceEpoch = days
    }

    /// Makes the UTC day that contains the last second of a local day, so that the link lives through all of it.
    ///
    /// A day outside 1970-01-01…2059-09-17 becomes the nearest one inside: a far date must never turn into `never`.
    ///
    /// `utcOffsetSeconds` is what local time is ahead of UTC at that last second; Almaty has 18,000.
    package init(endOf date: CivilDate, utcOffsetSeconds: Int) {
        let (midnight, isFar) = date.daysSinceEpoch.multipliedReportingOverflow(by: 86_400)
        guard !isFar, abs(midnight) < 1 << 40 else {
            self = date.daysSinceEpoch < 0 ? ExpiryDay(unchecked: 0) : .latest
            return
        }
        let lastSecond = midnight + 86_399 - utcOffsetSeconds
        let day = lastSecond >= 0 ? lastSecond / 86_400 : -1
        self.init(unchecked: UInt16(min(max(day, 0), Int(Self.latest.daysSinceEpoch))))
    }

    private init(unchecked days: UInt16) {
        daysSinceEpoch = days
    }

    /// Whether the link's last day has passed at `instant`.
    package func isOver(at instant: Timestamp) -> Bool {
        guard self != .never else { return false }
        return instant.secondsSinceEpoch >= (Int64(daysSinceEpoch) + 1) * 86_400
    }

    /// The UTC day as a date, or `nil` for `never`.
    package var date: CivilDate? {
        self == .never ? nil : CivilDate(daysSinceEpoch: Int(daysSinceEpoch))
    }

    package static func < (a: ExpiryDay, b: ExpiryDay) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }
}
