import Foundation
import Testing
import WelcomeTestSupport

/// A page is served under the hosts of its own tenant and under no other, by a real nginx.
@Suite struct HostOfTenantTests {
    private static let hosts = ["w.example.kz", "a.example.kz", "b.example.kz"]

    /// Tenants with hosts of their own, two that share one, and one with the site's; a lead of each.
    private func site(_ store: String = "html", more: String = "") throws -> SiteFolder {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings + """
                  a: {theme: shop, locale: ru, base_url: https://a.example.kz}
                  b: {theme: shop, locale: ru, base_url: https://b.example.kz}
                  twin: {theme: shop, locale: ru, base_url: https://b.example.kz}
                  plain: {theme: shop, locale: ru}
                \(more)pages: {store: \(store)}

                """)
        try writeLeads(site)
        try build(site)
        return site
    }

    /// The host under which each lead's page belongs.
    private static let own = [
        "default-1": "w.example.kz", "a-1": "a.example.kz", "b-1": "b.example.kz", "twin-1": "b.example.kz",
        "plain-1": "w.example.kz",
    ]

    private func writeLeads(_ site: SiteFolder, without missing: String? = nil, revoking revoked: String? = nil) throws
    {
        let leads = Self.own.keys.sorted().filter { $0 != missing }.enumerated().map { index, id in
            [
                "id": id, "tenant": String(id.dropLast(2)), "name": "Айгүл", "phone": "+7 701 123-45-1\(index)",
                "created_at": "2026-11-01T09:00:00+05:00", "revoked": id == revoked,
            ] as [String: Any]
        }
        try site.writeLeads(leads)
    }

    private func build(_ site: SiteFolder, now: String = SiteFolder.now) throws {
        let run = try site.build("--accept-new-host", now: now)
        try #require(run.status == 0, "\(run.stderr)")
    }

    private func code(_ lead: String, _ site: SiteFolder) throws -> String {
        try #require(try site.published().line(lead, tenant: String(lead.dropLast(2)))).code
    }

    /// The leads whose pages are given under each of `hosts`.
    private func given(_ site: SiteFolder, by server: NginxServer, under hosts: [String]) throws -> [String: [String]] {
        let leads = Self.own.keys.sorted()
        return try hosts.reduce(into: [:]) { given, host in
            let answers = try server.send(
                try leads.enumerated().map { index, lead in
                    HTTPRequest("/\(try code(lead, site))", headers: ["Host": host], from: "127.0.\(index + 1).1")
                })
            #expect(answers.allSatisfy { [200, 404].contains($0.status) })
            given[host] = zip(leads, answers).filter { $1.status == 200 }.map(\.0)
        }
    }

    private func expected(_ host: String) -> [String] { Self.own.keys.sorted().filter { Self.own[$0] == host } }

    @Test(arguments: ["html", "gzip"], [[], ["--njs"]])
    func isGivenUnderItsOwnHostOnly(store: String, options: [String]) throws {
        guard options.isEmpty || NginxServer.hasScripts else { return }
        let site = try site(store)
        let server = try NginxServer(
            serving: site, options.isEmpty ? [] : ["--njs", try ExpiryServingTests.scriptPath()])
        let given = try given(site, by: server, under: Self.hosts)
        for host in Self.hosts { #expect(given[host] == expected(host), "\(host)") }
        let page = "/\(try code("a-1", site))"
        for host in ["a.example.kz", "A.Example.KZ", "a.example.kz.", "a.example.kz:8443"] {
            #expect(try server.get(page, ["Host": host]).status == 200, "\(host)")
        }
        for host in [
            "127.0.0.1", "localhost", "evil.example", "..", "../p", "a.example.kz/", "a.example.kz%2f", "h", "*",
        ] {
            #expect([400, 404].contains(try server.get(page, ["Host": host]).status), "\(host)")
        }
        let stranger = try server.get(page, ["Host": "b.example.kz"])
        #expect(stranger.text.contains("Сілтеме ашылмады"))
        #expect(stranger["cache-control"] == "private, no-store")
    }

    @Test func showsNoMarks() throws {
        let site = try site()
        let server = try NginxServer(serving: site)
        let code = try code("a-1", site)
        for target in ["/h/", "/h/a.example.kz/", "/h/a.example.kz/\(code)", "/h/a.example.kz/\(code).html"] {
            #expect(try server.get(target, ["Host": "a.example.kz"]).status == 404, "\(target)")
        }
        let check = try WelcomeBinary.run(["nginx", "--output-check", "--site", site.path])
        #expect(check.status == 0, "\(check.stderr)")
        try site.write("x", to: "output/site/h/a.example.kz/notes.txt")
        #expect(try WelcomeBinary.run(["nginx", "--output-check", "--site", site.path]).status == 1)
    }

    @Test func movesWithItsTenant() throws {
        let site = try site()
        try site.replace("https://a.example.kz", with: "https://c.example.kz", in: "welcome.yml")
        try build(site, now: "2026-11-24T09:00:00+05:00")
        let server = try NginxServer(serving: site)
        let given = try given(site, by: server, under: Self.hosts + ["c.example.kz"])
        #expect(given["c.example.kz"] == ["a-1"])
        #expect(given["a.example.kz"] == [])
        #expect(given["b.example.kz"] == expected("b.example.kz"))
        #expect(!site.exists("output/site/h/a.example.kz"))
    }

    /// What a tenant's lead loses, other tenants keep, and nothing of the link stays behind.
    @Test func leavesNoMarkBehind() throws {
        let site = try site()
        let codes = try ["a-1", "b-1"].map { try code($0, site) }
        try writeLeads(site, revoking: "a-1")
        try build(site, now: "2026-11-24T09:00:00+05:00")
        #expect(!site.exists("output/site/h/a.example.kz/\(codes[0])"))
        let forget = try WelcomeBinary.run(["forget", "b-1", "--tenant", "b", "--site", site.path])
        try #require(forget.status == 0, "\(forget.stderr)")
        #expect(try site.snapshot(of: "output").files.keys.allSatisfy { !$0.contains(codes[1]) })
        #expect(site.exists("output/site/h/b.example.kz/\(try code("twin-1", site))"))
    }

    /// A lead that is gone from the source keeps its page, under its host.
    @Test func staysWhereItsLeadIsGone() throws {
        let site = try site()
        try writeLeads(site, without: "a-1")
        try site.replace("https://a.example.kz", with: "https://c.example.kz", in: "welcome.yml")
        try build(site, now: "2026-11-24T09:00:00+05:00")
        let server = try NginxServer(serving: site)
        #expect(try server.get("/\(try code("a-1", site))", ["Host": "c.example.kz"]).status == 200)
    }

    /// A fragment from before the second host asks for no marks, and one from after it finds them all.
    @Test func comesToBeWithTheSecondHost() throws {
        let site = try SiteFolder.shop()
        try build(site)
        #expect(!site.exists("output/site/h"))
        let old = try NginxServer(serving: site)
        try site.write(
            try site.text("welcome.yml") + "  a: {theme: shop, locale: ru, base_url: https://a.example.kz}\n",
            to: "welcome.yml")
        let early = try WelcomeBinary.run(["nginx", "--site", site.path])
        #expect(early.status == 0)
        #expect(early.stderr.contains("a page answers under the hosts of all tenants"))
        #expect(!early.stdout.contains("/h/"))
        try build(site, now: "2026-11-24T09:00:00+05:00")
        let page = "/\(try #require(try site.published().line("a1")).code)"
        let new = try NginxServer(serving: site)
        for server in [old, new] { #expect(try server.get(page).status == 200) }
        #expect(try new.get(page, ["Host": "a.example.kz"]).status == 404)

        // Marks stay when the second host goes: the fragment in use may ask for them.
        try site.replace(
            "  a: {theme: shop, locale: ru, base_url: https://a.example.kz}\n", with: "", in: "welcome.yml")
        try site.writeLeads(SiteFolder.twoLeads + [["id": "a3", "name": "Дана", "phone": "+7 703 123-45-67"]])
        try build(site, now: "2026-11-25T09:00:00+05:00")
        #expect(try new.get("/\(try #require(try site.published().line("a3")).code)").status == 200)
    }

    /// A build of one lead marks its page too.
    @Test func isGivenAfterABuildOfOneLead() throws {
        let site = try site()
        try site.writeLeads([["id": "a-2", "tenant": "a", "name": "Дана", "phone": "+7 703 123-45-67"]])
        #expect(try site.build("--lead", "a-2").status == 0)
        let server = try NginxServer(serving: site)
        let page = "/\(try #require(try site.published().line("a-2", tenant: "a")).code)"
        #expect(try server.get(page, ["Host": "a.example.kz"]).status == 200)
        #expect(try server.get(page, ["Host": "b.example.kz"]).status == 404)
    }

    /// A tenant whose row cannot be read keeps its pages where they are, in the fragment too.
    @Test func staysWhereItIsWhenTheRowBreaks() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacingOccurrences(of: "leads.ndjson", with: "leads.db"))
        let sqlite = { (sql: String) in
            let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql])
            try #require(run.status == 0, "\(run.stderr)")
        }
        try sqlite(
            """
            CREATE TABLE leads (id TEXT, tenant TEXT, theme TEXT, phone TEXT, created_at TEXT);
            INSERT INTO leads VALUES ('a1', 'a', 'shop', '+77011234567', '2026-11-01T09:00:00+05:00'),
              ('b1', 'b', 'shop', '+77011234568', '2026-11-01T09:00:00+05:00');
            CREATE TABLE tenants (id TEXT, base_url TEXT, region TEXT);
            INSERT INTO tenants VALUES ('a', 'https://a.example.kz', 'KZ'), ('b', 'https://b.example.kz', 'KZ');
            """)
        try build(site)
        try sqlite("UPDATE tenants SET base_url = 'https://include' WHERE id = 'b'")
        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 3)
        let run = try WelcomeBinary.run(["nginx", "--site", site.path])
        #expect(run.status == 3)
        #expect(run.stdout.contains("b.example.kz"))
        let server = try NginxServer { port, folder in
            [try fragment(of: site, port: port, folder: folder)]
        }
        let page = "/\(try #require(try site.published().line("b1", tenant: "b")).code)"
        #expect(try server.get(page, ["Host": "b.example.kz"]).status == 200)
        #expect(try server.get(page, ["Host": "a.example.kz"]).status == 404)
    }

    /// A tenant that names another's host publishes nothing under it, wherever its row stands.
    @Test func keepsOtherTenantsOffAHost() throws {
        let site = try SiteFolder.tenants(tenants: [["id": "b", "base_url": "https://b.example.kz", "theme": "shop"]])
        let sqlite = { (sql: String) in
            let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql])
            try #require(run.status == 0, "\(run.stderr)")
        }
        let insert = "INSERT INTO leads(id, tenant, name, phone, created_at) VALUES "
        let more = "'Айгүл', '+77011234567', '2026-11-01T09:00:00+05:00')"
        try sqlite("\(insert) ('b1', 'b', \(more)")
        try build(site)
        let before = try #require(try site.published().line("b1", tenant: "b"))
        #expect(before.url.hasPrefix("https://b.example.kz/"))
        // One row before that of the tenant whose links are sent already, one behind it, and two for a new host.
        try sqlite(
            """
            INSERT INTO tenants(rowid, id, base_url, theme) VALUES (-1, 'd', 'https://b.example.kz', 'shop'),
              (5, 'e', 'https://b.example.kz:8443', 'shop'), (6, 'f', 'https://f.example.kz', 'shop'),
              (7, 'g', 'https://f.example.kz', 'shop');
            \(["d", "e", "f", "g"].map { "\(insert) ('\($0)1', '\($0)', \(more);" }.joined())
            """)
        let built = try site.build(now: "2026-11-24T09:00:00+05:00")
        #expect(built.status == 3)
        for (row, tenant) in [(1, "b"), (5, "f")] {
            let place =
                "leads.db row \(row) column tenants.base_url: error: `base_url` must be a host of the tenant's own, "
            #expect(built.stderr.contains(place + "and \(tenant).example.kz is that of tenant `\(tenant)`"))
        }
        let published = try site.published()
        let states = try ["b", "d", "e", "f", "g"].map { tenant in
            try #require(published.line("\(tenant)1", tenant: tenant)).state
        }
        #expect(states == ["ready", "unsendable", "unsendable", "ready", "unsendable"])
        #expect(published.line("b1", tenant: "b")?.url == before.url)
        #expect(published.line("f1", tenant: "f")?.url.hasPrefix("https://f.example.kz/") == true)
        let server = try NginxServer { port, folder in [try fragment(of: site, port: port, folder: folder)] }
        for (tenant, host) in [("b", "b.example.kz"), ("f", "f.example.kz")] {
            for line in published.lines {
                let answer = try server.get("/\(line.code)", ["Host": host])
                #expect(answer.status == (line.tenant == tenant ? 200 : 404), "\(line.tenant) under \(host)")
            }
        }

        // In the settings an operator may let tenants share.
        try site.write(
            try site.text("welcome.yml")
                + "  f: {base_url: https://f.example.kz}\n  g: {base_url: https://f.example.kz}\n",
            to: "welcome.yml")
        try sqlite("UPDATE tenants SET base_url = NULL WHERE id IN ('d', 'e')")
        let mended = try site.build(now: "2026-11-25T09:00:00+05:00")
        #expect(mended.status == 0, "\(mended.stderr)")
        #expect(try site.published().line("g1", tenant: "g")?.url.hasPrefix("https://f.example.kz/") == true)
    }

    /// The fragment of a site one of whose tenants has a fault.
    private func fragment(of site: SiteFolder, port: Int, folder: String) throws -> String {
        let run = try WelcomeBinary.run(
            ["nginx", "--site", site.path, "--listen", "127.0.0.1:\(port)", "--log", "\(folder)/access.log"])
        return run.stdout
    }
}
