import Foundation
package import WelcomeCore

extension KeyInventory {
    /// Lists the keys of `site` and what the links of its ledger need of them; nothing is created or changed.
    ///
    /// - Throws: `BuildFailure` when keys or ledger cannot be read.
    package static func make(
        of site: Site, now: Timestamp, environmentText: String?
    ) throws(BuildFailure) -> (inventory: KeyInventory, diagnostics: [Diagnostic]) {
        let ring = try site.loadKeys(environmentText: environmentText)
        let uses: [UInt8: KeyUse]
        do {
            uses = try Ledger.keyUses(at: site.ledgerPath, now: now)
        } catch {
            throw BuildFailure(error)
        }
        let inventory = KeyInventory(ring: ring, uses: uses, today: site.today(at: now), now: now)
        let file = site.keysOrigin(environmentText)
        return (inventory, inventory.missing.map { KeyRing.missing($0, in: file) })
    }
}

extension Site {
    /// The day that it is at `now` in the site's time zone, within the days that a key file can name.
    func today(at now: Timestamp) -> CivilDate {
        let zone = TimeZone(identifier: settings.timezone) ?? .gmt
        let day = now.localDate { instant in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.secondsSinceEpoch)))
        }
        return min(max(day, CivilDate(daysSinceEpoch: 0)), CivilDate(daysSinceEpoch: 2_932_896))
    }
}
