import Foundation
import GRDB
import WelcomeCore

/// What rows name as their own media, what became of it, and which files pages need: in a temporary file, so that memory
/// does not grow with the rows that name some.
final class RowFileStore: Sendable {
    /// A path or URL as rows of one theme name it.
    struct Name: Sendable {
        var id: Int64
        var theme: String
        var path: String
    }

    /// What a page gets for a name.
    struct File: Sendable {
        var file: RowFile
        /// A URL that gives nothing now, so that this is what it gave before.
        var isStale = false
    }

    private let queue: DatabaseQueue

    /// Names that are handed out at once.
    private static let batchSize = 256

    init() throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        // A database without a name is a temporary file.
        queue = try DatabaseQueue(path: "", configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = OFF;
                    CREATE TABLE named(
                        id INTEGER PRIMARY KEY, theme TEXT NOT NULL, path TEXT NOT NULL, is_url INTEGER NOT NULL,
                        file BLOB, is_stale INTEGER NOT NULL DEFAULT 0, UNIQUE(path, theme));
                    CREATE TABLE spelled(path TEXT PRIMARY KEY) WITHOUT ROWID;
                    CREATE TABLE used(name TEXT PRIMARY KEY, file BLOB NOT NULL) WITHOUT ROWID;
                    """)
            // One transaction that never ends: nobody looks at the file again, and each of its own would take its time.
            try db.execute(sql: "BEGIN")
        }
    }

    // MARK: Names

    /// Adds what a row of `theme` names.
    func add(_ paths: [String], theme: String) throws {
        guard !paths.isEmpty else { return }
        try queue.writeWithoutTransaction { db in
            let insert = try db.cachedStatement(
                sql: "INSERT INTO named(theme, path, is_url) VALUES(?, ?, ?) ON CONFLICT DO NOTHING")
            let spell = try db.cachedStatement(sql: "INSERT INTO spelled VALUES(?) ON CONFLICT DO NOTHING")
            for path in paths {
                try insert.execute(arguments: [theme, path, LeadMedia.isURL(path)])
                // Databases compare bytes, and a letter with its mark may be written as one character or as two.
                if db.changesCount > 0 { try spell.execute(arguments: [path.precomposedStringWithCanonicalMapping]) }
            }
        }
    }

    /// How many names there are, of files or of URLs.
    func count(ofURLs: Bool) throws -> Int {
        try queue.unsafeRead { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM named WHERE is_url = ?", arguments: [ofURLs]) ?? 0
        }
    }

    /// Whether any row names anything.
    func hasNames() throws -> Bool { try count(ofURLs: false) + count(ofURLs: true) > 0 }

    /// Whether a row of any theme names `path`, however it spells it.
    func contains(_ path: String) throws -> Bool {
        try queue.unsafeRead { db in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM spelled WHERE path = ?"),
                arguments: [path.precomposedStringWithCanonicalMapping]) ?? false
        }
    }

    /// Passes every name of a file, or of a URL, some hundreds at a time.
    func forEachName(ofURLs: Bool, _ body: ([Name]) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let names = try queue.unsafeRead { db in
                try Row.fetchAll(
                    db,
                    sql: "SELECT id, theme, path FROM named WHERE id > ? AND is_url = ? ORDER BY id LIMIT ?",
                    arguments: [last, ofURLs, Self.batchSize]
                ).map { Name(id: $0[0], theme: $0[1], path: $0[2]) }
            }
            guard let end = names.last else { return }
            try body(names)
            last = end.id
        }
    }

    /// Notes what became of a name.
    func set(_ file: File, for name: Name) throws {
        try queue.writeWithoutTransaction { db in
            try db.cachedStatement(sql: "UPDATE named SET file = ?, is_stale = ? WHERE id = ?")
                .execute(arguments: [blob(file.file.encoded), file.isStale, name.id])
        }
    }

    /// What became of `paths`, as rows of `theme` name them; what is the theme's or nowhere is missing.
    func files(of paths: [String], theme: String) throws -> [String: File] {
        try queue.unsafeRead { db in
            let select = try db.cachedStatement(
                sql: "SELECT file, is_stale FROM named WHERE path = ? AND theme = ? AND file IS NOT NULL")
            var files: [String: File] = [:]
            for path in paths {
                guard let row = try Row.fetchOne(select, arguments: [path, theme]) else { continue }
                files[path] = File(file: try file(row[0]), isStale: row[1])
            }
            return files
        }
    }

    // MARK: Files that pages need

    /// Notes that pages need `files`.
    func use(_ files: some Sequence<MediaAsset>) throws {
        try queue.writeWithoutTransaction { db in
            let insert = try db.cachedStatement(sql: "INSERT INTO used VALUES(?, ?) ON CONFLICT DO NOTHING")
            for file in files {
                try insert.execute(arguments: [file.publishedName, blob(RowFile.asset(file).encoded)])
            }
        }
    }

    /// Passes every file that pages need, each once, in the order of their names.
    func forEachUsed(_ body: (MediaAsset) throws -> Void) throws {
        var last = ""
        while true {
            let files = try queue.unsafeRead { db in
                try Row.fetchAll(
                    db, sql: "SELECT name, file FROM used WHERE name > ? ORDER BY name LIMIT ?",
                    arguments: [last, Self.batchSize]
                ).map { (name: $0[0] as String, file: try file($0[1])) }
            }
            guard let end = files.last else { return }
            for case (_, .asset(let asset)) in files { try body(asset) }
            last = end.name
        }
    }

    /// Passes the name of every file that pages need, ascending.
    func forEachUsedName(_ body: (String) throws -> Void) throws {
        try queue.unsafeRead { db in
            let names = try String.fetchCursor(db, sql: "SELECT name FROM used ORDER BY name")
            while let name = try names.next() { try body(name) }
        }
    }

    private func blob(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }

    private func file(_ record: Data) throws -> RowFile { try RowFile(encoded: Array(record)) }
}
