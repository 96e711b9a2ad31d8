import Foundation
import GRDB

/// Which folder a ledger belongs to.
///
/// Two folders that issue links for the same leads would drift apart: each promises links that the other does not know.
/// So a ledger remembers its own id and where it lay when a build last published; a copy that wakes up beside its
/// original sees that both are there.
extension Ledger {
    private static let id = "id"
    private static let place = "place"

    /// The folder that holds the ledger of which the one at `path` is a copy; `nil` where it is the only one.
    ///
    /// A folder that was moved, mounted elsewhere or restored on another machine has no original beside it. The other
    /// ledger is only read.
    func originalFolder(ofCopyAt path: String) throws -> String? {
        guard let place = try fact(Self.place), let id = try fact(Self.id) else { return nil }
        let original = "\(place)/ledger.db"
        guard let found = FileIdentity(path: original), found != FileIdentity(path: path) else { return nil }
        return Self.readID(ofLedgerAt: original) == id ? place : nil
    }

    private static func readID(ofLedgerAt path: String) -> String? {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        // What cannot be read as a ledger is no original of ours.
        return try? DatabaseQueue(path: path, configuration: configuration).read { db in
            try String.fetchOne(db, sql: "SELECT value FROM facts WHERE name = ?", arguments: [id])
        }
    }

    /// Remembers that this ledger lives in `folder`, and gives it an id if it has none.
    func settle(in folder: String) throws {
        let real = realPath(folder)
        guard try fact(Self.place) != real || fact(Self.id) == nil else { return }
        try queue.write { db in
            try db.execute(sql: "INSERT OR IGNORE INTO facts VALUES(?, ?)", arguments: [Self.id, UUID().uuidString])
            try db.execute(sql: "INSERT OR REPLACE INTO facts VALUES(?, ?)", arguments: [Self.place, real])
        }
    }
}
