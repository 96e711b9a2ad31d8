import Dispatch
import GRDB
import WelcomeCore

/// A database of leads, seen as it is at one instant: everything is read in one transaction, and nothing is written.
///
/// Opened read-only and never as immutable: the CRM may write to it meanwhile.
package final class SQLiteLeadDatabase {
    /// The path as the person knows it.
    let file: String
    /// What may be wrong with what is read.
    let warnings: [Diagnostic]
    private let queue: DatabaseQueue
    /// Looks now and then whether the build is to stop, for a query may never give a row.
    private let watch: any DispatchSourceTimer

    /// Opens the database and fixes the state that is read; `stop` ends whatever query is running.
    package init(path: String, file: String? = nil, stop: StopFlag = StopFlag()) throws(LeadSourceError) {
        let file = file ?? path
        self.file = file
        // Opening the database makes the file that is looked for.
        let journal = SQLiteJournal(path: path)
        let lacksLog = journal?.isWriteAhead == true && journal?.hasLog == false
        warnings = lacksLog ? [.noLog(file)] : []
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
            let queue = try DatabaseQueue(path: path.hasPrefix("/") ? path : "./" + path, configuration: configuration)
            self.queue = queue
            watch = DispatchSource.makeTimerSource(queue: .global())
            watch.schedule(deadline: .now() + .milliseconds(200), repeating: .milliseconds(200))
            watch.setEventHandler { if stop.isRaised { queue.interrupt() } }
            watch.activate()
            try queue.inDatabase { database in
                try database.execute(sql: "BEGIN")
                // A transaction begins with its first read.
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
            }
        } catch {
            throw Self.error(error, path: path, file: file, isQuery: false)
        }
    }

    deinit {
        watch.cancel()
    }

    /// Runs `body` on the connection; a refusal is the fault of somebody's own query where `isQuery` is true.
    func read<T>(isQuery: Bool = false, _ body: (Database) throws -> T) throws(LeadSourceError) -> T {
        do {
            return try queue.inDatabase(body)
        } catch let error as LeadSourceError {
            throw error
        } catch {
            throw Self.error(error, path: file, file: file, isQuery: isQuery)
        }
    }

    /// Runs what cannot fail on the connection.
    func access(_ body: (Database) -> Void) {
        queue.inDatabase(body)
    }

    private static func error(_ error: any Error, path: String, file: String, isQuery: Bool) -> LeadSourceError {
        let location = SourceLocation(file: file)
        guard let error = error as? DatabaseError else {
            return LeadSourceError(.sourceUnreadable, at: location, "the database cannot be read")
        }
        if error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
            return LeadSourceError(
                .sourceUnreadable, at: location,
                "a program was cut off while it wrote to the database, and the file -journal beside it is to be undone",
                fix: "open the database once with a program that may write, as by `sqlite3 leads.db .schema`"
            )
        }
        if error.resultCode == .SQLITE_INTERRUPT { return .stopped(file) }
        let journal = SQLiteJournal(path: path)
        if journal?.isWriteAhead == true, [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
            var error = LeadSourceError(
                .sourceUnreadable, at: location,
                "the database is in WAL mode, which needs a file -shm beside it, and that cannot be made there",
                fix:
                    "let `welcome` write into the folder, or read a copy made by `sqlite3 leads.db \".backup copy.db\"`"
            )
            error.isRefusal = true
            return error
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

extension Diagnostic {
    /// A database was closed properly, or copied without what was written last, and nothing in it tells which.
    fileprivate static func noLog(_ file: String) -> Diagnostic {
        Diagnostic(
            .warning, .sourceLog, at: SourceLocation(file: file),
            "the database is in WAL mode and has no file -wal beside it: a copy without that lacks the newest rows",
            fix: "copy by `sqlite3 leads.db \".backup copy.db\"`; where this is no copy, nothing is to be done"
        )
    }
}

/// How a database keeps what is being written, as its file's header says.
struct SQLiteJournal {
    /// New rows stand in a file of their own at first, `-wal`.
    let isWriteAhead: Bool
    /// Whether that file is there and holds anything.
    let hasLog: Bool

    /// Looks at the file at `path`; `nil` where its header cannot be read, which opening it has better words for.
    init?(path: String) {
        var header: [UInt8] = []
        do {
            var reader = try FileReader(path: path)
            while header.count < 20, try reader.read(atMost: 20 - header.count, appendingTo: &header) > 0 {}
        } catch {
            return nil
        }
        guard header.count == 20 else { return nil }
        isWriteAhead = header[18] == 2 || header[19] == 2
        hasLog = FileIdentity.stamp(of: "\(path)-wal").map { !$0.hasPrefix("0-") } ?? false
    }
}

/// How names are written in SQL.
enum SQLiteName {
    /// Quotes a name as SQL does.
    static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
