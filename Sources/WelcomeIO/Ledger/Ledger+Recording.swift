import Foundation
import GRDB
package import WelcomeCore

/// What became of one link's page in a build.
package struct PageOutcome: Sendable {
    package var identity: LeadIdentity
    package var serial: UInt32
    package var state: LedgerRecord.State
    package var theme: String
    package var locale: String
    /// `nil` where no page is left on disk.
    package var page: PageRecord?
    /// `nil` where the manifest says nothing of the link.
    package var manifestState: ManifestState?
    package var greeting: GreetingRecord?
    /// Whether state, theme or locale are not as the link's row has them.
    package var changesLink: Bool

    package init(
        identity: LeadIdentity, serial: UInt32, state: LedgerRecord.State, theme: String, locale: String,
        page: PageRecord?, manifestState: ManifestState?, greeting: GreetingRecord? = nil, changesLink: Bool
    ) {
        self.identity = identity
        self.serial = serial
        self.state = state
        self.theme = theme
        self.locale = locale
        self.page = page
        self.manifestState = manifestState
        self.greeting = greeting
        self.changesLink = changesLink
    }
}

/// Notes what a walk decides, in temporary tables: nothing of it lasts before the ledger is told so.
package struct LedgerNotes {
    private let insertIssued: LeanStatement
    private let insertPage: LeanStatement
    private let insertChange: LeanStatement
    private let insertMember: LeanStatement

    init(_ db: Database) throws {
        insertIssued = try LeanStatement(db, sql: "INSERT INTO issued VALUES(?, ?, ?, 0, ?, ?, ?, ?)")
        insertPage = try LeanStatement(db, sql: "INSERT INTO page_outcomes VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insertChange = try LeanStatement(db, sql: "INSERT INTO link_changes VALUES(?, ?, ?, ?, ?)")
        insertMember = try LeanStatement(db, sql: "INSERT INTO recipients VALUES(?, ?, ?, ?, ?)")
    }

    /// Notes a link that is to be issued.
    package func issue(_ record: LedgerRecord, at now: Timestamp) throws {
        insertIssued.bind(1, record.identity.sortKey)
        insertIssued.bind(2, Int64(record.serial))
        insertIssued.bind(3, record.code.bytes)
        insertIssued.bind(4, record.theme)
        insertIssued.bind(5, record.locale)
        insertIssued.bind(6, now.secondsSinceEpoch)
        insertIssued.bind(7, record.expiresOn.map { Int64($0.daysSinceEpoch) })
        try insertIssued.run()
    }

    /// Notes that a lead is of its recipient's group.
    package func note(_ member: RecipientMember) throws {
        insertMember.bind(1, member.recipient)
        insertMember.bind(2, member.since)
        insertMember.bind(3, member.key)
        insertMember.bind(4, member.role.map { Int64($0.rawValue) })
        insertMember.bind(5, member.isCandidate ? 1 : 0)
        try insertMember.run()
    }

    /// Notes what became of a page.
    package func note(_ outcome: PageOutcome) throws {
        let key = outcome.identity.sortKey
        insertPage.bind(1, key)
        insertPage.bind(2, Int64(outcome.serial))
        if let page = outcome.page {
            insertPage.bind(3, page.fingerprint)
            insertPage.bind(4, page.sha256)
            insertPage.bind(5, Int64(page.byteCount))
            insertPage.bind(6, page.changedIn)
        } else {
            for index in 3...6 as ClosedRange<Int32> { insertPage.bindNull(index) }
        }
        insertPage.bind(7, outcome.manifestState?.rawValue)
        insertPage.bind(8, outcome.greeting.map { Int64($0.role.rawValue) })
        insertPage.bind(9, outcome.greeting?.recipient)
        insertPage.bind(10, outcome.greeting?.since)
        try insertPage.run()
        guard outcome.changesLink else { return }
        insertChange.bind(1, key)
        insertChange.bind(2, Int64(outcome.serial))
        insertChange.bind(3, Int64(outcome.state.rawValue))
        insertChange.bind(4, outcome.theme)
        insertChange.bind(5, outcome.locale)
        try insertChange.run()
    }
}

extension Ledger {
    /// Makes the noted links last, in one transaction and before any page of them exists.
    ///
    /// `resign` signs the link of an identity with another serial. It is asked where a signature, of which a link
    /// carries 80 bits, meets that of another lead: nothing that was issued is ever overwritten.
    ///
    /// - Returns: how many links needed another serial.
    package func freezeIssuedLinks(
        resign: (LedgerRecord, _ serial: UInt32) throws -> LinkCode
    ) throws -> Int {
        try queue.write { db in
            do {
                try db.inSavepoint {
                    try Self.freezeAll(db)
                    return .commit
                }
                return 0
            } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
                return try Self.freezeOneByOne(db, resign)
            }
        }
    }

    /// Moves all noted links at once; those of a first build before their codes are sorted into an index.
    private static func freezeAll(_ db: Database) throws {
        let isFirst = try Int.fetchOne(db, sql: "SELECT 1 FROM links LIMIT 1") == nil
        if isFirst { try db.execute(sql: "DROP INDEX links_by_code") }
        try db.execute(sql: "INSERT INTO links SELECT * FROM issued")
        if isFirst { try db.execute(sql: indexOfCodes) }
    }

    private static func freezeOneByOne(
        _ db: Database, _ resign: (LedgerRecord, UInt32) throws -> LinkCode
    ) throws -> Int {
        let issued = try LeanStatement(
            db,
            sql:
                "SELECT key, serial, code, 0, theme, locale, NULL, NULL, NULL, NULL, NULL, expires_on, NULL, NULL, NULL, "
                + "issued_at FROM issued ORDER BY key, serial")
        let isTaken = try LeanStatement(db, sql: "SELECT 1 FROM links WHERE code = ?")
        let insert = try LeanStatement(
            db,
            sql: """
                INSERT INTO links(key, serial, code, state, theme, locale, issued_at, expires_on)
                VALUES(?, ?, ?, 0, ?, ?, ?, ?)
                """)
        var collisions = 0
        while try issued.step() {
            var link = try record(issued)
            let first = link.serial
            while try exists(isTaken, link.code) {
                // Of 80 bits not even the second try meets another; a signer that always does must not hang us.
                guard link.serial < first + 10_000 else { throw LedgerError.damaged }
                link.serial += 1
                link.code = try resign(link, link.serial)
            }
            collisions += link.serial == first ? 0 : 1
            insert.bind(1, link.identity.sortKey)
            insert.bind(2, Int64(link.serial))
            insert.bind(3, link.code.bytes)
            insert.bind(4, link.theme)
            insert.bind(5, link.locale)
            insert.bind(6, issued.number(15))
            insert.bind(7, link.expiresOn.map { Int64($0.daysSinceEpoch) })
            try insert.run()
        }
        return collisions
    }

    private static func exists(_ query: LeanStatement, _ code: LinkCode) throws -> Bool {
        query.bind(1, code.bytes)
        defer { query.reset() }
        return try query.step()
    }

    /// Whether a build began to write and never came to its end, so that files may differ from what is recorded.
    package func isDirty() throws -> Bool { try fact(Self.dirtyMark) != nil }

    /// Notes that files are about to change for `build`, and numbers its publication.
    ///
    /// - Returns: what the pointer is to say of this ledger.
    package func beginPublication(of build: String) throws -> LedgerStamp {
        try queue.write { db in
            try Self.setFact(Self.dirtyMark, build, db)
            return try Self.number(publicationOf: build, db)
        }
    }

    /// Notes that nothing is left that is not recorded.
    package func endPublication() throws {
        try queue.write { db in
            try db.execute(
                sql: "DELETE FROM facts WHERE name IN (?, ?, ?)",
                arguments: [Self.dirtyMark, Self.recovered, Self.lostTombstones])
        }
    }

    /// Notes in a ledger that was made from the manifest of `pointer` that nothing in it was seen on disk yet.
    ///
    /// `losesTombstones` says that nobody can tell any more who was forgotten.
    static func noteRecovery(
        _ db: Database, from pointer: ManifestPointer, unknownPages: Int, losesTombstones: Bool
    ) throws {
        try setFact("build", pointer.build, db)
        try setFact(dirtyMark, "recovery", db)
        try setFact(recovered, "\(unknownPages)", db)
        if losesTombstones { try setFact(lostTombstones, "", db) }
        guard let stamp = pointer.ledger else { return }
        try setLastPublication(NumberedPublication(stamp: stamp, build: pointer.build), db)
    }

    /// How many pages on disk no recovered link explains; `nil` unless the ledger was made from the manifest and no
    /// build of everything has published since.
    package func unknownPagesOfRecovery() throws -> Int? { try fact(Self.recovered).flatMap { Int($0) } }

    /// Whether a recovery could not tell who was forgotten, and no build of everything has published since.
    package func didRecoveryLoseTombstones() throws -> Bool { try fact(Self.lostTombstones) != nil }

    /// The form in which the last build of everything left the pages.
    package func pageStore() throws -> PageStore {
        // There was no other when ledgers did not say.
        try fact(Self.pageStoreFact).flatMap(PageStore.init) ?? .html
    }

    static let pageStoreFact = "store"

    private static let dirtyMark = "writing"
    private static let recovered = "recovered"
    private static let lostTombstones = "tombstones_lost"

    /// Passes names of assets, each once.
    package typealias AssetNames = (_ body: (String) throws -> Void) throws -> Void

    /// Makes the outcomes and the facts of a published build last, in one transaction.
    ///
    /// `usedAssets` passes the names that a build of everything used; `nil` for another build, which cannot tell.
    package func recordBuild(facts: [String: String], usedAssets: AssetNames? = nil) throws {
        try queue.write { db in
            let isFirst = try Int.fetchOne(db, sql: "SELECT 1 FROM pages LIMIT 1") == nil
            if isFirst { try db.execute(sql: "DROP INDEX pages_by_recipient") }
            try db.execute(
                // Into an empty table SQLite copies rows as they are, unless it is told what to do about conflicts.
                sql: isFirst
                    ? "INSERT INTO pages SELECT * FROM page_outcomes"
                    : """
                    INSERT INTO pages SELECT * FROM page_outcomes WHERE true
                    ON CONFLICT(key, serial) DO UPDATE SET fingerprint = excluded.fingerprint,
                        sha256 = excluded.sha256, bytes = excluded.bytes, changed_in = excluded.changed_in,
                        manifest_state = excluded.manifest_state, greeting = excluded.greeting,
                        recipient = excluded.recipient, since = excluded.since
                    """)
            if isFirst { try db.execute(sql: Self.indexOfRecipients) }
            try keepRecipientKey(db)
            try recordLinkChanges(db)
            try Self.record(facts, usedAssets, db)
        }
    }

    /// Makes it last that `build` published what the build before it made.
    func recordRepetition(of build: String, usedAssets: [String]) throws {
        try queue.write { db in try Self.record(["build": build], { try usedAssets.sorted().forEach($0) }, db) }
    }

    private static func record(_ facts: [String: String], _ usedAssets: AssetNames?, _ db: Database) throws {
        for (name, value) in facts.sorted(by: { $0.key < $1.key }) { try setFact(name, value, db) }
        guard let usedAssets else { return }
        let number = try buildCount(db) + 1
        try setFact("builds", "\(number)", db)
        let note = try db.makeStatement(
            sql: "INSERT INTO assets VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET last_used = excluded.last_used")
        try usedAssets { name in try note.execute(arguments: [name, number]) }
    }

    /// A page on disk and how large it is.
    struct PageSize: Sendable {
        var code: LinkCode
        var byteCount: Int
    }

    /// Passes every page that is on record, some thousands at a time.
    ///
    /// - Throws: `LedgerError.damaged` where a row is not one of ours.
    /// - Complexity: O(pages).
    func forEachPage(_ body: ([PageSize]) throws -> Void) throws {
        try queue.read { db in
            let rows = try LeanStatement(
                db,
                sql: """
                    SELECT links.code, pages.bytes FROM pages JOIN links USING(key, serial) WHERE pages.bytes IS NOT NULL
                    """)
            defer { rows.reset() }
            var pages: [PageSize] = []
            while try rows.step() {
                guard let code = LinkCode(rows.bytes(0)), let byteCount = rows.number(1) else {
                    throw LedgerError.damaged
                }
                pages.append(PageSize(code: code, byteCount: Int(byteCount)))
                guard pages.count == 8192 else { continue }
                try body(pages)
                pages.removeAll(keepingCapacity: true)
            }
            try body(pages)
        }
    }

    /// Looks each link up by its key: left to itself SQLite may walk over all of them for a handful.
    private func recordLinkChanges(_ db: Database) throws {
        let changes = try LeanStatement(db, sql: "SELECT state, theme, locale, key, serial FROM link_changes")
        let update = try LeanStatement(
            db, sql: "UPDATE links SET state = ?, theme = ?, locale = ? WHERE key = ? AND serial = ?")
        while try changes.step() {
            update.bind(1, changes.number(0))
            update.bind(2, changes.text(1))
            update.bind(3, changes.text(2))
            update.bind(4, changes.bytes(3))
            update.bind(5, changes.number(4))
            try update.run()
        }
    }
}
