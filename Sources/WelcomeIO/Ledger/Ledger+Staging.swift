import Foundation
import GRDB
package import WelcomeCore

/// The leads of one build on their way through: sorted by identity beside the ledger, so that both are walked together
/// and memory does not grow with their number.
///
/// The tables are temporary: SQLite keeps them in an unnamed file that ends with the process.
package struct LeadStage {
    private let insertLead: LeanStatement
    private let insertReject: Statement
    private var lastKey: [UInt8] = []
    /// Whether every row so far had a greater identity than the one before, as in a source that is sorted by them.
    private(set) var isAscending = true

    init(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TEMP TABLE staged(key BLOB NOT NULL, position INTEGER NOT NULL, record BLOB NOT NULL);
                CREATE TEMP TABLE rejects(position INTEGER NOT NULL, "column" TEXT, code TEXT NOT NULL);
                CREATE TEMP TABLE issued\(Ledger.linkColumns);
                CREATE TEMP TABLE page_outcomes\(Ledger.pageColumns);
                CREATE TEMP TABLE link_changes(
                    key BLOB NOT NULL, serial INTEGER NOT NULL, state INTEGER NOT NULL, theme TEXT, locale TEXT);
                """)
        insertLead = try LeanStatement(db, sql: "INSERT INTO staged VALUES(?, ?, ?)")
        insertReject = try db.makeStatement(sql: "INSERT INTO rejects VALUES(?, ?, ?)")
    }

    /// Adds a good row; `position` orders rows of one identity.
    package mutating func add(_ lead: Lead, position: Int64, buffer: inout [UInt8]) throws {
        buffer.removeAll(keepingCapacity: true)
        LeadRecord.encode(lead, into: &buffer)
        let key = lead.identity.sortKey
        insertLead.bind(1, key)
        insertLead.bind(2, position)
        insertLead.bind(3, buffer)
        try insertLead.run()
        isAscending = isAscending && lastKey.lexicographicallyPrecedes(key)
        lastKey = key
    }

    /// Notes a bad row.
    package func reject(_ problem: RowProblem) throws {
        insertReject.setUncheckedArguments([problem.position.number, problem.column, problem.code.rawValue])
        try insertReject.execute()
    }
}

extension RowPosition {
    /// The line or row number, whichever it is.
    package var number: Int64 {
        switch self {
        case .line(let line): Int64(line)
        case .row(let row): row
        }
    }
}

/// One identity as the walk over leads and ledger meets it: with a row of the source, with links, or with both.
package struct MergedEntry {
    package var lead: Lead?
    /// The lead as it was staged, for a digest over the build's input.
    package var encodedLead: [UInt8] = []
    /// The line or row of the source that the lead comes from.
    package var position: Int64?
    /// Its links, oldest first.
    package var links: [LedgerRecord]
}

extension Ledger {
    /// Which records a walk covers besides those of the staged leads.
    package enum Scope: Sendable {
        case everything
        case tenant(LeadText)
        /// Only the identities that are staged.
        case stagedOnly
        /// A few identities, staged or not.
        case identities([LeadIdentity])
    }

    /// Opens the temporary tables and gives them to `body`, in one transaction; then sorts the leads by identity.
    ///
    /// - Complexity: O(leads) where they come sorted, else O(leads · log leads).
    package func stage<Result>(_ body: (inout LeadStage) throws -> Result) throws -> Result {
        try queue.write { db in
            let (result, isSorted) = try {
                var stage = try LeadStage(db)
                return (try body(&stage), stage.isAscending)
            }()
            wasUnsorted = !isSorted
            if wasUnsorted {
                try db.execute(
                    sql: """
                        CREATE TEMP TABLE sorted AS SELECT key, position, record FROM staged ORDER BY key, position;
                        DROP TABLE staged;
                        ALTER TABLE sorted RENAME TO staged;
                        """)
            }
            return result
        }
    }

    /// Drops all rows but the first of each identity, and notes the others as rejected.
    ///
    /// - Returns: the rejected positions, ascending.
    package func rejectDuplicates() throws -> [Int64] {
        guard wasUnsorted else { return [] }
        return try queue.write { db in
            // The rows are in order, so those of one identity are neighbours.
            let duplicates = """
                SELECT row, position FROM (
                    SELECT rowid AS row, position, key = lag(key) OVER (ORDER BY rowid) AS is_again FROM staged)
                WHERE is_again
                """
            let rows = try Row.fetchAll(db, sql: "\(duplicates) ORDER BY position")
            let drop = try db.makeStatement(sql: "DELETE FROM staged WHERE rowid = ?")
            let reject = try db.makeStatement(sql: "INSERT INTO rejects VALUES(?, 'id', ?)")
            for row in rows {
                try drop.execute(arguments: [row[0] as Int64])
                try reject.execute(arguments: [row[1] as Int64, DiagnosticCode.leadDuplicate.rawValue])
            }
            return rows.map { $0[1] }
        }
    }

    /// Walks staged leads and ledger records together, in the order of identity.
    ///
    /// - Complexity: O(leads + records in scope); memory does not depend on either.
    package func walk(
        _ scope: Scope, _ visit: (MergedEntry, LedgerNotes) throws -> Void,
        atEnd: (LedgerNotes) throws -> Void = { _ in }
    ) throws {
        try queue.write { db in
            let notes = try LedgerNotes(db)
            let leads = try LeanStatement(db, sql: "SELECT key, record, position FROM staged ORDER BY rowid")
            var histories = try HistoryCursor(db, scope: scope)
            var lead = try StagedLead.next(of: leads)
            while true {
                if let staged = lead {
                    let links = try histories.links(upTo: staged) {
                        try visit(MergedEntry(lead: nil, links: $0), notes)
                    }
                    let entry = MergedEntry(
                        lead: staged.lead, encodedLead: staged.encoded, position: staged.position, links: links)
                    try visit(entry, notes)
                    lead = try StagedLead.next(of: leads)
                } else {
                    try histories.drain { try visit(MergedEntry(lead: nil, links: $0), notes) }
                    return try atEnd(notes)
                }
            }
        }
    }

    /// Walks as `walk` does and hands out, a batch at a time, what `jobs` makes of each identity.
    func handOut(
        _ scope: Scope, _ jobs: (MergedEntry) throws -> [PageJob],
        to take: ([PageJob], LedgerNotes) throws -> Void, atEnd: (LedgerNotes) throws -> Void
    ) throws {
        var batch: [PageJob] = []
        try walk(scope) { entry, notes in
            batch += try jobs(entry)
            guard batch.count >= Self.batchSize else { return }
            try take(batch, notes)
            batch = []
        } atEnd: { notes in
            if !batch.isEmpty { try take(batch, notes) }
            try atEnd(notes)
        }
    }

    /// Pages in flight: enough for one sync to serve many, few enough to stay small in memory.
    private static let batchSize = 2048

    /// Calls `visit` with each rejected row, in the order of the source.
    package func rejects(_ visit: (_ position: Int64, _ column: String?, _ code: String) throws -> Void) throws {
        try queue.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT position, \"column\", code FROM rejects ORDER BY position, \"column\", code")
            while let row = try rows.next() { try visit(row[0], row[1], row[2]) }
        }
    }
}

private struct StagedLead {
    let key: [UInt8]
    let encoded: [UInt8]
    let lead: Lead
    let position: Int64

    static func next(of rows: LeanStatement) throws -> StagedLead? {
        guard try rows.step() else { return nil }
        let encoded = rows.bytes(1)
        return StagedLead(
            key: rows.bytes(0), encoded: encoded, lead: try LeadRecord.decode(encoded), position: rows.number(2) ?? 0)
    }
}

/// The links of each identity in scope, ascending, one row ahead of where the walk stands.
private struct HistoryCursor {
    private let rows: LeanStatement
    /// Whether each identity is looked up on its own.
    private let isLookup: Bool
    /// The key of the row ahead; `nil` after the last.
    private var nextKey: [UInt8]?

    init(_ db: Database, scope: Ledger.Scope) throws {
        var condition = ""
        var keys: [[UInt8]] = []
        switch scope {
        case .everything: break
        case .tenant(let tenant):
            condition = "WHERE key >= ? AND key < ?"
            keys = [tenant.bytes + [0], tenant.bytes + [1]]
        case .identities(let identities):
            condition = "WHERE key IN (\(identities.map { _ in "?" }.joined(separator: ", ")))"
            keys = identities.map(\.sortKey)
        case .stagedOnly: condition = "WHERE key = ?"
        }
        rows = try LeanStatement(
            db, sql: "SELECT \(Ledger.recordColumns) FROM \(Ledger.linksAndPages) \(condition) ORDER BY key, serial")
        if case .stagedOnly = scope { isLookup = true } else { isLookup = false }
        for (index, key) in keys.enumerated() { rows.bind(Int32(index + 1), key) }
        if !isLookup { try advance() }
    }

    /// Passes the links of identities before that of `staged` to `skipped`, one identity at a time, and returns its own.
    mutating func links(
        upTo staged: StagedLead, _ skipped: ([LedgerRecord]) throws -> Void
    ) throws -> [LedgerRecord] {
        if isLookup {
            rows.bind(1, staged.key)
            var links: [LedgerRecord] = []
            while try rows.step() { links.append(try Ledger.record(rows, of: staged.lead.identity)) }
            return links
        }
        while let key = nextKey {
            // Nearly every row ahead is the lead's own, so equality is asked first.
            if key == staged.key { return try history(key, staged.lead.identity) }
            guard key.lexicographicallyPrecedes(staged.key) else { return [] }
            try skipped(try history(key))
        }
        return []
    }

    mutating func drain(_ skipped: ([LedgerRecord]) throws -> Void) throws {
        while let key = nextKey { try skipped(try history(key)) }
    }

    private mutating func history(_ key: [UInt8]) throws -> [LedgerRecord] {
        guard let identity = LeadIdentity(sortKey: key) else { throw LedgerError.damaged }
        return try history(key, identity)
    }

    /// Takes the links whose key is `key`, that of `identity`.
    private mutating func history(_ key: [UInt8], _ identity: LeadIdentity) throws -> [LedgerRecord] {
        var links: [LedgerRecord] = []
        while nextKey == key {
            links.append(try Ledger.record(rows, of: identity))
            try advance()
        }
        return links
    }

    private mutating func advance() throws {
        // Asking on after the last row would begin anew.
        nextKey = try rows.step() ? rows.bytes(0) : nil
    }
}
