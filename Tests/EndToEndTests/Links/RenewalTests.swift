import Foundation
import Testing
import WelcomeTestSupport

/// A later day needs a link of its own; the one that was sent works until its own day.
@Suite struct RenewalTests {
    private static let renewed = "2027-06-30"

    /// A shop whose lead `a1` asked for a later day after its link was issued.
    private func renewedShop() throws -> (site: SiteFolder, sent: Publication.Line, next: Publication.Line) {
        let site = try SiteFolder.builtShop()
        let sent = try #require(try site.published().line("a1"))
        try site.changeLead("a1") { $0["expires_on"] = Self.renewed }
        #expect(try site.build().status == 0)
        return (site, sent, try #require(try site.published().line("a1")))
    }

    @Test func issuesASecondLinkAndServesTheFirstOne() throws {
        let (site, sent, next) = try renewedShop()
        #expect(next.code != sent.code)
        #expect(next.expiresOn == Self.renewed)
        #expect(next.state == "ready")
        #expect(next.requests.map(\.dedupKey) == sent.requests.map(\.dedupKey), "nobody is greeted twice")
        let published = try site.published()
        #expect(published.lines.map(\.lead) == ["a1", "a2"], "one line a lead")
        #expect(published.pointer.counts["ready"] == 2)
        for line in [sent, next] { #expect(FileManager.default.fileExists(atPath: published.pagePath(line))) }
        for code in [sent.code, next.code] {
            #expect(try site.run("verify", code).stdout.hasPrefix("valid until"))
        }
    }

    @Test func changesNothingMoreInTheBuildsThatFollow() throws {
        let (site, _, next) = try renewedShop()
        let before = try site.snapshot(of: "output/site")
        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 0)
        #expect(try site.published().line("a1")?.code == next.code)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [])
    }

    @Test func keepsTheFirstPageAsGoodAsTheSecond() throws {
        let (site, sent, next) = try renewedShop()
        try site.replace("Спасибо", with: "Благодарим", in: "themes/shop/ru.md")
        #expect(try site.build().status == 0)
        let published = try site.published()
        for line in [sent, next] { #expect(try published.html(line).contains("Благодарим")) }
    }

    @Test func endsTheFirstLinkOnItsOwnDay() throws {
        let (site, sent, next) = try renewedShop()
        // The first link's last day is 30 January.
        #expect(try site.build(now: "2027-02-02T09:00:00+05:00").status == 0)
        let published = try site.published()
        #expect(!FileManager.default.fileExists(atPath: published.pagePath(sent)))
        #expect(FileManager.default.fileExists(atPath: published.pagePath(next)))
        #expect(published.line("a1")?.state == "ready")
        #expect(
            try site.run("verify", sent.code, now: "2027-02-02T09:00:00+05:00").stdout == "expired on 2027-01-30\n")
    }

    @Test func takesEveryLinkOfARevokedLeadAway() throws {
        let (site, sent, next) = try renewedShop()
        #expect(try site.run("revoke", "a1").status == 0)
        let published = try site.published()
        for line in [sent, next] {
            #expect(!FileManager.default.fileExists(atPath: published.pagePath(line)))
            #expect(try site.run("verify", line.code).stdout == "revoked\n")
        }
        #expect(published.line("a1")?.state == "revoked")
        #expect(published.pointer.counts["revoked"] == 1 && published.pointer.counts["ready"] == 1)
    }

    @Test func keepsBothPagesWhenTheLeadLeavesTheSource() throws {
        let (site, sent, next) = try renewedShop()
        try site.writeLeads([SiteFolder.twoLeads[1]])
        #expect(try site.build().status == 0)
        let published = try site.published()
        #expect(published.line("a1")?.state == "retained")
        #expect(published.line("a1")?.code == next.code)
        for line in [sent, next] { #expect(FileManager.default.fileExists(atPath: published.pagePath(line))) }
    }

    /// What a row may say of its day without getting another link.
    @Test(arguments: ["2026-12-01", "2027-01-30", "2020-01-01", nil])
    func leavesTheLinkAloneForADayThatIsNotLater(day: String?) throws {
        let site = try SiteFolder.builtShop()
        let sent = try #require(try site.published().line("a1"))
        try site.changeLead("a1") { $0["expires_on"] = day }
        #expect(try site.build().status == 0)
        #expect(try site.published().line("a1")?.code == sent.code)
    }

    @Test func comesToTheSameLinkByWayOfOneLead() throws {
        let (_, _, next) = try renewedShop()
        let site = try SiteFolder.builtShop()
        try site.changeLead("a1") { $0["expires_on"] = Self.renewed }
        #expect(try site.build("--lead", "a1").status == 0)
        let published = try site.published()
        #expect(published.line("a1")?.code == next.code)
        #expect(published.pointer.counts["ready"] == 2)
    }

    @Test func signsARenewalWithTheNewestKey() throws {
        let site = try SiteFolder.builtShop()
        try site.write(
            try site.text("keys.yml")
                + "  - {id: 1, not_before: 2026-11-20, key: ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=}\n",
            to: "keys.yml")
        try site.changeLead("a1") { $0["expires_on"] = Self.renewed }
        #expect(try site.build().status == 0)
        let published = try site.published()
        #expect(published.lines.map { $0.code.dropFirst(16).first } == ["1", "0"])
    }

    @Test func staysWithItsLinkWhenTheTimeZoneMoves() throws {
        let site = try SiteFolder.builtShop()
        try site.writeLeads(SiteFolder.twoLeads.map { $0.merging(["expires_on": "2027-03-01"]) { $1 } })
        #expect(try site.build().status == 0)
        let before = try site.published().urls
        for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Almaty"] {
            try site.write(
                SiteFolder.settings.replacingOccurrences(of: "Asia/Almaty", with: zone), to: "welcome.yml")
            #expect(try site.build().status == 0)
            #expect(try site.published().urls == before, "\(zone)")
        }
    }
}
