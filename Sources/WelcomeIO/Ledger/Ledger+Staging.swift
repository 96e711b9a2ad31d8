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
                \(Ledger.recipientTables)
                """)
        insertLead = try LeanStatement(db, sql: "INSERT INTO staged VALUES(?, ?, ?)")
        insertReject = try db.makeStatement(sql: "INSERT INTO rejects VALUES(?, ?, ?)")
    }

    /// Adds a good row: the record and the key of its lead; `position` orders rows of one identity.
    package mutating func add(_ record: [UInt8], key: [UInt8], position: Int64) throws {
        insertLead.bind(1, key)
        insertLead.bind(2, position)
        insertLead.bind(3, record)
        try insertLead.run()
        isAscending = isAscending && lastKey.lexicographicallyPrecedes(key)
        lastKey = key
    }

    /// Notes a bad row, or one of the lines that are lost with it.
    package func reject(_ problem: RowProblem, at position: Int64) throws {
        insertReject.setUncheckedArguments([position, problem.column, problem.code.rawValue])
        try insertReject.execute()
    }
}

extension RowProblem {
    /// The row or line that is lost, or all lines of it where it is lost with others.
    package var positions: ClosedRange<Int64> {
        let first = position.number
        return first...max(first, lastLine.map(Int64.init) ?? first)
    }
}

extension Ledger {
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

    /// Calls `visit` with each rejected row, in the order of the source.
    package func rejects(_ visit: (_ position: Int64, _ column: String?, _ code: String) throws -> Void) throws {
        try queue.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT position, \"column\", code FROM rejects ORDER BY position, \"column\", code")
            while let row = try rows.next() { try visit(row[0], row[1], row[2]) }
        }
    }
}
