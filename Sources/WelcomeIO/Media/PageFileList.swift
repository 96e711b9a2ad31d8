import Foundation
import GRDB
import WelcomeCore

/// The files that pages need, each once: in a temporary file, for every page may need some of its own.
final class PageFileList: Sendable {
    private let queue: DatabaseQueue

    /// Files that are handed out at once.
    private static let batchSize = 256

    init() throws {
        queue = try .temporary(
            tables: "CREATE TABLE files(name TEXT PRIMARY KEY, file BLOB NOT NULL) WITHOUT ROWID;")
    }

    /// Adds what is not in the list yet.
    func add(_ files: some Collection<MediaAsset>) throws {
        guard !files.isEmpty else { return }
        try queue.writeWithoutTransaction { db in
            let insert = try db.cachedStatement(sql: "INSERT INTO files VALUES(?, ?) ON CONFLICT DO NOTHING")
            for file in files {
                try insert.execute(arguments: [file.publishedName, RowFile.asset(file).record])
            }
        }
    }

    /// Passes every file in the order of their published names.
    func forEach(_ body: (MediaAsset) throws -> Void) throws {
        var last = ""
        while true {
            let files = try queue.unsafeRead { db in
                try Row.fetchAll(
                    db, sql: "SELECT name, file FROM files WHERE name > ? ORDER BY name LIMIT ?",
                    arguments: [last, Self.batchSize]
                ).map { (name: $0[0] as String, file: try RowFile($0[1] as Data)) }
            }
            guard let end = files.last else { return }
            for case (_, .asset(let asset)) in files { try body(asset) }
            last = end.name
        }
    }

    /// Passes the published name of every file, ascending.
    func forEachName(_ body: (String) throws -> Void) throws {
        try queue.unsafeRead { db in
            let names = try String.fetchCursor(db, sql: "SELECT name FROM files ORDER BY name")
            while let name = try names.next() { try body(name) }
        }
    }
}
