import Foundation
import GRDB
import WelcomeCore

/// What rows name as their own media, and what became of it: in a temporary file, so that memory does not grow with the
/// rows that name some.
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
        queue = try .temporary(
            tables: """
                CREATE TABLE named(
                    id INTEGER PRIMARY KEY, theme TEXT NOT NULL, path TEXT NOT NULL, is_url INTEGER NOT NULL,
                    file BLOB, is_stale INTEGER NOT NULL DEFAULT 0, UNIQUE(path, theme));
                CREATE TABLE spelled(path TEXT PRIMARY KEY) WITHOUT ROWID;
                """)
    }

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
                if db.changesCount > 0, let spelling = spelling(of: path) { try spell.execute(arguments: [spelling]) }
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
                db.cachedStatement(
                    sql: "SELECT 1 FROM named WHERE path = ?1 UNION ALL SELECT 1 FROM spelled WHERE path = ?1"),
                arguments: [spelling(of: path) ?? path]) ?? false
        }
    }

    /// `path` in the one spelling that is looked for; `nil` where that is its own.
    private func spelling(of path: String) -> String? {
        guard path.utf8.contains(where: { $0 > 0x7F }) else { return nil }
        let spelling = path.precomposedStringWithCanonicalMapping
        return spelling.utf8.elementsEqual(path.utf8) ? nil : spelling
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
                .execute(arguments: [file.file.record, file.isStale, name.id])
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
                files[path] = File(file: try RowFile(row[0] as Data), isStale: row[1])
            }
            return files
        }
    }
}

extension DatabaseQueue {
    /// A database in a temporary file that nobody looks at again, with the given tables.
    ///
    /// Everything happens in one transaction that never ends: one for each statement would take most of the time.
    static func temporary(tables: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        // The system removes the file of a database without a name.
        let queue = try DatabaseQueue(path: "", configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; \(tables) BEGIN;")
        }
        return queue
    }
}

extension RowFile {
    init(_ record: Data) throws { try self.init(encoded: Array(record)) }

    var record: DatabaseValue { Data(encoded).databaseValue }
}
