/// What the links of a ledger need of one key.
package struct KeyUse: Sendable, Hashable {
    /// All links that the key ever signed.
    package var links: Int
    /// Those that still work: neither revoked nor over.
    package var live: Int
    /// Those of the live ones that never end.
    package var endless: Int
    /// The last day of the live links that end.
    package var lastDay: CivilDate?

    package init(links: Int = 0, live: Int = 0, endless: Int = 0, lastDay: CivilDate? = nil) {
        self.links = links
        self.live = live
        self.endless = endless
        self.lastDay = lastDay
    }
}

/// The keys of a site with what they sign, what needs them, and when they may be destroyed.
package struct KeyInventory: Sendable, Hashable {
    /// The days on whose leads a key signs new links; an absent end is open.
    package struct SigningDays: Sendable, Hashable {
        package var from: CivilDate?
        package var through: CivilDate?

        /// Whether a lead of `day` gets this key.
        package func contains(_ day: CivilDate) -> Bool {
            from.map { $0 <= day } ?? true && through.map { day <= $0 } ?? true
        }
    }

    /// What may become of a key.
    package enum Disposition: Sendable, Hashable {
        /// It signs the links of leads that come today.
        case signing
        /// Its first day has not come.
        case waiting
        /// No link works any more from this UTC day on, which may be today.
        case removable(from: CivilDate)
        /// Links without an end need it.
        case neverRemovable
        /// Links need it and the ring lacks it.
        case missing
        /// The ring lacks it, and no link needs it.
        case destroyed
    }

    /// One key, of the ring or of links that were issued.
    package struct Key: Sendable, Hashable {
        package var id: UInt8
        /// `nil` where the ring lacks the key.
        package var notBefore: CivilDate?
        /// `nil` where the key signs nothing, for another of the same day does.
        package var signs: SigningDays?
        package var use: KeyUse
        package var disposition: Disposition
    }

    /// The keys in ascending order of id.
    package let keys: [Key]

    /// Puts together the keys of `ring` and what links need of keys, by id.
    ///
    /// `today` is the day in the site's time zone, which keys begin by; links end by the UTC day of `now`.
    package init(ring: KeyRing, uses: [UInt8: KeyUse], today: CivilDate, now: Timestamp) {
        let entries = Dictionary(uniqueKeysWithValues: ring.entries.map { ($0.id, $0) })
        let signing = ring.signing(on: today)
        keys = Set(entries.keys).union(uses.keys).sorted().map { id in
            let use = uses[id] ?? KeyUse()
            let disposition: Disposition
            if let entry = entries[id] {
                if id == signing {
                    disposition = .signing
                } else if entry.notBefore > today {
                    disposition = .waiting
                } else if use.endless > 0 {
                    disposition = .neverRemovable
                } else {
                    let dayAfter = use.lastDay.map { CivilDate(daysSinceEpoch: $0.daysSinceEpoch + 1) }
                    disposition = .removable(from: dayAfter ?? now.utcDate)
                }
            } else {
                disposition = use.live > 0 ? .missing : .destroyed
            }
            return Key(
                id: id, notBefore: entries[id]?.notBefore, signs: ring.signingDays(of: id), use: use,
                disposition: disposition)
        }
    }

    /// The ids that links need and the ring lacks.
    package var missing: [UInt8] { keys.filter { $0.disposition == .missing }.map(\.id) }
}

extension KeyRing {
    /// The days on whose leads the key `id` signs new links; `nil` when there are none or the ring lacks the key.
    package func signingDays(of id: UInt8) -> KeyInventory.SigningDays? {
        let sorted = entries.sorted { ($0.notBefore, $0.id) < ($1.notBefore, $1.id) }
        guard let index = sorted.firstIndex(where: { $0.id == id }) else { return nil }
        let first = sorted[index].notBefore
        let next = index + 1 < sorted.count ? sorted[index + 1].notBefore : nil
        // The oldest key has every earlier day as well.
        let from = index == 0 ? nil : first
        let through = next.map { CivilDate(daysSinceEpoch: $0.daysSinceEpoch - 1) }
        if let from, let through, through < from { return nil }
        return KeyInventory.SigningDays(from: from, through: through)
    }
}
