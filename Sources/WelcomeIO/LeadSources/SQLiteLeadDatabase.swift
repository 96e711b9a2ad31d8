import GRDB
import WelcomeCore

/// A database of leads, seen as it is at one instant: everything is read in one transaction, and nothing is written.
///
/// Opened read-only and never as immutable: the CRM may write to it meanwhile.
package final class SQLiteLeadDatabase {
    /// The path as the person knows it.
    let file: String
    private let queue: DatabaseQueue

    /// Opens the database and fixes the state that is read.
    package init(path: String, file: String? = nil) throws(LeadSourceError) {
        let file = file ?? path
        self.file = file
        var configuration = Configuration()
        configuration.readonly = true
        // The transaction lives as long as this object, across many accesses.
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // A file from elsewhere may hold views and defaults that were made to harm.
            try database.execute(
                sql: "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        do {
            // The prefix keeps names such as `file:x` and `:memory:` from meaning more than a file.
            queue = try DatabaseQueue(path: path.hasPrefix("/") ? path : "./" + path, configuration: configuration)
            try queue.inDatabase { database in
                try database.execute(sql: "BEGIN")
                // A transaction begins with its first read.
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
            }
        } catch {
            throw Self.error(error, file: file, isQuery: false)
        }
    }

    /// Runs `body` on the connection; a refusal is the fault of somebody's own query where `isQuery` is true.
    func read<T>(isQuery: Bool = false, _ body: (Database) throws -> T) throws(LeadSourceError) -> T {
        do {
            return try queue.inDatabase(body)
        } catch let error as LeadSourceError {
            throw error
        } catch {
            throw Self.error(error, file: file, isQuery: isQuery)
        }
    }

    /// Runs what cannot fail on the connection.
    func access(_ body: (Database) -> Void) {
        queue.inDatabase(body)
    }

    private static func error(_ error: any Error, file: String, isQuery: Bool) -> LeadSourceError {
        let location = SourceLocation(file: file)
        guard let error = error as? DatabaseError else {
            return LeadSourceError(.sourceUnreadable, at: location, "the database cannot be read")
        }
        let reason = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return LeadSourceError(
                .sourceUnreadable, at: location, "the database is damaged: \(reason)", fix: "restore it from a backup"
            )
        case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_FULL, .SQLITE_NOMEM:
            var error = LeadSourceError(.sourceUnreadable, at: location, "the database cannot be read: \(reason)")
            error.isRefusal = true
            return error
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_AUTH:
            return LeadSourceError(.sourceUnreadable, at: location, "the database cannot be read: \(reason)")
        case _ where isQuery:
            return LeadSourceError(.sourceQuery, at: location, "`leads_query` fails: \(reason)")
        default:
            return LeadSourceError(.sourceUnreadable, at: location, "the database cannot be read: \(reason)")
        }
    }
}

/// How names are written in SQL.
enum SQLiteName {
    /// Quotes a name as SQL does.
    static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
