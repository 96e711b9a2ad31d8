import Foundation
import Testing
import WelcomeTestSupport

/// A person who asks to be forgotten is gone, and stays gone.
@Suite struct ErasureTests {
    private static var person: [String: Any] {
        [
            "id": "geheim-4711", "name": "Гульнара", "city": "Экибастуз", "phone": "+7 705 777-66-55",
            "created_at": "2026-11-03T09:00:00+05:00", "images": ["media/private.jpg"],
        ]
    }

    /// A built shop with the person among its leads, a picture of their own, a renewed link and several deltas.
    private func shop() throws -> (site: SiteFolder, traces: [String]) {
        let site = try SiteFolder.shop()
        try site.copy(Fixtures.path("media/photo-flower.jpg"), to: "media/private.jpg")
        try site.writeLeads(SiteFolder.twoLeads + [Self.person])
        #expect(try site.build().status == 0)
        let first = try #require(try site.published().line("geheim-4711"))
        try site.changeLead("geheim-4711") { $0["expires_on"] = "2027-09-09" }
        #expect(try site.build("--lead", "geheim-4711").status == 0)
        let second = try #require(try site.published().line("geheim-4711"))
        #expect(first.code != second.code)
        return (
            site,
            [
                "geheim-4711", "Гульнара", "Гульнар", "Экибастуз", "77057776655", "705 777-66-55", first.code,
                second.code,
            ]
        )
    }

    @Test func leavesNoTraceBelowTheSite() throws {
        let (site, traces) = try shop()
        #expect(try !site.files(holding: traces, in: "output").isEmpty)
        #expect(try site.snapshot(of: "output/site/a").files.keys.contains { $0.hasSuffix(".jpg") })
        let run = try site.run("forget", "geheim-4711")
        #expect(run.status == 0, "\(run.stderr)")
        try site.writeLeads(SiteFolder.twoLeads)
        #expect(try site.files(holding: traces) == [])
        #expect(try site.snapshot(of: "output/site/p").files.count == 2)
        let media = try ["site/a", "media"].flatMap { try site.snapshot(of: "output/\($0)").files.keys }
        #expect(
            media.allSatisfy { $0.hasSuffix(".js") || ["CACHEDIR.TAG", "tools.json"].contains($0) },
            "the picture was the person's own")
        let published = try site.published()
        #expect(published.lines.map(\.lead) == ["a1", "a2"])
        #expect(published.pointer.files.map(\.kind) == ["full"])
        #expect(published.pointer.counts["ready"] == 2)
        #expect(try site.validationProblems() == "")
        #expect(try site.build().status == 0)
        #expect(try site.files(holding: traces) == [])
    }

    @Test func printsAReceipt() throws {
        let (site, _) = try shop()
        let pictures = try site.snapshot(of: "output/site/a").files.keys.filter { !$0.hasSuffix(".js") }.count
        let run = try site.run("forget", "geheim-4711")
        let receipt = try #require(try JSONSerialization.jsonObject(with: run.output) as? NSDictionary)
        #expect(
            receipt == [
                "v": 1, "tenant": "default", "lead": "geheim-4711", "forgotten_at": "2026-11-23T04:00:00Z",
                "removed": ["pages": 2, "media": pictures, "manifest_lines": 1, "links": 2], "in_source": true,
            ])
        #expect(run.stderr.contains("still has a row"))
    }

    @Test func refusesAStaleSource() throws {
        let (site, traces) = try shop()
        #expect(try site.run("forget", "geheim-4711").status == 0)
        for _ in 0..<2 {
            let run = try site.build()
            #expect(run.status == 3 && run.stderr.contains("[lead-forgotten]"))
            #expect(try site.files(holding: traces, in: "output") == [])
        }
        let only = try site.build("--lead", "geheim-4711")
        #expect(only.status == 1)
        #expect(try site.run("explain", "geheim-4711").status == 1)
        #expect(try site.files(holding: traces, in: "output") == [])
    }

    @Test func forgetsALeadOfAnotherTenantNotAtAll() throws {
        let site = try SiteFolder.shop()
        let twins = ["north", "south"].map { SiteFolder.twoLeads[0].merging(["tenant": $0, "theme": "shop"]) { $1 } }
        try site.writeLeads(twins)
        #expect(try site.build().status == 0)
        #expect(try site.run("forget", "a1").status == 1)
        #expect(try site.run("forget", "a1", "--tenant", "north").status == 0)
        #expect(try site.build().status == 3)
        #expect(try site.published().lines.map(\.tenant) == ["south"])
    }

    @Test func forgetsALeadThatNeverHadALink() throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.run("forget", "a3").status == 1)
        let run = try site.run("forget", "a3", "--tenant", "default")
        #expect(run.status == 0, "\(run.stderr)")
        try site.writeLeads(SiteFolder.twoLeads + [["id": "a3"]])
        #expect(try site.build().status == 3)
        #expect(try site.published().line("a3") == nil)
    }

    @Test func toldTwiceSaysThatNothingWasLeft() throws {
        let (site, _) = try shop()
        #expect(try site.run("forget", "geheim-4711").status == 0)
        let again = try site.run("forget", "geheim-4711", "--tenant", "default")
        #expect(again.status == 0 && again.stdout.contains("\"pages\":0"))
    }

    @Test func leavesNoTraceInALedgerOfManyLeads() throws {
        let site = try SiteFolder.shop()
        let many = (0..<3000).map { ["id": "lead-\($0)-of-many", "created_at": "2026-11-03T09:00:00Z"] }
        try site.writeLeads(many)
        #expect(try site.build().status == 0)
        let codes = try ["lead-1500-of-many", "lead-0-of-many"].map { try #require(try site.published().line($0)).code }
        for id in ["lead-1500-of-many", "lead-0-of-many"] { #expect(try site.run("forget", id).status == 0) }
        #expect(
            try site.files(holding: ["lead-1500-of-many", "lead-0-of-many"] + codes, in: "output") == [])
        #expect(try site.published().lines.count == 2998)
    }
}
