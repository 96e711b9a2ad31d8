import Foundation
import Testing
import WelcomeTestSupport

/// The table `tenants`: many rows, and ids that look alike.
@Suite struct TenantTableTests {
    /// Two tenants whose ids differ in normalisation alone are two, each with its own settings and leads.
    @Test func tenantsThatLookAlikeAreTwo() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        let site = try SiteFolder.tenants(
            tenants: [
                ["id": composed, "name": "First", "theme": "shop"],
                ["id": decomposed, "name": "Second", "theme": "shop"],
            ])
        let sql = """
            INSERT INTO leads(id, tenant) VALUES ('n', '\(composed)'), ('n', '\(decomposed)');
            """
        #expect(try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql]).status == 0)
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        for (id, name) in [(composed, "First"), (decomposed, "Second")] {
            let line = try #require(published.line("n", tenant: id))
            #expect(try published.html(line).contains(name))
        }
        #expect(published.urls.count == 4 || Set(published.lines.map(\.url)).count == 4)
    }

    /// A hundred thousand tenants cost seconds, not hours: each row is looked up once.
    @Test func tenThousandTenantsAreRead() throws {
        let tenants = (0..<10_000).map {
            ["id": "t\($0)", "name": "Shop \($0)", "theme": "shop", "timezone": "Asia/Almaty"]
        }
        let site = try SiteFolder.tenants(tenants: tenants)
        let started = ContinuousClock.now
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(ContinuousClock.now - started < .seconds(30))
    }
}
