import Foundation
import GRDB
import WelcomeCore

extension Ledger {
    /// Counts the links of each key in the ledger at `path`, live or not at `now`; nothing is created or changed.
    ///
    /// - Returns: the keys by id; empty where there is no ledger yet.
    /// - Throws: `LedgerError` when the file is not a ledger of ours, `DatabaseError` when it cannot be read.
    /// - Complexity: O(links), without one of them in memory.
    static func keyUses(at path: String, now: Timestamp) throws -> [UInt8: KeyUse] {
        guard try fileMode(path) != nil else { return [:] }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if id == 0, tables == 0 { return [:] }
            guard id == applicationID else { throw LedgerError.foreign }
            return try keyUses(db, now: now)
        }
    }

    /// The characters of a code ascend as the numbers they stand for, so SQLite can compare them as they are.
    private static func keyUses(_ db: Database, now: Timestamp) throws -> [UInt8: KeyUse] {
        let today = min(max(now.utcDate.daysSinceEpoch, 0), Int(ExpiryDay.never.daysSinceEpoch))
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT key, count(*), sum(live), sum(live AND day = :never),
                    max(CASE WHEN live AND day <> :never THEN day END)
                FROM (SELECT substr(code, 17, 1) AS key, substr(code, 18, 3) AS day,
                    state = 0 AND substr(code, 18, 3) >= :today AS live FROM links)
                GROUP BY key
                """,
            arguments: ["never": digits(of: ExpiryDay.never), "today": digits(of: ExpiryDay(daysSinceEpoch: today))])
        var uses: [UInt8: KeyUse] = [:]
        while let row = try rows.next() {
            guard let id = bytes(row, 0).first.flatMap(CrockfordBase32.value) else { throw LedgerError.damaged }
            let lastDay = CrockfordBase32.decode(bytes(row, 4)).flatMap { ExpiryDay(daysSinceEpoch: Int($0)) }
            uses[id] = KeyUse(
                links: row[1], live: row[2], endless: row[3], lastDay: row[4] == nil ? nil : lastDay?.date)
        }
        return uses
    }

    /// A day as the last three characters of a code.
    private static func digits(of day: ExpiryDay?) -> Data {
        var digits: [UInt8] = []
        CrockfordBase32.append(UInt128(day?.daysSinceEpoch ?? 0), count: 3, to: &digits)
        return Data(digits)
    }
}
