import Foundation
import Testing
import WelcomeTestSupport

/// A site whose ledger an earlier version of the program wrote goes on as if it had always been of today's format.
@Suite struct LedgerUpgradeTests {
    private static func lead(_ id: String, _ phone: Int, day: Int = 1, _ more: [String: Any] = [:]) -> [String: Any] {
        ["id": id, "phone": "+7701123450\(phone)", "created_at": "2026-11-0\(day)T09:00:00+05:00"]
            .merging(more) { $1 }
    }

    /// The leads of the ledgers in `Tests/Fixtures/ledgers`, as they were first.
    private static var leads: [[String: Any]] {
        [
            lead("ready", 1), lead("old", 2), lead("new", 2, day: 2),
            lead("sent", 3, ["sent_at": "2026-11-01T10:00:00+05:00"]), lead("revoked", 4), lead("forgotten", 5),
            ["id": "renewed", "phone": "+77011234506", "expires_on": "2026-12-28"], lead("gone", 7),
        ]
    }

    /// The site of these ledgers, with a ledger of its own.
    private func site() throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try site.writeLeads(Self.leads)
        try #require(site.build().status == 0)
        for command in ["revoke", "forget"] {
            try #require(site.run(command, command == "revoke" ? "revoked" : "forgotten").status == 0)
        }
        try site.writeLeads(Self.leads.dropLast())
        try site.changeLead("renewed") { $0["expires_on"] = "2027-02-01" }
        try #require(site.build(now: "2026-11-24T09:00:00+05:00").status == 3)
        return site
    }

    private func sqlite(_ site: SiteFolder, _ sql: String) throws -> String {
        let run = try ProgramRun.run("/usr/bin/sqlite3", ["-batch", site.absolute("output/ledger.db")], input: sql)
        try #require(run.status == 0, "\(run.stderr)")
        return run.stdout
    }

    /// Puts the ledger of a format in the place of the site's, and in the pointer what that format's program wrote there.
    private func takeBack(_ site: SiteFolder, toFormat format: Int) throws {
        let pointer = try JSONSerialization.jsonObject(with: site.data("output/manifest.json"))
        var members = try #require(pointer as? [String: Any])
        members["forgotten"] = nil
        members["ledger"] = format < 5 ? nil : ["id": "794e08f9e9ad8049eca6cf82e3dcc286", "number": 3]
        try site.write(JSONSerialization.data(withJSONObject: members), to: "output/manifest.json")
        try site.remove("output/ledger.db")
        _ = try sqlite(
            site, String(contentsOf: Fixtures.url("ledgers/format-\(format).sql"), encoding: .utf8))
        try site.setMode(0o600, of: "output/ledger.db")
    }

    @Test(arguments: [3, 4, 5]) func issuesNoLinkAnewAndGreetsNobodyAgain(format: Int) throws {
        let site = try site()
        let before = try site.published().urls
        let codes = try sqlite(site, "SELECT hex(key), serial, code FROM links")
        try takeBack(site, toFormat: format)
        #expect(try sqlite(site, "SELECT hex(key), serial, code FROM links") == codes, "the ledger is of another site")

        let run = try site.build(now: "2026-11-25T09:00:00+05:00")
        #expect(run.status == 3, "\(run.stderr)")
        #expect(run.stderr.contains("[lead-forgotten]"))
        let published = try site.published()
        #expect(published.urls == before)
        #expect(try sqlite(site, "SELECT hex(key), serial, code FROM links") == codes)
        #expect(try sqlite(site, "PRAGMA user_version") == "5\n")
        let states = published.lines.reduce(into: [:]) { $0[$1.lead] = $1.state }
        #expect(
            states == [
                "ready": "ready", "old": "unsendable", "new": "ready", "sent": "sent", "revoked": "revoked",
                "renewed": "ready", "gone": "retained",
            ])
        #expect(published.line("old")?.problems.first?.lead == "new")
    }
}
