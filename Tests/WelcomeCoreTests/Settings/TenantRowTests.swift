import Testing
import WelcomeCore

/// What a row of the table `tenants` may say of hosts.
@Suite struct TenantRowTests {
    private func overlaid(
        _ rows: [String: String]..., published: [(tenant: LeadText, origin: String)] = []
    ) throws -> (settings: SiteSettings, diagnostics: [Diagnostic]) {
        let text = """
            base_url: https://w.example.kz
            aliases: [old.example.kz]
            tenants:
              a: {base_url: https://a.example.kz, aliases: [was.example.kz]}
              b: {base_url: https://b.example.kz}
              c: {base_url: https://b.example.kz}

            """
        let settings = try #require(SiteSettings.parse(text, file: "welcome.yml").settings)
        return settings.overlaid(
            byTenants: rows.enumerated().map { TableRow(position: .row(Int64($0 + 1)), values: $1) }, file: "leads.db",
            published: published)
    }

    @Test(arguments: [
        ("d", "https://d.example.kz"), ("d", "https://w.example.kz"), ("a", "https://a.example.kz"),
        ("a", "https://new.example.kz"), ("c", "https://b.example.kz"), ("d", "https://old.example.kz"),
        ("a", "https://was.example.kz"),
    ])
    func takesHostsThatAreNobodyElses(tenant: String, url: String) throws {
        let (settings, diagnostics) = try overlaid(["id": tenant, "base_url": url])
        #expect(diagnostics == [])
        #expect(settings.tenant(LeadText(tenant)).baseURL?.description == url)
    }

    @Test(arguments: [
        ("d", "https://a.example.kz"), ("d", "https://a.example.kz:8443"), ("a", "https://b.example.kz"),
        ("d", "https://was.example.kz"), ("d", "https://A.example.kz"), ("d", "https://a.example.kz."),
        ("d", "http://localhost"), ("d", "https://127.0.0.1"), ("d", "https://include"),
    ])
    func refusesHostsThatAreOthers(tenant: String, url: String) throws {
        let before = try overlaid().settings.tenant(LeadText(tenant)).baseURL
        let (settings, diagnostics) = try overlaid(["id": "x", "name": "X"], ["id": tenant, "base_url": url])
        #expect(diagnostics.map(\.tenant) == [tenant])
        #expect(diagnostics.first?.location == SourceLocation(file: "leads.db", row: 2, field: "tenants.base_url"))
        #expect(settings.tenant(LeadText(tenant)).baseURL == before)
    }

    /// Of rows that name the same host, whatever the port, the first has it; its tenant may say so twice.
    @Test func givesAHostToTheFirstRow() throws {
        let (settings, diagnostics) = try overlaid(
            ["id": "d", "base_url": "https://s.example.kz"], ["id": "e", "base_url": "https://s.example.kz:8443"],
            ["id": String(repeating: "x", count: 513), "base_url": "https://f.example.kz"],
            ["id": "d", "base_url": "https://s.example.kz/"], ["id": "f", "base_url": "https://f.example.kz"])
        #expect(diagnostics.map(\.code) == [.tenantHostTaken, .settingsValue])
        #expect(diagnostics.map(\.tenant) == ["e", nil])
        #expect(diagnostics.first?.location == SourceLocation(file: "leads.db", row: 2, field: "tenants.base_url"))
        #expect(diagnostics.first?.summary.contains("s.example.kz is that of tenant `d` by row 1") == true)
        #expect(settings.tenant(LeadText("d")).baseURL?.host == "s.example.kz")
        #expect(settings.tenant(LeadText("e")).baseURL == nil)
        #expect(settings.tenant(LeadText("f")).baseURL?.host == "f.example.kz")
    }

    /// Whose links are published under a host keeps it from rows that stand before its own, but not from welcome.yml.
    @Test func givesAHostToTheTenantThatHasLinksUnderIt() throws {
        let published = [
            (tenant: LeadText("e"), origin: "https://s.example.kz"), (LeadText("gone"), "https://s.example.kz"),
            (LeadText("d"), "https://b.example.kz"),
        ]
        let (settings, diagnostics) = try overlaid(
            ["id": "d", "base_url": "https://s.example.kz"], ["id": "e", "base_url": "https://s.example.kz"],
            published: published)
        #expect(diagnostics.map(\.tenant) == ["d"])
        #expect(diagnostics.first?.summary.contains("that of tenant `e` by row 2") == true)
        #expect(settings.tenant(LeadText("e")).baseURL?.host == "s.example.kz")
        #expect(
            try overlaid(["id": "d", "base_url": "https://b.example.kz"], published: published).diagnostics.map(
                \.summary)
                == [
                    "`base_url` must be a host of the tenant's own, and b.example.kz is that of tenant `b` by welcome.yml"
                ])
    }

    @Test func whatIsTooLongIsTheFaultOfItsTenant() throws {
        let long = String(repeating: "x", count: 513)
        let (settings, diagnostics) = try overlaid(["id": "d", "name": long], ["id": long, "name": "L"])
        #expect(diagnostics.map(\.tenant) == ["d", nil])
        #expect(diagnostics.map(\.severity) == [.error, .warning])
        #expect(settings.tenant(LeadText("d")).name == nil)
        #expect(settings.tenants.count == 4)

        let row = ["tenant": "d", "theme": "shop", "title": long, "markdown": String(repeating: long, count: 513)]
        let made = ThemeOverride.make(rows: [TableRow(position: .row(1), values: row)], file: "leads.db")
        #expect(made.diagnostics.map(\.tenant) == ["d", "d"])
        #expect(made.diagnostics.map(\.code) == [.themeTooLarge, .themeTooLarge])
    }
}
