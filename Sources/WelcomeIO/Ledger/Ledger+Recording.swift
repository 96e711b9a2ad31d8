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

    package init(
        identity: LeadIdentity, serial: UInt32, state: LedgerRecord.State, theme: String, locale: String,
        page: PageRecord?, manifestState: ManifestState?
    ) {
        self.identity = identity
        self.serial = serial
        self.state = state
        self.theme = theme
        self.locale = locale
        self.page = page
        self.manifestState = manifestState
    }
}

/// Notes what a walk decides, in temporary tables: nothing of it lasts before the ledger is told so.
package struct LedgerNotes {
    private let insertIssued: LeanStatement
    private let insertOutcome: LeanStatement

    init(_ db: Database) throws {
        insertIssued = try LeanStatement(db, sql: "INSERT INTO issued VALUES(?, ?, ?, ?, ?, ?)")
        insertOutcome = try LeanStatement(db, sql: "INSERT INTO outcomes VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    /// Notes a link that is to be issued.
    package func issue(_ record: LedgerRecord) throws {
        insertIssued.bind(1, record.identity.sortKey)
        insertIssued.bind(2, Int64(record.serial))
        insertIssued.bind(3, record.code.bytes)
        insertIssued.bind(4, record.theme)
        insertIssued.bind(5, record.locale)
        insertIssued.bind(6, record.expiresOn.map { Int64($0.daysSinceEpoch) })
        try insertIssued.run()
    }

    /// Notes what became of a page.
    package func note(_ outcome: PageOutcome) throws {
        insertOutcome.bind(1, outcome.identity.sortKey)
        insertOutcome.bind(2, Int64(outcome.serial))
        insertOutcome.bind(3, Int64(outcome.state.rawValue))
        insertOutcome.bind(4, outcome.theme)
        insertOutcome.bind(5, outcome.locale)
        if let page = outcome.page {
            insertOutcome.bind(6, page.fingerprint)
            insertOutcome.bind(7, page.sha256)
            insertOutcome.bind(8, Int64(page.byteCount))
            insertOutcome.bind(9, page.changedIn)
        } else {
            for index in 6...9 as ClosedRange<Int32> { insertOutcome.bindNull(index) }
        }
        insertOutcome.bind(10, outcome.manifestState?.rawValue)
        try insertOutcome.run()
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
        at now: Timestamp, resign: (LedgerRecord, _ serial: UInt32) throws -> LinkCode
    ) throws -> Int {
        try queue.write { db in
            let insert = """
                INSERT INTO links(key, serial, code, state, theme, locale, issued_at, expires_on)
                """
            let select = "SELECT key, serial, code, 0, theme, locale, ?, expires_on FROM issued"
            do {
                try db.inSavepoint {
                    try db.execute(
                        sql: "\(insert) \(select) ORDER BY key, serial", arguments: [now.secondsSinceEpoch])
                    return .commit
                }
                return 0
            } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
                return try Self.freezeOneByOne(db, at: now, resign)
            }
        }
    }

    private static func freezeOneByOne(
        _ db: Database, at now: Timestamp, _ resign: (LedgerRecord, UInt32) throws -> LinkCode
    ) throws -> Int {
        let issued = try LeanStatement(
            db,
            sql: "SELECT key, serial, code, 0, theme, locale, NULL, NULL, NULL, NULL, NULL, expires_on FROM issued "
                + "ORDER BY key, serial")
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
            insert.bind(6, now.secondsSinceEpoch)
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
    package func isInDoubt() throws -> Bool { try fact(Self.doubt) != nil }

    /// Notes that files are about to change, or that all of it is recorded.
    package func setDoubt(_ build: String?) throws {
        try queue.write { db in
            try db.execute(sql: "DELETE FROM facts WHERE name = ?", arguments: [Self.doubt])
            guard let build else {
                return try db.execute(sql: "DELETE FROM facts WHERE name = ?", arguments: [Self.recovered])
            }
            try db.execute(sql: "INSERT INTO facts VALUES(?, ?)", arguments: [Self.doubt, build])
        }
    }

    /// Notes in a ledger that was made from the manifest of `build` that nothing in it was seen on disk yet.
    static func noteRecovery(_ db: Database, build: String, unknownPages: Int) throws {
        for (name, value) in [("build", build), (doubt, "recovery"), (recovered, "\(unknownPages)")] {
            try db.execute(sql: "INSERT INTO facts VALUES(?, ?)", arguments: [name, value])
        }
    }

    /// How many pages on disk no recovered link explains; `nil` unless the ledger was made from the manifest and no
    /// build of everything has published since.
    package func unknownPagesOfRecovery() throws -> Int? { try fact(Self.recovered).flatMap { Int($0) } }

    private static let doubt = "writing"
    private static let recovered = "recovered"

    /// Makes the outcomes and the facts of a published build last, in one transaction.
    ///
    /// `usedAssets` are the names that a build of everything used; `nil` for another build, which cannot tell.
    package func recordBuild(facts: [String: String], usedAssets: [String]? = nil) throws {
        try queue.write { db in
            try db.execute(
                sql: """
                    UPDATE links SET state = o.state, theme = o.theme, locale = o.locale, fingerprint = o.fingerprint,
                        sha256 = o.sha256, bytes = o.bytes, changed_in = o.changed_in,
                        manifest_state = o.manifest_state
                    FROM outcomes AS o WHERE links.key = o.key AND links.serial = o.serial
                    """)
            for (name, value) in facts.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql: "INSERT INTO facts VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                    arguments: [name, value])
            }
            guard let usedAssets else { return }
            let number = try Self.buildCount(db) + 1
            try db.execute(
                sql: "INSERT INTO facts VALUES('builds', ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                arguments: ["\(number)"])
            for name in usedAssets.sorted() {
                try db.execute(
                    sql: """
                        INSERT INTO assets VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET last_used = excluded.last_used
                        """, arguments: [name, number])
            }
        }
    }
}
