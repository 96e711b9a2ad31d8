import Foundation
import GRDB
import WelcomeCore

extension Ledger {
    /// Every origin that tenants have links under, by the ledger at `path`; nothing is created or changed.
    ///
    /// What has no end yet and what was given up is not told apart: ``recordOrigins(_:_:givingUpOthers:now:)`` forgets
    /// what is over.
    ///
    /// - Throws: `DatabaseError` when the file cannot be read.
    static func publishedOrigins(at path: String) throws -> [(tenant: LeadText, origin: String)] {
        guard try fileMode(path) != nil else { return [] }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            guard try db.tableExists("origins") else { return [] }
            return try Row.fetchAll(db, sql: "SELECT tenant, origin FROM origins").map { row in
                (LeadText(checked: bytes(row, 0)), row[1])
            }
        }
    }
}
