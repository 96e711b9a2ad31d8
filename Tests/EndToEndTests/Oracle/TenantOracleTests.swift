import Foundation
import Testing
import WelcomeTestSupport

/// Sites of several tenants: their hosts, and faults in rows that their own people write.
@Suite struct TenantOracleTests {
    private static func lead(_ id: String, _ number: Int, _ more: [String: Any] = [:]) -> [String: Any] {
        let lead: [String: Any] = [
            "id": id, "tenant": String(id.prefix { $0 != "-" }), "name": "Айгүл", "city": "Алматы",
            "phone": "+7 701 123-45-\(10 + number)", "created_at": "2026-11-01T09:00:00+05:00",
        ]
        return lead.merging(more) { $1 }
    }

    @Test func servesHostsOfTenantsAsRecorded() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings + """
                  a: {theme: shop, locale: ru, base_url: https://a.example.kz}
                  b: {theme: shop, locale: ru, base_url: https://b.example.kz, aliases: [old-b.example.kz]}
                  twin: {theme: shop, locale: ru, base_url: https://b.example.kz}
                  plain: {theme: shop, locale: ru}
                aliases: [old.example.kz]

                """)
        var leads = ["default-1", "a-1", "a-2", "b-1", "b-2", "twin-1", "plain-1"].enumerated().map {
            Self.lead($1, $0)
        }
        try site.writeLeads(leads)
        var oracle = Oracle(site)
        try oracle.build("first build")
        try site.replace("https://a.example.kz", with: "https://c.example.kz", in: "welcome.yml")
        try oracle.build("tenant moved", "--accept-new-host", now: Oracle.day(1))
        leads[1]["revoked"] = true
        leads.remove(at: 4)
        try site.writeLeads(leads)
        try oracle.build("one revoked, one gone", now: Oracle.day(2))
        try site.replace(
            "aliases: [old.example.kz]", with: "aliases: [old.example.kz, new.example.kz]", in: "welcome.yml")
        try oracle.build("host added", now: Oracle.day(3))
        try oracle.expect(asIn: "hosts")
    }

    @Test func holdsAFaultyTenantBackAsRecorded() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacing("leads.ndjson", with: "leads.db")
                + "  a: {name: А, theme: shop, locale: ru}\n  b: {name: Б, theme: shop, locale: ru}\n")
        func run(_ sql: String) throws {
            let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql])
            try #require(run.status == 0, "\(run.stderr)")
        }
        func row(_ id: String, _ number: Int, _ more: String = "NULL, NULL, NULL") -> String {
            "('\(id)', '\(id.prefix(1))', 'Айгүл', '+7701000000\(number)', '2026-11-01T09:00:00+05:00', \(more))"
        }
        try run(
            """
            CREATE TABLE leads (id, tenant, name, phone, created_at, expires_on, sent_at, revoked);
            CREATE TABLE tenants (id, name, region, phone, stop_words);
            CREATE TABLE themes (tenant, theme, locale, markdown, title, message);
            INSERT INTO tenants(id, name, phone) VALUES ('a', 'А и партнёры', '+7 701 000-00-77');
            INSERT INTO themes(tenant, theme, locale, title) VALUES ('a', 'shop', 'ru', 'Наши цены');
            INSERT INTO leads VALUES \(row("a1", 1)), \(row("b1", 2)), \(row("b-gone", 3)),
              \(row("b-short", 4, "'2026-11-24', NULL, NULL")), \(row("b-sent", 5, "NULL, '2026-11-02', NULL"));
            """)
        var oracle = Oracle(site)
        try oracle.build("first build")
        try run(
            """
            INSERT INTO themes(tenant, theme, markdown) VALUES ('b', 'shop', '# {{lead.nmae}}');
            DELETE FROM leads WHERE id = 'b-gone';
            INSERT INTO leads VALUES \(row("a2", 6)), \(row("b2", 7));
            """)
        try oracle.build("faulty theme", now: Oracle.day(1), status: 3)
        try run("UPDATE leads SET revoked = 1 WHERE id = 'b2'; INSERT INTO tenants(id, region) VALUES ('b', 'XX');")
        try oracle.build("faulty settings too", now: Oracle.day(5), status: 3)
        try run("DELETE FROM tenants WHERE id = 'b'; UPDATE themes SET markdown = '# Рады вам' WHERE tenant = 'b';")
        try oracle.build("mended", now: Oracle.day(6))
        try oracle.expect(asIn: "faulty-tenant")
    }
}
