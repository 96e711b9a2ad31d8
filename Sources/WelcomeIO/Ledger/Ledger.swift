import Foundation
package import GRDB
package import WelcomeCore

/// The program's own memory: every link that was issued and the page that lies behind it.
///
/// An SQLite file outside the web root, mode 0600. It is the source of truth about links: what it holds was promised to
/// a person, so a row is never derived again, only compared. Ordered by (tenant, lead, slot, serial), the manifest's
/// order. One connection, which also holds the temporary table that the leads of a build are sorted in.
package final class Ledger {
    package let queue: DatabaseQueue
    /// Whether the staged leads came in another order than that of their identities, or some identity twice.
    var wasUnsorted = false
    /// The key of digests of recipients, until it is kept.
    var newRecipientKey: [UInt8]?

    /// Opens the ledger at `path`, creating it where it is missing.
    ///
    /// - Throws: `LedgerError` when the file is not a ledger, `DatabaseError` when it cannot be read or written.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA cache_size = -8000;
                    PRAGMA temp.cache_size = -16000;
                    """)
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in try Self.prepareSchema(db) }
    }

    /// The columns of `record(_:from:)`, in its order.
    static let recordColumns = """
        key, serial, code, state, theme, locale, fingerprint, sha256, bytes, changed_in, manifest_state, expires_on,
        greeting, recipient, since, issued_at
        """

    /// Reads a record from the current row of a statement that selects `recordColumns` from `linksAndPages`.
    ///
    /// - Throws: `LedgerError.damaged` for a row that somebody may have edited.
    static func record(_ row: LeanStatement) throws -> LedgerRecord {
        guard let identity = LeadIdentity(sortKey: row.bytes(0)) else { throw LedgerError.damaged }
        return try record(row, of: identity)
    }

    /// Reads a record of which the key is known to be that of `identity`.
    ///
    /// - Throws: As `record(_:)` does.
    static func record(_ row: LeanStatement, of identity: LeadIdentity) throws -> LedgerRecord {
        guard let serial = row.number(1).flatMap({ UInt32(exactly: $0) }), let code = LinkCode(row.bytes(2)),
            let state = row.number(3).flatMap({ LedgerRecord.State(rawValue: Int($0)) }),
            let theme = row.text(4), let locale = row.text(5)
        else { throw LedgerError.damaged }
        var record = LedgerRecord(
            identity: identity, serial: serial, code: code, state: state, theme: theme, locale: locale)
        if !row.isNull(9) {
            guard let count = row.number(8), let changedIn = row.text(9) else { throw LedgerError.damaged }
            record.page = PageRecord(
                fingerprint: row.bytes(6), sha256: row.bytes(7), byteCount: Int(count), changedIn: changedIn)
        }
        record.manifestState = row.text(10).flatMap { ManifestState(rawValue: $0) }
        if !row.isNull(11) {
            guard let day = row.number(11) else { throw LedgerError.damaged }
            record.expiresOn = CivilDate(daysSinceEpoch: Int(day))
        }
        if let role = row.number(12).flatMap({ GreetingRecord.Role(rawValue: Int($0)) }) {
            record.greeting = GreetingRecord(role, recipient: row.number(13), since: row.number(14))
        }
        record.issuedAt = row.number(15)
        return record
    }

    /// Reads the records for which `condition` holds with `key` as its parameter.
    static func records(_ db: Database, where condition: String, _ key: [UInt8]) throws -> [LedgerRecord] {
        let rows = try LeanStatement(db, sql: "SELECT \(recordColumns) FROM \(linksAndPages) WHERE \(condition)")
        rows.bind(1, key)
        var records: [LedgerRecord] = []
        while try rows.step() { records.append(try record(rows)) }
        return records
    }

    static func bytes(_ row: Row, _ column: Int) -> [UInt8] {
        (try? row.withUnsafeData(atIndex: column) { data in data.map { [UInt8]($0) } ?? [] }) ?? []
    }

    /// Opens the ledger at `path` for a command that writes nothing; an empty one where there is none.
    package static func forReading(path: String) throws -> Ledger {
        try Ledger(path: try (fileSize(path) ?? 0) == 0 ? ":memory:" : path)
    }

    // MARK: Facts and single records

    /// The remembered text called `name`, such as the last build.
    package func fact(_ name: String) throws -> String? {
        try queue.read { db in try Self.fact(name, db) }
    }

    static func fact(_ name: String, _ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM facts WHERE name = ?", arguments: [name])
    }

    /// Remembers `value` under `name` in place of what was remembered before.
    static func setFact(_ name: String, _ value: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO facts VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }

    /// The record with this code, whatever its state.
    package func record(of code: LinkCode) throws -> LedgerRecord? {
        try queue.read { db in try Self.records(db, where: "code = ?", code.bytes).first }
    }

    /// The links of an identity, oldest first.
    package func links(of identity: LeadIdentity) throws -> [LedgerRecord] {
        try queue.read { db in try Self.records(db, where: "key = ? ORDER BY serial", identity.sortKey) }
    }
}
