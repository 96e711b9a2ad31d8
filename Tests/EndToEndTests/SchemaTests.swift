import Foundation
import Testing
import WelcomeTestSupport

/// What the program writes and reads, judged by its own schemas and by the standard's HTML parser.
@Suite struct SchemaTests {
    private func withSchemas(_ site: SiteFolder) throws -> SiteFolder {
        try site.writeSchemas()
        return site
    }

    private func expectNothingFound(_ run: ProgramRun) {
        #expect(run.status == 0 && run.stdout + run.stderr == "", "\(run.stdout)\(run.stderr)")
    }

    @Test func validatesAWholeSite() throws {
        let site = try SiteFolder.builtSample()
        #expect(try site.validationProblems() == "")
    }

    @Test func validatesASiteInEveryState() throws {
        let site = try SiteFolder.builtSample()
        try site.changeLead("clx0a1panels0002") { $0["revoked"] = true }
        try site.changeLead("clx0a1panels0003") { $0["sent_at"] = "2026-11-20T10:00:00Z" }
        try site.writeLeads(site.leads().filter { $0["id"] as? String != "clx0a1panels0004" })
        #expect(try site.build(now: "2027-01-01T09:00:00+05:00").status == 0)
        try site.changeLead("клиент-77") { $0["name"] = "Ж" }
        #expect(try site.build("--lead", "клиент-77", now: "2027-01-02T09:00:00+05:00").status == 0)
        #expect(try site.validationProblems() == "")
        let counts = try site.published().pointer.counts
        #expect(counts.keys.sorted() == ["expired", "ready", "retained", "revoked", "sent", "unsendable"])
        #expect(counts.values.allSatisfy { $0 > 0 }, "\(counts)")
    }

    @Test func validatesAManifestWithoutRecipients() throws {
        let site = try SiteFolder.sample()
        try site.write(try site.text("welcome.yml") + "\nmanifest: {recipients: false}\n", to: "welcome.yml")
        #expect(try site.build().status == 0)
        #expect(try site.validationProblems() == "")
    }

    @Test(arguments: [[], ["--sample"]]) func validatesSettingsAndThemesOfNewSites(arguments: [String]) throws {
        let parent = try withSchemas(SiteFolder())
        let run = try WelcomeBinary.run(["init", parent.absolute("new")] + arguments)
        #expect(run.status == 0, "\(run.stderr)")
        let files = try parent.snapshot(of: "new").files.keys.filter {
            $0.hasSuffix("theme.yml") || $0.hasSuffix(".md") || $0 == "welcome.yml"
        }
        #expect(files.count >= 4)
        expectNothingFound(
            try PythonTool.run(
                "validate_yaml", [parent.absolute("schemas")] + files.sorted().map { parent.absolute("new/\($0)") }))
    }

    @Test func findsNoErrorInThePagesOfTheSample() throws {
        let site = try SiteFolder.builtSample()
        let pages = try site.snapshot(of: "output/site").files.keys.filter { $0.hasSuffix(".html") }.sorted()
        #expect(pages.count >= 16)
        expectNothingFound(
            try PythonTool.run(
                "html_errors", ["-"], input: pages.map { site.absolute("output/site/\($0)") }.joined(separator: "\n")))
    }

    @Test func buildsFromTheTablesOfTheSchema() throws {
        let site = try SiteFolder.shop()
        let sql = """
            \(try WelcomeBinary.run(["schema", "leads"]).stdout)
            INSERT INTO leads(id, tenant, name, phone, created_at) VALUES
              ('a1', 'default', 'Айгүл', '+7 701 123-45-67', '2026-11-01 04:00:00'), ('a2', 'second', 'Ерлан', NULL, NULL);
            INSERT INTO tenants(id, name, theme, locale) VALUES ('second', 'Вторая', 'shop', 'ru');
            INSERT INTO themes(tenant, theme, locale, markdown) VALUES
              ('second', 'shop', 'ru', '# Другой текст, {{#lead.name}}{{lead.name}}{{/lead.name}}');
            """
        let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db")], input: sql)
        try #require(run.status == 0, "\(run.stderr)")
        let build = try site.build("--leads", site.absolute("leads.db"))
        #expect(build.status == 0, "\(build.stderr)")
        let published = try site.published()
        #expect(try published.html(#require(published.line("a1"))).contains("Спасибо за\u{A0}заявку."))
        let second = try published.html(#require(published.line("a2", tenant: "second")))
        #expect(second.contains("Другой текст"))
        #expect(second.contains("Вторая"))
        #expect(!second.contains("Спасибо за\u{A0}заявку."))
    }

    @Test func buildsTheSampleSiteOfInit() throws {
        let parent = try SiteFolder()
        #expect(try WelcomeBinary.run(["init", "--sample", parent.absolute("new")]).status == 0)
        let site = parent.absolute("new")
        #expect(try WelcomeBinary.run(["check", "--site", site, "--now", SiteFolder.now]).status == 0)
        let run = try WelcomeBinary.run(["build", "--site", site, "--now", SiteFolder.now])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try Publication(output: "\(site)/output").lines.count == 18)
        // A second `init` overwrites nothing.
        let before = try parent.snapshot(of: "new")
        #expect(try WelcomeBinary.run(["init", "--sample", site]).status == 78)
        #expect(try parent.snapshot(of: "new") == before)
        #expect(before.files["keys.yml"]?.mode == 0o600)
    }
}
