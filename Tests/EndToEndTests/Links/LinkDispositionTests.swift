import Foundation
import Testing
import WelcomeTestSupport

/// What becomes of a page when its lead disappears, is revoked, is sent or grows old.
@Suite struct LinkDispositionTests {
    @Test func keepsThePageOfALeadThatDisappeared() throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.build().status == 0)
        let before = try site.snapshot(of: "output/site")
        let sent = try #require(try site.published().line("a2"))
        try site.writeLeads([SiteFolder.twoLeads[0]])

        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 0)
        let published = try site.published()
        let line = try #require(published.line("a2"))
        #expect(line.state == "retained")
        #expect(line.url == sent.url)
        #expect(line.page?.sha256 == sent.page?.sha256)
        #expect(line.requests.isEmpty)
        #expect(published.pointer.counts["retained"] == 1)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [])
    }

    @Test func keepsThePageOfALeadThatDisappearedWhenItsThemeChanges() throws {
        let site = try SiteFolder.builtShop()
        let sent = try #require(try site.published().line("a2"))
        let html = try site.published().html(sent)
        try site.writeLeads([SiteFolder.twoLeads[0]])
        try site.replace("Спасибо", with: "Благодарим", in: "themes/shop/ru.md")
        #expect(try site.build().status == 0)
        #expect(try site.published().html(sent) == html)
    }

    @Test func bringsALeadBackUnderItsOldLink() throws {
        let site = try SiteFolder.builtShop()
        let urls = try site.published().urls
        try site.writeLeads([SiteFolder.twoLeads[0]])
        #expect(try site.build().status == 0)
        try site.writeLeads(SiteFolder.twoLeads)
        #expect(try site.build().status == 0)
        #expect(try site.published().urls == urls)
        #expect(try site.published().line("a2")?.state == "ready")
    }

    @Test func takesARevokedPageAway() throws {
        let site = try SiteFolder.builtShop()
        let sent = try #require(try site.published().line("a1"))
        try site.changeLead("a1") { $0["revoked"] = true }
        let run = try site.build("--json")
        #expect(try Report(run).counts.pagesRemoved == 1)
        let published = try site.published()
        let line = try #require(published.line("a1"))
        #expect(line.state == "revoked")
        #expect(line.page == nil)
        #expect(line.requests.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: published.pagePath(sent)))

        // For good: the row's change of mind brings nothing back.
        try site.changeLead("a1") { $0["revoked"] = false }
        #expect(try site.build().status == 0)
        #expect(try site.published().line("a1")?.state == "revoked")
        #expect(!FileManager.default.fileExists(atPath: published.pagePath(sent)))
    }

    @Test func takesAnExpiredPageAwayOnTheDayAfterItsLast() throws {
        let site = try SiteFolder.builtShop()
        // Created on 1 November in Almaty, 90 days.
        let sent = try #require(try site.published().line("a1"))
        #expect(sent.expiresOn == "2027-01-30")
        #expect(try site.build(now: "2027-01-30T20:00:00+05:00").status == 0)
        #expect(try site.published().line("a1")?.state == "ready")
        #expect(try site.build(now: "2027-01-31T12:00:00+05:00").status == 0)
        let published = try site.published()
        #expect(published.line("a1")?.state == "expired")
        #expect(published.line("a1")?.page == nil)
        #expect(!FileManager.default.fileExists(atPath: published.pagePath(sent)))
        #expect(published.line("a2")?.state == "ready")
        #expect(published.pointer.counts["expired"] == 1)
    }

    @Test func asksForNoMessageToALeadThatWasSentOne() throws {
        let site = try SiteFolder.builtShop()
        let before = try #require(try site.published().line("a1"))
        try site.changeLead("a1") { $0["sent_at"] = "2026-11-20T10:00:00+05:00" }
        #expect(try site.build().status == 0)
        let line = try #require(try site.published().line("a1"))
        #expect(line.state == "sent")
        #expect(line.requests.isEmpty)
        #expect(line.page?.sha256 == before.page?.sha256)
    }

    @Test func publishesALeadWithoutAPhoneAsUnsendable() throws {
        let site = try SiteFolder.builtShop()
        try site.changeLead("a1") { $0["phone"] = "123" }
        #expect(try site.build().status == 0)
        let line = try #require(try site.published().line("a1"))
        #expect(line.state == "unsendable")
        #expect(line.page != nil)
        #expect(line.requests.isEmpty)
    }

    @Test func keepsLeadsApartWhoseIdsDifferInNormalisationAlone() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([["id": "Ж\u{439}", "name": "Один"], ["id": "Ж\u{438}\u{306}", "name": "Два"]])
        let run = try site.build("--json")
        #expect(run.status == 0)
        let published = try site.published()
        #expect(published.lines.count == 2)
        #expect(Set(published.lines.map(\.code)).count == 2)
        #expect(try published.html(#require(published.line("Ж\u{439}"))).contains("Один"))
        #expect(try published.html(#require(published.line("Ж\u{438}\u{306}"))).contains("Два"))
    }

    @Test(arguments: [
        (SiteFolder.now, 0, "valid until 2027-01-30\n"), ("2027-02-01T00:00:00+05:00", 1, "expired on 2027-01-30\n"),
    ]) func tellsWhatALinkIsWorth(now: String, status: Int32, answer: String) throws {
        let site = try SiteFolder.builtShop()
        let line = try #require(try site.published().line("a1"))
        for link in [line.code, line.url, line.url + "/"] {
            let run = try WelcomeBinary.run(["verify", link, "--site", site.path, "--now", now])
            #expect(run.status == status)
            #expect(run.stdout == answer)
        }
    }

    @Test func knowsRevokedAndForeignLinks() throws {
        let site = try SiteFolder.builtShop()
        let line = try #require(try site.published().line("a1"))
        try site.changeLead("a1") { $0["revoked"] = true }
        #expect(try site.build().status == 0)
        let revoked = try WelcomeBinary.run(["verify", line.code, "--site", site.path])
        #expect(revoked.status == 1)
        #expect(revoked.stdout == "revoked\n")
        for link in ["3h1616s4pe1nj96z0mam", "hello", line.code + "0"] {
            let foreign = try WelcomeBinary.run(["verify", link, "--site", site.path])
            #expect(foreign.status == 1)
            #expect(foreign.stdout.hasPrefix("not ours: "))
        }
    }
}
