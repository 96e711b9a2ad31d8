import Foundation
import Testing
import WelcomeTestSupport

extension SiteFolder {
    /// Makes the shop's site with its leads in a database, beside the rows that a tenant's people write.
    ///
    /// Rows are given by their columns, those of `themes` without `theme`.
    static func tenants(themes: [[String: String]] = [], tenants: [[String: String]] = []) throws -> SiteFolder {
        let site = try shop(settings: settings.replacingOccurrences(of: "leads.ndjson", with: "leads.db"))
        var sql = """
            CREATE TABLE leads(id, tenant, theme, name, city, phone, created_at);
            CREATE TABLE themes(tenant, theme, locale, markdown, title, description, message, voice, images, documents, \
            address);
            CREATE TABLE tenants(id, name, base_url, theme, locale, region, channel, phone, whatsapp, stop_words, timezone);
            BEGIN;

            """
        for lead in twoLeads {
            let row = lead.compactMapValues { $0 as? String }
            sql += insert(into: "leads", row)
        }
        for row in themes { sql += insert(into: "themes", ["theme": "shop"].merging(row) { $1 }) }
        for row in tenants { sql += insert(into: "tenants", row) }
        let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db")], input: sql + "COMMIT;\n")
        #expect(run.status == 0, "\(run.stderr)")
        return site
    }

    private static func insert(into table: String, _ row: [String: String]) -> String {
        let columns = row.keys.sorted()
        let values = columns.map {
            "CAST(X'\(Data((row[$0] ?? "").utf8).map { String(format: "%02x", $0) }.joined())' AS TEXT)"
        }
        return "INSERT INTO \(table)(\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")));\n"
    }
}
