import Foundation
import Testing
import WelcomeTestSupport

/// What becomes of leads, keys, ledgers and pages over many builds.
@Suite struct LifecycleOracleTests {
    private static func lead(_ id: String, _ more: [String: Any] = [:]) -> [String: Any] {
        let number = id.utf8.reduce(1_000_000) { ($0 * 31 + Int($1)) % 10_000_000 }
        let text = String(number)
        let lead: [String: Any] = [
            "id": id, "name": "Имя \(id)", "city": "Алматы", "created_at": "2026-11-01T09:00:00+05:00",
            "phone": "+7701" + String(repeating: "0", count: 7 - text.count) + text,
        ]
        return lead.merging(more) { $1 }
    }

    private static var leads: [[String: Any]] {
        ["stays", "renewed", "revoked", "gone", "sent", "forgotten", "renamed", "noted"].map { lead($0) } + [
            lead("short", ["expires_on": "2026-11-25"]), lead("endless", ["expires_on": "2099-12-31"]),
            lead("past", ["expires_on": "2026-01-01"]), lead("twin", ["slot": "laminate"]), lead("twin"),
            lead("Ж\u{439}"), lead("Ж\u{438}\u{306}"), lead("other", ["tenant": "other"]), lead("twin"),
            lead("no-theme", ["theme": "none"]), lead("bad-date", ["expires_on": "soon"]),
        ]
    }

    private static func site(_ store: String = "html") throws -> SiteFolder {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings
                + "  other: {name: Другой, theme: shop, locale: ru}\npages: {store: \(store)}\n")
        try site.writeLeads(leads)
        return site
    }

    private static func change(_ site: SiteFolder) throws {
        try site.changeLead("renewed") { $0["expires_on"] = "2027-09-01" }
        try site.changeLead("revoked") { $0["revoked"] = true }
        try site.changeLead("sent") { $0["sent_at"] = "2026-11-23T10:00:00+05:00" }
        try site.changeLead("renamed") { $0["name"] = "Другое имя" }
        try site.changeLead("noted") { $0["note"] = "Дом 10×12" }
        try site.writeLeads(try site.leads().filter { $0["id"] as? String != "gone" } + [lead("new")])
    }

    @Test(arguments: ["html", "gzip"]) func followsLeadsAsRecorded(store: String) throws {
        let site = try Self.site(store)
        var oracle = Oracle(site)
        try oracle.build("first build", status: 3)
        try oracle.build("repeated", status: 3)
        try Self.change(site)
        try oracle.build("leads changed", now: Oracle.day(1), status: 3)
        try oracle.run("revoked by command", "revoke", "noted", now: Oracle.day(2))
        try oracle.run("forgotten by command", "forget", "forgotten", now: Oracle.day(2))
        try oracle.build("row of the forgotten still there", now: Oracle.day(3), status: 3)
        try site.changeLead("stays") { $0["city"] = "Тараз" }
        try oracle.build("one lead", "--lead", "stays", now: Oracle.day(4))
        try site.changeLead("other") { $0["expires_on"] = "2028-01-01" }
        try oracle.build("one tenant", "--tenant", "other", now: Oracle.day(5), status: 3)
        try oracle.build("all made anew", "--force", now: Oracle.day(6), status: 3)
        try site.replace("Спасибо", with: "Благодарим", in: "themes/shop/ru.md")
        try oracle.build("theme edited", now: Oracle.day(7), status: 3)
        let other = store == "html" ? "gzip" : "html"
        try site.replace("store: \(store)", with: "store: \(other)", in: "welcome.yml")
        try oracle.build("other store", now: Oracle.day(8), status: 3)
        try oracle.build("many expired", "--accept-loss", now: Oracle.day(100), status: 3)
        try oracle.run("pruned", "prune", "--accept-loss", now: Oracle.day(300))
        try oracle.expect(asIn: "leads-\(store)")
    }

    @Test func rotatesKeysAsRecorded() throws {
        let site = try Self.site()
        var oracle = Oracle(site)
        try oracle.build("first build", status: 3)
        try site.write(
            SiteFolder.keys
                + "  - {id: 1, not_before: 2026-11-24, key: ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=}\n",
            to: "keys.yml")
        try Self.change(site)
        try site.changeLead("new") { $0["created_at"] = "2026-11-25T09:00:00+05:00" }
        try oracle.build("key added", now: Oracle.day(3), status: 3)
        try oracle.run("forgotten under two keys", "forget", "forgotten", now: Oracle.day(4))
        try oracle.build("built under two keys", now: Oracle.day(5), status: 3)
        try oracle.expect(asIn: "keys")
    }

    @Test func recoversALostLedgerAsRecorded() throws {
        let site = try Self.site()
        var oracle = Oracle(site)
        try oracle.build("first build", status: 3)
        try Self.change(site)
        try oracle.build("leads changed", now: Oracle.day(1), status: 3)
        try oracle.run("forgotten by command", "forget", "forgotten", now: Oracle.day(2))
        try oracle.build("built afterwards", now: Oracle.day(3), status: 3)
        try site.changeLead("stays") { $0["expires_on"] = "2027-10-01" }
        try oracle.build("one lead", "--lead", "stays", now: Oracle.day(4))
        try site.remove("output/ledger.db")
        try oracle.build("refused without ledger", now: Oracle.day(5), status: 1)
        try oracle.build("recovered", "--recover-ledger", now: Oracle.day(5), status: 3)
        try site.changeLead("renewed") { $0["expires_on"] = "2027-12-01" }
        try oracle.build("built on", now: Oracle.day(6), status: 3)
        try oracle.expect(asIn: "lost-ledger")
    }

    /// A folder stands where a page is to go, so the build ends in the middle of publishing.
    @Test func goesOnAfterABrokenBuildAsRecorded() throws {
        let site = try Self.site()
        var oracle = Oracle(site)
        try oracle.build("first build", status: 3)
        try Self.change(site)
        try site.replace("Спасибо", with: "Благодарим", in: "themes/shop/ru.md")
        let page = try #require(site.published().line("stays")?.page?.file)
        try site.remove("output/site/\(page)")
        try site.write("in the way", to: "output/site/\(page)/file")
        let broken = try site.build("--jobs", "1", now: Oracle.day(1), environment: Oracle.environment)
        #expect(broken.status == 74, "\(broken.stderr)")
        try site.remove("output/site/\(page)")
        try oracle.build("built after the failure", now: Oracle.day(1), status: 3)
        try oracle.build("nothing changed", now: Oracle.day(2), status: 3)
        try oracle.expect(asIn: "broken")
    }

    /// Wherever the program is killed, the next build at the same moment makes the same site.
    @Test(.enabled(if: SystemCalls.areTraceable, "SKIPPED: programs cannot be traced here, so no build is killed"))
    func goesOnAfterAKilledBuildAsRecorded() throws {
        let start = try Self.site()
        try #require(start.build("--jobs", "1", environment: Oracle.environment).status == 3)
        try Self.change(start)
        try start.replace("Спасибо", with: "Благодарим", in: "themes/shop/ru.md")
        let snapshot = try start.snapshot()
        // Beside its original a copy does not build.
        try start.remove("output")
        let environment = FaultScenario.environment.merging(Oracle.environment) { $1 }
        let traced = try SiteFolder(restoring: snapshot)
        let (run, calls) = try SystemCalls.record(
            SystemCalls.changing.filter { $0 != "close" },
            of: FaultScenario.command(traced.path, now: Oracle.day(1)), environment: environment,
            log: traced.absolute("strace")
        ) { $0.arguments.contains(traced.path) }
        try #require(run.status == 3, "\(run.stderr)")
        try traced.remove("output")
        let count = TestScope.isFull ? 50 : 5
        for call in (0..<count).map({ calls[$0 * calls.count / count] }) {
            let site = try SiteFolder(restoring: snapshot)
            let (run, _) = try SystemCalls.run(
                .signal("SIGKILL"), at: call, of: FaultScenario.command(site.path, now: Oracle.day(1)),
                environment: environment, log: site.absolute("strace"))
            #expect([137, 3].contains(run.status), "at \(call.name) \(call.number): \(run.stderr)")
            var oracle = Oracle(site)
            // How far the killed build came decides which earlier manifests are left, and whether it was counted.
            try oracle.build(
                "built after the kill", now: Oracle.day(1), status: 3,
                ignoring: ["report", "output manifest-"]
                    + ["facts builds", "assets"].map { "ledger \($0)" }
                    + ["facts", "assets"].map { "all ledger \($0)" })
            try oracle.expect(asIn: "killed")
        }
    }
}
