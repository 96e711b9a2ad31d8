import Foundation
import Testing
import WelcomeTestSupport

/// A site whose `ledger.db` is gone gets every link back from its manifest.
@Suite struct LedgerRecoveryTests {
    private static let lost = "2026-12-25T09:00:00+05:00"

    /// A site with links of every disposition, in a full file and two deltas.
    ///
    /// `renewed` has two pages, `ended` none any more; `revoked` was taken away; `gone` left the source; two ids differ
    /// in their normalisation alone.
    private func site() throws -> SiteFolder {
        let site = try SiteFolder.shop()
        var leads: [[String: Any]] = [
            ["id": "renewed", "name": "Айгүл", "phone": "+7 701 123-45-67", "expires_on": "2026-12-28"],
            ["id": "ended", "name": "Ерлан", "phone": "+7 702 123-45-68", "expires_on": "2026-12-20"],
            ["id": "revoked", "name": "Дана"], ["id": "gone", "name": "Олег"], ["id": "late", "name": "Ия"],
            ["id": "Ж\u{439}", "name": "Один"], ["id": "Ж\u{438}\u{306}", "name": "Два"],
            ["id": "far", "expires_on": "2099-12-31"],
        ]
        try site.writeLeads(leads)
        try built(site.build())
        leads[0]["expires_on"] = "2027-03-01"
        leads[2]["revoked"] = true
        leads.remove(at: 3)
        try site.writeLeads(leads)
        try built(site.build(now: "2026-12-22T09:00:00+05:00"))
        try site.writeLeads(leads + [["id": "new", "name": "Новый"]])
        try built(site.build("--lead", "new", now: "2026-12-23T09:00:00+05:00"))
        try site.changeLead("late") { $0["expires_on"] = "2027-09-01" }
        try built(site.build("--lead", "late", now: "2026-12-24T09:00:00+05:00"))
        #expect(try site.published().pointer.files.map(\.kind) == ["full", "delta", "delta"])
        #expect(try pages(of: site) == 9)
        return site
    }

    private func built(_ run: ProgramRun) throws { try #require(run.status == 0, "\(run.stderr)") }

    private func pages(of site: SiteFolder) throws -> Int { try site.snapshot(of: "output/site/p").files.count }

    /// The lines of the manifest but for the builds that wrote their pages.
    private func lines(of site: SiteFolder) throws -> [String] {
        try site.published().manifestFiles().filter { $0.key != "manifest.json" }.flatMap {
            String(decoding: $0.value, as: UTF8.self).replacing(/"changed_in":"[^"]*"/, with: "").split(separator: "\n")
                .map(String.init)
        }.sorted()
    }

    @Test func buildsAsIfTheLedgerHadNeverBeenLost() throws {
        let twin = try site()
        let site = try SiteFolder(restoring: twin.snapshot())
        try built(twin.build(now: Self.lost))
        let expected = try lines(of: twin)
        #expect(expected.count == 9)

        let before = try site.snapshot(of: "output/site")
        let urls = try site.published().urls
        try site.remove("output/ledger.db")
        let refusal = try site.build(now: Self.lost)
        #expect(refusal.status == 1)
        #expect(refusal.stderr.contains("[output-ledger]"))
        #expect(refusal.stderr.contains("welcome build --recover-ledger"))

        let run = try site.build("--recover-ledger", now: Self.lost)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stderr.contains("[output-recovered]"))
        #expect(!run.stderr.contains("[output-unknown-pages]"))
        #expect(try lines(of: site) == expected)
        #expect(try site.published().urls == urls)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [])
        #expect(try site.snapshot(of: "output").files["ledger.db"]?.mode == 0o600)
    }

    @Test func remembersAfterwardsWhatItKnewBefore() throws {
        let site = try site()
        let earlier = try site.snapshot(of: "output/site/p").files.keys.sorted()
        try site.remove("output/ledger.db")
        try built(site.build("--recover-ledger", now: Self.lost))

        // The earlier link of the renewed lead is valid to its own last day, and its page goes then.
        let codes = earlier.compactMap { $0.split(separator: "/").last?.prefix(20) }.map(String.init)
        for code in codes {
            let run = try WelcomeBinary.run(["verify", code, "--site", site.path, "--now", Self.lost])
            #expect(run.status == 0, "\(run.stdout)")
        }
        try built(site.build(now: "2026-12-30T09:00:00+05:00"))
        #expect(try pages(of: site) == 8)
        let revoked = try #require(try site.published().line("revoked"))
        #expect(revoked.state == "revoked")
        #expect(try WelcomeBinary.run(["verify", revoked.code, "--site", site.path]).stdout == "revoked\n")

        // Nothing is renewed that was not, and the next renewal is the next serial.
        let urls = try site.published().urls
        try site.changeLead("renewed") { $0["expires_on"] = "2027-06-01" }
        try built(site.build(now: "2026-12-31T09:00:00+05:00"))
        let after = try site.published().urls
        #expect(after.filter { $0.value != urls[$0.key] }.keys.sorted() == ["default/renewed/welcome"])
        #expect(try pages(of: site) == 9)
        #expect(try site.build(now: "2026-12-31T10:00:00+05:00").stderr.contains("[output-") == false)
    }

    @Test func startsAnewAfterACrashInTheMiddle() throws {
        let site = try SiteFolder.builtShop()
        let urls = try site.published().urls
        let ledger = try site.data("output/ledger.db")
        try site.remove("output/ledger.db")
        try site.write(ledger.prefix(3000), to: "output/tmp/ledger.db")
        try built(site.build("--recover-ledger"))
        #expect(try site.published().urls == urls)
        #expect(!site.exists("output/tmp/ledger.db"))
    }

    @Test(arguments: [["--lead", "a1"], ["--tenant", "default"], ["--dry-run"]])
    func isForABuildOfEverything(arguments: [String]) throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot()
        let run = try WelcomeBinary.run(["build", "--site", site.path, "--recover-ledger"] + arguments)
        #expect(run.status == 64)
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func isRefusedWhereNothingIsLost() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot()
        let run = try site.build("--recover-ledger")
        #expect(run.status == 1)
        #expect(run.stderr.contains("[output-ledger]"))
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func replacesNothingUnderTheWrongKey() throws {
        let site = try SiteFolder.builtShop()
        try site.write("garbage", to: "output/ledger.db")
        try site.replace("AAEC", with: "BBEC", in: "keys.yml")
        let before = try site.snapshot()
        let run = try site.build("--recover-ledger")
        #expect(run.status == 1)
        #expect(run.stderr.contains("[link-mismatch]"))
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func stopsInACopyOfTheOutputFolder() throws {
        let site = try SiteFolder.builtShop()
        try built(site.build())
        let copy = try SiteFolder(restoring: site.snapshot())
        let before = try copy.snapshot()
        let run = try copy.build()
        #expect(run.status == 1)
        #expect(run.stderr.contains("[output-copied]"))
        #expect(try copy.snapshot().differences(from: before) == [])
        for command in [["check"], ["explain", "a1"], ["build", "--dry-run"]] {
            let run = try WelcomeBinary.run(command + ["--site", copy.path, "--now", SiteFolder.now])
            #expect(run.status == 0, "\(command): \(run.stderr)")
        }
        #expect(try copy.snapshot().differences(from: before) == [])
    }
}
