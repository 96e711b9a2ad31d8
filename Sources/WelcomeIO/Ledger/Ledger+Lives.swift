import Foundation
import GRDB
package import WelcomeCore

/// How links end: revoked, withdrawn, forgotten.
extension Ledger {
    /// Every identity that has a link and the lead id `lead`, ascending; of one tenant where it is named.
    ///
    /// - Complexity: O(tenants · log links).
    package func identities(lead: LeadText, tenant: LeadText?) throws -> [LeadIdentity] {
        try queue.read { db in
            let tenants = try tenant.map { [$0] } ?? Self.tenants(db)
            return try tenants.flatMap { tenant in
                let prefix = tenant.bytes + [0] + lead.bytes
                return try Row.fetchAll(
                    db, sql: "SELECT DISTINCT key FROM links WHERE key >= ? AND key < ? ORDER BY key",
                    arguments: [Data(prefix + [0]), Data(prefix + [1])]
                ).map { row in
                    guard let identity = LeadIdentity(sortKey: Self.bytes(row, 0)) else { throw LedgerError.damaged }
                    return identity
                }
            }
        }
    }

    /// The tenants that have links, found by leaping from one to the next.
    private static func tenants(_ db: Database) throws -> [LeadText] {
        var tenants: [LeadText] = []
        let next = try db.makeStatement(sql: "SELECT key FROM links WHERE key >= ? ORDER BY key LIMIT 1")
        var start: [UInt8] = []
        while let row = try Row.fetchOne(next, arguments: [Data(start)]) {
            guard let identity = LeadIdentity(sortKey: bytes(row, 0)) else { throw LedgerError.damaged }
            tenants.append(identity.tenant)
            start = identity.tenant.bytes + [1]
        }
        return tenants
    }

    /// Makes it last that the links of `identities` are revoked.
    package func revoke(_ identities: [LeadIdentity]) throws {
        try setState(.revoked, of: identities, where: .active)
    }

    /// Makes it last that `identities` get a new link when their leads are met next.
    ///
    /// - Returns: those that were revoked before.
    package func withdraw(_ identities: [LeadIdentity]) throws -> [LeadIdentity] {
        try setState(.withdrawn, of: identities, where: .revoked)
    }

    @discardableResult
    private func setState(
        _ state: LedgerRecord.State, of identities: [LeadIdentity], where former: LedgerRecord.State
    ) throws -> [LeadIdentity] {
        try queue.write { db in
            try identities.filter { identity in
                try db.execute(
                    sql: "UPDATE links SET state = ? WHERE key = ? AND state = ?",
                    arguments: [state.rawValue, Data(identity.sortKey), former.rawValue])
                return db.changesCount > 0
            }
        }
    }

    // MARK: Forgetting

    /// The people who are forgotten.
    package func tombstones() throws -> Tombstones {
        try queue.read { db in
            let marks = try Row.fetchAll(db, sql: "SELECT mark FROM tombstones").map { Self.bytes($0, 0) }
            return Tombstones(key: try Self.tombstoneKey(db) ?? [], marks: Set(marks))
        }
    }

    /// Makes it last that a lead is forgotten, and notes its links as being erased.
    package func bury(tenant: LeadText, lead: LeadText, at now: Timestamp) throws {
        let identities = try identities(lead: lead, tenant: tenant)
        try queue.write { db in
            let key = try Self.madeTombstoneKey(db)
            try db.execute(
                sql: "INSERT INTO tombstones VALUES(?, ?) ON CONFLICT(mark) DO NOTHING",
                arguments: [
                    Data(Tombstones.mark(tenant: tenant, lead: lead, key: key)), now.secondsSinceEpoch,
                ])
            for identity in identities {
                try db.execute(
                    sql: "UPDATE links SET state = ? WHERE key = ?",
                    arguments: [LedgerRecord.State.erased.rawValue, Data(identity.sortKey)])
            }
            try db.execute(
                sql: "INSERT INTO facts VALUES(?, '') ON CONFLICT(name) DO NOTHING", arguments: [Self.erasingFact])
        }
    }

    /// The links that a forgotten lead had and that are still there; `nil` when no erasure is under way.
    ///
    /// - Complexity: O(links) while an erasure is under way, else O(1).
    package func linksBeingErased() throws -> [LedgerRecord]? {
        guard try fact(Self.erasingFact) != nil else { return nil }
        return try queue.read { db in
            let rows = try LeanStatement(
                db,
                sql: "SELECT \(Self.recordColumns) FROM \(Self.linksAndPages) WHERE state = ? ORDER BY key, serial")
            rows.bind(1, Int64(LedgerRecord.State.erased.rawValue))
            var records: [LedgerRecord] = []
            while try rows.step() { records.append(try Self.record(rows)) }
            return records
        }
    }

    /// Removes the links that are being erased and writes the file anew, so that no free page keeps a trace of them.
    package func finishErasure() throws {
        try queue.write { db in
            let erased = LedgerRecord.State.erased.rawValue
            try Self.barHeldByErased(db)
            try db.execute(
                sql: """
                    DELETE FROM pages WHERE (key, serial) IN (SELECT key, serial FROM links WHERE state = ?)
                    """, arguments: [erased])
            try db.execute(sql: "DELETE FROM links WHERE state = ?", arguments: [erased])
        }
        // Rows are zeroed when they are deleted, but what the tree moved about before may have left copies.
        try queue.vacuum()
        try queue.write { db in
            try db.execute(sql: "DELETE FROM facts WHERE name = ?", arguments: [Self.erasingFact])
        }
    }

    private static let erasingFact = "erasing"
    static let tombstoneFact = "tombstone_key"

    static func tombstoneKey(_ db: Database) throws -> [UInt8]? {
        guard let text = try fact(tombstoneFact, db) else { return nil }
        guard let key = decodeHexadecimal(text), key.count == 32 else { throw LedgerError.damaged }
        return key
    }

    // MARK: Assets

    /// The assets that neither of the last two builds of everything used, out of `names`.
    package func unusedAssets(among names: [String]) throws -> [String] {
        try queue.read { db in
            let builds = try Self.buildCount(db)
            let lastUse = try db.makeStatement(sql: "SELECT last_used FROM assets WHERE name = ?")
            return try names.filter { name in
                try Int.fetchOne(lastUse, arguments: [name]).map { builds - $0 >= 2 } ?? (builds >= 2)
            }
        }
    }

    /// How many builds of everything there have been.
    static func buildCount(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'builds'") ?? 0
    }

    /// Forgets assets that are not among `names`, those that are on disk.
    package func keepAssets(onlyOf names: [String]) throws {
        let known = try queue.read { db in try String.fetchAll(db, sql: "SELECT name FROM assets") }
        let onDisk = Set(names)
        try dropAssets(known.filter { !onDisk.contains($0) })
    }

    /// Forgets assets that are no longer on disk.
    package func dropAssets(_ names: [String]) throws {
        try queue.write { db in
            for name in names { try db.execute(sql: "DELETE FROM assets WHERE name = ?", arguments: [name]) }
        }
    }
}
