import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Ledgers of earlier formats, as the program left them: what they promised holds in today's format.
@Suite struct LedgerUpgradeTests {
    /// The formats that sites may still have, today's last.
    static let formats = [3, 4, 5]

    private func ledger(ofFormat format: Int) throws -> LeadFile {
        try LeadFile(sql: String(contentsOf: Fixtures.url("ledgers/format-\(format).sql"), encoding: .utf8))
    }

    /// The rows of `table` in a file, with the columns that every format has.
    private func rows(_ columns: String, of table: String, in file: LeadFile) throws -> [Row] {
        try DatabaseQueue(path: file.path).read { db in
            try Row.fetchAll(db, sql: "SELECT \(columns) FROM \(table) ORDER BY 1, 2")
        }
    }

    /// Every table, column and index of a file.
    private func schema(of file: LeadFile) throws -> [Row] {
        try DatabaseQueue(path: file.path).read { db in
            let version =
                try Row.fetchAll(db, sql: "PRAGMA user_version") + Row.fetchAll(db, sql: "PRAGMA application_id")
            return try version
                + Row.fetchAll(
                    db,
                    sql: """
                        SELECT m.type, m.name, m.tbl_name, c.cid, c.name, c.type, c."notnull", c.pk
                        FROM sqlite_master AS m LEFT JOIN pragma_table_info(m.name) AS c ORDER BY 1, 2, 4
                        """)
        }
    }

    @Test(arguments: formats) func keepsEveryRow(format: Int) throws {
        let file = try ledger(ofFormat: format)
        let tables = [
            ("key, serial, code, state, theme, locale, issued_at, expires_on", "links"),
            ("key, serial, fingerprint, sha256, bytes, changed_in, manifest_state", "pages"), ("*", "facts"),
            ("*", "tombstones"), ("*", "assets"),
        ]
        let before = try tables.map { try rows($0, of: $1, in: file) }
        #expect(before.map(\.count).prefix(2) == [8, 8])
        _ = try Ledger(path: file.path)
        #expect(try tables.map { try rows($0, of: $1, in: file) } == before)
    }

    @Test(arguments: formats) func hasTheTablesOfANewLedgerAfterwards(format: Int) throws {
        let new = try LeadFile()
        _ = try Ledger(path: new.path)
        let file = try ledger(ofFormat: format)
        _ = try Ledger(path: file.path)
        #expect(try schema(of: file) == schema(of: new))
        let upgraded = try Data(contentsOf: URL(fileURLWithPath: file.path))
        _ = try Ledger(path: file.path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == upgraded)
    }

    @Test(arguments: formats) func remembersGreetingsAndWhoWasForgotten(format: Int) throws {
        let file = try ledger(ofFormat: format)
        let ledger = try Ledger(path: file.path)
        func identity(_ lead: String) -> LeadIdentity {
            LeadIdentity(tenant: LeadText("default"), lead: LeadText(lead), slot: LeadText("welcome"))
        }
        let leads = ["gone", "new", "old", "ready", "renewed", "revoked", "sent"]
        let links = try leads.map { try ledger.links(of: identity($0)) }
        #expect(links.map(\.count) == [1, 1, 1, 1, 2, 1, 1])
        let roles: [GreetingRecord.Role?] = [.offered, .offered, .held, .offered, .offered, .offered, .sent]
        #expect(links.map { $0.last?.greeting?.role } == (format == 3 ? leads.map { _ in nil } : roles))
        let states: [ManifestState?] = [
            .retained, .ready, format == 3 ? .ready : .unsendable, .ready, .ready, .revoked, .sent,
        ]
        #expect(links.map { $0.last?.manifestState } == states)
        #expect(links[5].first?.state == .revoked)
        let forgotten = try ledger.tombstones()
        #expect(forgotten.contains(identity("forgotten")))
        #expect(!leads.contains { forgotten.contains(identity($0)) })
    }
}
