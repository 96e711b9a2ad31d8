import GRDB
package import WelcomeCore

/// Which publications a ledger has seen, so that an older copy of it never goes on in its place.
///
/// A publication gets its number before `manifest.json` names it: a process that dies in between leaves the ledger ahead
/// of the pointer, which is harmless, and never behind it.
extension Ledger {
    private static let ledgerID = "ledger"
    private static let publicationNumber = "publication"
    private static let publishedBuild = "published_build"
    private static let siteID = "site_id"

    /// The publication that was numbered last; `nil` in a ledger that has published nothing since there are numbers.
    package func lastPublication() throws -> NumberedPublication? {
        try queue.read { db in try Self.lastPublication(db) }
    }

    private static func lastPublication(_ db: Database) throws -> NumberedPublication? {
        guard let id = try fact(ledgerID, db) else { return nil }
        guard let number = try fact(publicationNumber, db).flatMap({ Int($0) }),
            let build = try fact(publishedBuild, db)
        else { throw LedgerError.damaged }
        return NumberedPublication(stamp: LedgerStamp(id: id, number: number), build: build)
    }

    static func setLastPublication(_ publication: NumberedPublication, _ db: Database) throws {
        try setFact(ledgerID, publication.stamp.id, db)
        try setFact(publicationNumber, "\(publication.stamp.number)", db)
        try setFact(publishedBuild, publication.build, db)
    }

    /// Numbers the publication of `build`, durably.
    ///
    /// - Returns: what the pointer is to say of this ledger.
    package func number(publicationOf build: String) throws -> LedgerStamp {
        try queue.write { db in try Self.number(publicationOf: build, db) }
    }

    static func number(publicationOf build: String, _ db: Database) throws -> LedgerStamp {
        let last = try lastPublication(db)
        let publication = NumberedPublication(of: build, after: last)
        if publication != last { try setLastPublication(publication, db) }
        return publication.stamp
    }

    // MARK: The site

    /// Makes sure that this ledger is the latest one of the site that calls itself `siteID`, beside `pointer`.
    ///
    /// - Throws: `LedgerError.behind`, `.diverged` or `.ofOtherSite`.
    func requireLatest(beside pointer: ManifestPointer?, siteID: String?) throws {
        switch LedgerStanding(of: try lastPublication(), beside: pointer) {
        case .latest: break
        case .behind: throw LedgerError.behind
        case .other: throw LedgerError.diverged
        }
        if let siteID, let known = try fact(Self.siteID), known != siteID { throw LedgerError.ofOtherSite }
    }

    /// Whether the site that calls itself `siteID` may publish from this ledger for the first time.
    func isFounded(for siteID: String) throws -> Bool { try fact(Self.siteID) == siteID }

    /// Remembers which site the ledger belongs to.
    package func found(for siteID: String) throws {
        guard try fact(Self.siteID) != siteID else { return }
        try queue.write { db in try Self.setFact(Self.siteID, siteID, db) }
    }
}
