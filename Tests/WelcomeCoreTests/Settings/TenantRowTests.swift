import Testing
import WelcomeCore

/// What a row of the table `tenants` may say of hosts.
@Suite struct TenantRowTests {
    private func overlaid(_ rows: [String: String]...) throws -> (settings: SiteSettings, diagnostics: [Diagnostic]) {
        let text = """
            base_url: https://w.example.kz
            tenants:
              a: {base_url: https://a.example.kz}
              b: {base_url: https://b.example.kz}
              c: {base_url: https://b.example.kz}

            """
        let settings = try #require(SiteSettings.parse(text, file: "welcome.yml").settings)
        return settings.overlaid(
            byTenants: rows.enumerated().map { TableRow(position: .row(Int64($0 + 1)), values: $1) }, file: "leads.db")
    }

    @Test(arguments: [
        ("d", "https://d.example.kz"), ("d", "https://w.example.kz"), ("a", "https://a.example.kz"),
        ("a", "https://new.example.kz"), ("c", "https://b.example.kz"),
    ])
    func takesHostsThatAreNobodyElses(tenant: String, url: String) throws {
        let (settings, diagnostics) = try overlaid(["id": tenant, "base_url": url])
        #expect(diagnostics == [])
        #expect(settings.tenant(LeadText(tenant)).baseURL?.description == url)
    }

    @Test(arguments: [
        ("d", "https://a.example.kz"), ("d", "https://a.example.kz:8443"), ("a", "https://b.example.kz"),
        ("d", "http://localhost"), ("d", "https://127.0.0.1"), ("d", "https://include"),
    ])
    func refusesHostsThatAreOthers(tenant: String, url: String) throws {
        let before = try overlaid().settings.tenant(LeadText(tenant)).baseURL
        let (settings, diagnostics) = try overlaid(["id": "x", "name": "X"], ["id": tenant, "base_url": url])
        #expect(diagnostics.map(\.tenant) == [tenant])
        #expect(diagnostics.first?.location == SourceLocation(file: "leads.db", row: 2, field: "tenants.base_url"))
        #expect(settings.tenant(LeadText(tenant)).baseURL == before)
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
