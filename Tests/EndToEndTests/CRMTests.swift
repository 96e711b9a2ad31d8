import Foundation
import Testing
import WelcomeTestSupport

/// The CRM's own database as the source, by settings alone.
@Suite struct CRMTests {
    /// Makes a site whose leads are those of the CRM's tables.
    static func makeSite() throws -> SiteFolder {
        let query = try String(contentsOf: Fixtures.url("crm-leads-query.sql"), encoding: .utf8)
        let indented = query.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let site = try SiteFolder(
            settings: """
                base_url: https://w.example.kz
                locales: {default: ru, available: [kk, ru, en]}
                leads: crm.db
                tenants:
                  seed-tenant-1: {name: Demo Company, theme: base}
                leads_query: |
                \(indented)

                """, themes: ["base", "panels", "laminate"])
        for name in try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("media")) {
            try site.copy(Fixtures.path("media/\(name)"), to: "media/\(name)")
        }
        let sql = try String(contentsOf: Fixtures.url("crm-sample.sql"), encoding: .utf8)
        let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("crm.db")], input: sql)
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return site
    }

    @Test func buildsTheLeadsOfTheCRM() throws {
        let site = try Self.makeSite()
        let before = try site.data("crm.db")
        let run = try site.build("--json")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try Report(run).problems.map(\.code) == [], "\(run.stderr)")
        #expect(try site.data("crm.db") == before)

        let published = try site.published()
        let lines = ["cm1", "cm2", "cm3", "cm4", "cm5"].compactMap { published.line($0, tenant: "seed-tenant-1") }
        // The fourth has no topic: it gets the tenant's first by `sortOrder`.
        #expect(lines.map(\.theme) == ["panels", "panels", "laminate", "laminate", "panels"])
        // The third was greeted with media, the fifth was only answered.
        #expect(lines.map(\.state) == ["ready", "ready", "sent", "ready", "sent"])
        #expect(lines.map(\.requests.count) == [1, 1, 0, 1, 0])
        // 90 days after the day of `createdAt`, which is in UTC, in the zone of the site.
        #expect(
            lines.map(\.expiresOn) == ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-01", "2027-01-01"])
    }

    @Test func showsNamesCitiesMediaAndAddressOfTopics() throws {
        let site = try Self.makeSite()
        #expect(try site.build().status == 0)
        let published = try site.published()
        let pages = try ["cm1", "cm2", "cm3", "cm4"].map { id in
            try published.html(#require(published.line(id, tenant: "seed-tenant-1")))
        }
        #expect(pages[0].contains("Айгүл") && pages[0].contains("Алматы"))
        #expect(pages[0].contains("<address><bdi>Алматы, ул. Северное кольцо, 12</bdi></address>"))
        #expect(pages[1].contains("<h1>Здравствуйте!</h1>"))
        #expect(pages[2].contains("Ерлан") && pages[2].contains("Қарағанды"))
        #expect(pages[3].contains("Без темы"))

        // Topic 1 has a voice, three pictures and a document; topic 2 one picture besides the theme's voice. A document
        // shows its first page.
        #expect(pages.map { Self.count("<audio", in: $0) } == [1, 1, 1, 1])
        #expect(pages.map { Self.count("<img", in: $0) } == [4, 4, 1, 1])
        #expect(pages.map { Self.count(".pdf\"", in: $0) } == [1, 1, 0, 0])
    }

    @Test func explainsALeadOfTheCRM() throws {
        let site = try Self.makeSite()
        let run = try WelcomeBinary.run(["explain", "cm1", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("seed-tenant-1 / cm1 / welcome"))
        #expect(run.stdout.contains("panels  (row: theme)"))
    }

    @Test func buildsOneLeadOfTheCRM() throws {
        let site = try Self.makeSite()
        let run = try site.build("--lead", "cm2", "--json")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try Report(run).counts.leads == 1)
        #expect(try site.published().lines.map(\.lead) == ["cm2"])
    }

    @Test func namesAQueryThatFails() throws {
        let site = try Self.makeSite()
        try site.replace("FROM \"Lead\" l", with: "FROM \"Leads\" l", in: "welcome.yml")
        let run = try site.build()
        #expect(run.status == 1)
        #expect(run.stderr.contains("[source-query]"))
    }

    private static func count(_ text: String, in html: String) -> Int { html.components(separatedBy: text).count - 1 }
}
