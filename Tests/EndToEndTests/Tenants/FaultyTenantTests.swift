import Foundation
import Testing
import WelcomeTestSupport

/// A fault in rows that a tenant's own people write costs that tenant, and nobody else.
@Suite struct FaultyTenantTests {
    /// What the tenant `b` did, in SQL, and where the program says that it is wrong.
    struct Fault: Sendable, CustomTestStringConvertible {
        var sql: String
        var place: String

        var testDescription: String { sql }

        static func theme(_ columns: String, _ values: String, _ place: String) -> Fault {
            Fault(sql: "INSERT INTO themes(tenant, theme, \(columns)) VALUES ('b', 'shop', \(values))", place: place)
        }

        static func tenant(_ column: String, _ value: String) -> Fault {
            Fault(
                sql: "INSERT INTO tenants(id, \(column)) VALUES ('b', \(value))",
                place: "leads.db row 1 column tenants.\(column): error")
        }
    }

    static let faults = [
        Fault.theme("markdown", "'# {{lead.nmae}}'", "leads.db (themes, row 1):1:3: error: `{{lead.nmae}}`"),
        .theme("markdown", "'<script src={{lead.name}}></script>'", "leads.db (themes, row 1):1"),
        .theme("message", "'Здравствуйте!'", "[message-url]"),
        .theme("title", "'{{lead.name}}'", "leads.db row 1 column themes.title: error"),
        .theme("images", "'media/none.jpg'", "leads.db row 1 column themes.images: error"),
        .theme("voice", "'https://evil.example/a.ogg'", "leads.db row 1 column themes.voice: error"),
        .theme("markdown", "CAST(x'cff0' AS TEXT)", "leads.db row 1 column themes.markdown: error"),
        .theme("title", "zeroblob(1048577)", "leads.db row 1 column themes.title: error"),
        Fault(
            sql: "INSERT INTO themes(tenant, markdown) VALUES ('b', 'x')",
            place: "leads.db row 1 column themes.theme: error: a row of `themes` must name its theme"),
        .tenant("region", "'XX'"), .tenant("base_url", "'https://include'"), .tenant("locale", "'kz'"),
        .tenant("base_url", "'http://localhost'"), .tenant("base_url", "'https://b.kz; } server { '"),
        .tenant("channel", "'pigeon'"), .tenant("timezone", "'Asia/Almata'"), .tenant("phone", "'0'"),
        .tenant("name", "CAST(x'cff0' AS TEXT)"),
        Fault(sql: "INSERT INTO tenants(id, stop_words) VALUES ('b', 'посмотрите')", place: "[message-stop-word]"),
    ]

    /// Two tenants, and a lead of each.
    private func site() throws -> SiteFolder {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacingOccurrences(of: "leads.ndjson", with: "leads.db")
                + "  a: {name: А, theme: shop, locale: ru}\n  b: {name: Б, theme: shop, locale: ru}\n")
        try run(
            """
            CREATE TABLE leads (id TEXT, tenant TEXT, name TEXT, phone TEXT, created_at TEXT, expires_on TEXT,
              sent_at TEXT, revoked TEXT);
            CREATE TABLE tenants (id TEXT, name TEXT, base_url TEXT, locale TEXT, region TEXT, channel TEXT, phone TEXT,
              stop_words TEXT, timezone TEXT);
            CREATE TABLE themes (tenant TEXT, theme TEXT, locale TEXT, markdown TEXT, title TEXT, message TEXT,
              images TEXT, voice TEXT);
            """, site)
        try add("a1", site)
        try add("b1", site)
        return site
    }

    private func run(_ sql: String, _ site: SiteFolder) throws {
        let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql])
        try #require(run.status == 0, "\(run.stderr)")
    }

    /// Adds a lead of the tenant that its id begins with.
    private func add(_ id: String, _ site: SiteFolder, expires: String? = nil, sent: Bool = false) throws {
        let number = 7_010_000_000 + id.utf8.reduce(0) { $0 * 31 % 99_999 + Int($1) }
        try run(
            """
            INSERT INTO leads VALUES ('\(id)', '\(id.prefix(1))', 'Айгүл', '+7\(number)', '2026-11-01T09:00:00+05:00',
              \(expires.map { "'\($0)'" } ?? "NULL"), \(sent ? "'2026-11-02T09:00:00+05:00'" : "NULL"), NULL)
            """, site)
    }

    /// A line of the manifest, as far as it is the same in two histories of a site.
    private struct Line: Equatable {
        var state: String
        var problems: [String]
        var code: String
        var page: Page?
        var requests: Int
        /// The line without the build that its page was changed in.
        var text: String
    }

    private struct Page: Decodable, Equatable {
        var file: String
        var sha256: String
        var bytes: Int
    }

    private struct WireLine: Decodable {
        struct Problem: Decodable {
            var code: String
        }

        struct Request: Decodable {}

        var lead: String
        var state: String
        var problems: [Problem]
        var code: String
        var page: Page?
        var requests: [Request]
    }

    /// The manifest's lines by lead.
    private func lines(_ site: SiteFolder) throws -> [String: Line] {
        let file = try #require(try site.published().pointer.files.last?.file)
        return try site.text("output/\(file)").split(separator: "\n").map(String.init).reduce(into: [:]) {
            lines, text in
            let line = try JSONDecoder().decode(WireLine.self, from: Data(text.utf8))
            lines[line.lead] = Line(
                state: line.state, problems: line.problems.map(\.code), code: line.code, page: line.page,
                requests: line.requests.count, text: text.replacing(/"changed_in":"[^"]*"/, with: ""))
        }
    }

    @Test(arguments: faults) func costsTheTenantWhoseRowItIs(fault: Fault) throws {
        let site = try site()
        #expect(try site.build().status == 0)
        let before = try lines(site)
        let page = try site.published().html(try #require(try site.published().line("b1", tenant: "b")))

        try run(fault.sql, site)
        try add("a2", site)
        try add("b2", site)
        let built = try site.build(now: "2026-11-24T09:00:00+05:00")
        #expect(built.status == 3)
        #expect(built.stderr.contains(fault.place), "\(built.stderr)")
        #expect(built.stderr.contains("[theme-faulty]"))
        let during = try lines(site)
        #expect(during["a1"] == before["a1"])
        #expect(during["a2"]?.state == "ready")
        for lead in ["b1", "b2"] {
            #expect(during[lead]?.state == "unsendable")
            #expect(during[lead]?.problems == ["theme_faulty"])
            #expect(during[lead]?.requests == 0)
        }
        #expect(during["b1"]?.page == before["b1"]?.page)
        #expect(during["b1"]?.code == before["b1"]?.code)
        #expect(during["b2"] != nil && during["b2"]?.page == nil)
        #expect(try site.published().html(try #require(try site.published().line("b1", tenant: "b"))) == page)
        try site.writeSchemas()
        let schema = site.absolute("schemas/manifest.schema.json")
        let files = try site.published().pointer.files.map { site.absolute("output/\($0.file)") }
        let validation = try PythonTool.run("validate_manifest", [schema] + files)
        #expect(validation.status == 0, "\(validation.stdout)\(validation.stderr)")

        // It is said again by every build.
        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 3)
        let published = try site.published().manifestFiles()
        let strict = try site.build("--strict", now: "2026-11-24T10:00:00+05:00")
        #expect(strict.status == 1)
        #expect(try site.published().manifestFiles() == published)

        try run("DELETE FROM themes; DELETE FROM tenants", site)
        let mended = try site.build(now: "2026-11-25T09:00:00+05:00")
        #expect(mended.status == 0, "\(mended.stderr)")
        let after = try lines(site)
        #expect(after["b1"] == before["b1"])
        try site.remove("output")
        #expect(try site.build(now: "2026-11-25T09:00:00+05:00").status == 0)
        #expect(try lines(site) == after)
    }

    /// What ends a page needs no theme, and what was sent stays sent.
    @Test func endsPagesOfTheTenantAllTheSame() throws {
        let site = try site()
        try add("b-expired", site, expires: "2026-11-23")
        for lead in ["b-revoked", "b-gone"] { try add(lead, site) }
        try add("b-sent", site, sent: true)
        #expect(try site.build().status == 0)
        let pages = try site.published()
        try run(
            """
            INSERT INTO themes(tenant, theme, markdown) VALUES ('b', 'shop', '{{');
            UPDATE leads SET revoked = 'true' WHERE id = 'b-revoked'; DELETE FROM leads WHERE id = 'b-gone';
            """, site)
        try add("b-new-sent", site, sent: true)
        let built = try site.build(now: "2026-11-26T09:00:00+05:00")
        #expect(built.status == 3)
        let expected = [
            "a1": "ready", "b1": "unsendable", "b-expired": "expired", "b-revoked": "revoked", "b-gone": "retained",
            "b-sent": "sent", "b-new-sent": "unsendable",
        ]
        #expect(try lines(site).mapValues(\.state) == expected)
        for (lead, state) in expected where lead != "a1" && lead != "b-new-sent" {
            let line = try #require(pages.line(lead, tenant: "b"))
            let isThere = !["expired", "revoked"].contains(state)
            #expect(FileManager.default.fileExists(atPath: pages.pagePath(line)) == isThere, "\(lead)")
        }
    }

    /// A page that stays as it is takes on the form that the others have.
    @Test func convertsPagesThatStay() throws {
        let site = try site()
        #expect(try site.build().status == 0)
        try run("INSERT INTO themes(tenant, theme, markdown) VALUES ('b', 'shop', '{{')", site)
        try site.write(try site.text("welcome.yml") + "pages: {store: gzip}\n", to: "welcome.yml")
        #expect(try site.build().status == 3)
        let line = try #require(try site.published().line("b1", tenant: "b"))
        #expect(site.exists("output/site/\(line.page?.file ?? "")"))
        #expect(line.page?.file.hasSuffix(".html.gz") == true)
    }

    /// What stands in files is everybody's, whoever meets it.
    @Test func stopsAllForAFaultInAFile() throws {
        let site = try site()
        try site.write(SiteFolder.shopText + "{{lead.nmae}}\n", to: "themes/shop/ru.md")
        try run("INSERT INTO themes(tenant, theme, title) VALUES ('b', 'shop', 'Наши цены')", site)
        let built = try site.build()
        #expect(built.status == 1)
        #expect(!site.exists("output/manifest.json"))
    }

    /// A row without a tenant is nobody's own.
    @Test func stopsAllForAFaultInARowForAll() throws {
        let site = try site()
        try run("INSERT INTO themes(theme, title) VALUES ('shop', '{{lead.name}}')", site)
        #expect(try site.build().status == 1)
    }

    /// A row whose owner cannot be read is of nobody who could have leads.
    @Test func leavesOutARowWhoseOwnerCannotBeRead() throws {
        let site = try site()
        try run(
            """
            INSERT INTO themes(tenant, theme, title) VALUES (CAST(x'cff0' AS TEXT), 'shop', '{{lead.name}}');
            INSERT INTO tenants(id, region) VALUES (CAST(x'cff0' AS TEXT), 'XX');
            """, site)
        let built = try site.build()
        #expect(built.status == 0)
        #expect(built.stderr.contains("leads.db row 1 column themes.tenant: warning"))
        #expect(try lines(site).values.allSatisfy { $0.state == "ready" })
    }

    @Test func explainsALeadThatIsHeldBack() throws {
        let site = try site()
        #expect(try site.build().status == 0)
        try run("INSERT INTO tenants(id, region) VALUES ('b', 'XX')", site)
        let run = try WelcomeBinary.run(["explain", "b1", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 1)
        #expect(run.stdout.contains("unsendable"))
        #expect(run.stdout.contains("theme_faulty"))
    }

    @Test func printsTheFragmentForTheOthers() throws {
        let site = try site()
        try run(
            "INSERT INTO tenants(id, base_url) VALUES ('a', 'https://a.example.kz'), ('b', 'https://include')", site)
        let run = try WelcomeBinary.run(["nginx", "--site", site.path])
        #expect(run.status == 3)
        #expect(run.stdout.contains("server_name w.example.kz\n        a.example.kz;"))
        #expect(!run.stdout.contains("include"))
    }
}
