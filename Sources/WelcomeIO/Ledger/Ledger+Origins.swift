import Foundation
import GRDB
import WelcomeCore

/// Which origins links were sent under: a link dies with its host, so a host is not given up unnoticed.
extension Ledger {
    static let origins = """
        -- The last day of the latest link of a tenant that was published under an origin.
        CREATE TABLE origins(tenant BLOB NOT NULL, origin TEXT NOT NULL, last_day INTEGER NOT NULL,
            PRIMARY KEY(tenant, origin)) WITHOUT ROWID;
        """

    /// The origins of each of `tenants`.
    ///
    /// - Complexity: O(tenants · log tenants of the ledger).
    func sentOrigins(of tenants: [LeadText]) throws -> [SentOrigins] {
        try queue.read { db in
            let select = try db.makeStatement(sql: "SELECT origin, last_day FROM origins WHERE tenant = ?")
            return try tenants.map { tenant in
                var sent = SentOrigins(tenant: tenant, lastDays: [:])
                for row in try Row.fetchAll(select, arguments: [Data(tenant.bytes)]) {
                    guard let day = ExpiryDay(daysSinceEpoch: row[1]) else { throw LedgerError.damaged }
                    sent.lastDays[row[0]] = day
                }
                return sent
            }
        }
    }

    /// Remembers that the links of `tenants` are published under what `settings` say.
    ///
    /// `givingUpOthers` forgets the origins that the settings do not serve.
    func recordOrigins(
        _ tenants: [(id: LeadText, lastDay: ExpiryDay)], _ settings: SiteSettings, givingUpOthers: Bool, now: Timestamp
    ) throws {
        let known = try sentOrigins(of: tenants.map(\.id))
        var changes: [(tenant: LeadText, origin: String, lastDay: ExpiryDay?)] = []
        for (tenant, sent) in zip(tenants, known) {
            let origin = settings.origin(of: tenant.id).description
            if sent.lastDays[origin].map({ $0 < tenant.lastDay }) ?? true {
                changes.append((tenant.id, origin, tenant.lastDay))
            }
            for (other, lastDay) in sent.lastDays where other != origin {
                let isServed = settings.origins(of: tenant.id).map(\.description).contains(other)
                if lastDay.isOver(at: now) || (givingUpOthers && !isServed) { changes.append((tenant.id, other, nil)) }
            }
        }
        guard !changes.isEmpty else { return }
        try queue.write { db in
            let set = try db.makeStatement(
                sql: """
                    INSERT INTO origins VALUES(?, ?, ?)
                    ON CONFLICT(tenant, origin) DO UPDATE SET last_day = excluded.last_day
                    """)
            let drop = try db.makeStatement(sql: "DELETE FROM origins WHERE tenant = ? AND origin = ?")
            for change in changes {
                let tenant = Data(change.tenant.bytes)
                if let day = change.lastDay {
                    try set.execute(arguments: [tenant, change.origin, Int(day.daysSinceEpoch)])
                } else {
                    try drop.execute(arguments: [tenant, change.origin])
                }
            }
        }
    }
}
