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
    static let recordColumns =
        "key, serial, code, state, theme, locale, fingerprint, sha256, bytes, changed_in, manifest_state, expires_on"

    /// Reads a record from a row that has `recordColumns` from column `first` on.
    static func record(_ row: Row, from first: Int = 0) throws -> LedgerRecord {
        guard let identity = LeadIdentity(sortKey: bytes(row, first)),
            let code = LinkCode(bytes(row, first + 2)),
            let state = LedgerRecord.State(rawValue: try value(row, first + 3))
        else { throw LedgerError.damaged }
        var record = LedgerRecord(
            identity: identity, serial: try value(row, first + 1), code: code, state: state,
            theme: try value(row, first + 4), locale: try value(row, first + 5))
        if let changedIn: String = try optional(row, first + 9) {
            record.page = PageRecord(
                fingerprint: bytes(row, first + 6), sha256: bytes(row, first + 7),
                byteCount: try value(row, first + 8), changedIn: changedIn)
        }
        record.manifestState = try optional(row, first + 10).flatMap { ManifestState(rawValue: $0) }
        record.expiresOn = try optional(row, first + 11).map { CivilDate(daysSinceEpoch: $0) }
        return record
    }

    /// A value of a row that somebody may have edited; GRDB's own way to read one traps where the type is another.
    private static func value<Value: DatabaseValueConvertible>(_ row: Row, _ column: Int) throws -> Value {
        guard let value: Value = try optional(row, column) else { throw LedgerError.damaged }
        return value
    }

    private static func optional<Value: DatabaseValueConvertible>(_ row: Row, _ column: Int) throws -> Value? {
        let stored: DatabaseValue = row[column]
        guard !stored.isNull else { return nil }
        guard let value = Value.fromDatabaseValue(stored) else { throw LedgerError.damaged }
        return value
    }

    static func bytes(_ row: Row, _ column: Int) -> [UInt8] {
        (try? row.withUnsafeData(atIndex: column) { data in data.map { [UInt8]($0) } ?? [] }) ?? []
    }

    /// Opens the ledger at `path` for a command that writes nothing; an empty one where there is none.
    package static func forReading(path: String) throws -> Ledger {
        try Ledger(path: (fileSize(path) ?? 0) == 0 ? ":memory:" : path)
    }

    // MARK: Facts and single records

    /// The remembered text called `name`, such as the last build.
    package func fact(_ name: String) throws -> String? {
        try queue.read { db in
            try String.fetchOne(db, sql: "SELECT value FROM facts WHERE name = ?", arguments: [name])
        }
    }

    /// The record with this code, whatever its state.
    package func record(of code: LinkCode) throws -> LedgerRecord? {
        try queue.read { db in
            try Row.fetchOne(
                db, sql: "SELECT \(Self.recordColumns) FROM links WHERE code = ?", arguments: [Data(code.bytes)]
            ).map { try Self.record($0) }
        }
    }

    /// The links of an identity, oldest first.
    package func links(of identity: LeadIdentity) throws -> [LedgerRecord] {
        try queue.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Self.recordColumns) FROM links WHERE key = ? ORDER BY serial",
                arguments: [Data(identity.sortKey)]
            ).map { try Self.record($0) }
        }
    }
}
