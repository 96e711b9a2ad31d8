import Foundation
import Testing
import WelcomeTestSupport

/// What time has made useless goes, and nothing that somebody may still look at.
@Suite struct PruningTests {
    private struct Pruned: Decodable, Equatable {
        var expired_pages: Int
        var assets: Int
        var asset_bytes: Int
        var unknown_pages: Int
    }

    private func prune(_ site: SiteFolder, now: String = SiteFolder.now) throws -> Pruned {
        let run = try site.run("prune", "--json", now: now)
        #expect(run.status == 0, "\(run.stderr)")
        return try JSONDecoder().decode(Pruned.self, from: run.output)
    }

    /// What is published beside the script of every page.
    private func pictures(of site: SiteFolder) throws -> [String] {
        try site.snapshot(of: "output/site/a").files.keys.filter { !$0.hasSuffix(".js") }
    }

    @Test func removesExpiredPagesAndSaysSoInTheManifest() throws {
        let site = try SiteFolder.builtShop()
        // The links end on 30 and 31 January.
        let day = "2027-01-31T12:00:00Z"
        #expect(try prune(site, now: day) == Pruned(expired_pages: 1, assets: 0, asset_bytes: 0, unknown_pages: 0))
        let published = try site.published()
        #expect(published.line("a1")?.state == "expired" && published.line("a1")?.page == nil)
        #expect(published.line("a2")?.state == "ready")
        #expect(try site.snapshot(of: "output/site/p").files.count == 1)
        #expect(try prune(site, now: day).expired_pages == 0)
        let before = try site.published().pointer.build
        _ = try prune(site, now: day)
        #expect(try site.published().pointer.build == before, "nothing to say, nothing said")
    }

    @Test func keepsAnAssetForTwoBuildsThatDoNotUseIt() throws {
        let site = try SiteFolder.shop()
        try site.copy(Fixtures.path("media/photo-flower.jpg"), to: "themes/shop/media/hall.jpg")
        try site.write("extends: base\ntitle: Shop\nimages: [media/hall.jpg]\n", to: "themes/shop/theme.yml")
        #expect(try site.build().status == 0)
        let made = try pictures(of: site)
        #expect(!made.isEmpty)
        let size = try made.reduce(0) { $0 + (try site.data("output/site/a/\($1)").count) }
        try site.write("extends: base\ntitle: Shop\n", to: "themes/shop/theme.yml")
        for _ in 0..<2 {
            #expect(try prune(site).assets == 0)
            #expect(try site.build().status == 0)
        }
        #expect(try prune(site) == Pruned(expired_pages: 0, assets: made.count, asset_bytes: size, unknown_pages: 0))
        #expect(try pictures(of: site).isEmpty)
    }

    @Test func keepsWhatThePageOfADepartedLeadShows() throws {
        let site = try SiteFolder.shop()
        try site.copy(Fixtures.path("media/photo-flower.jpg"), to: "media/hall.jpg")
        try site.writeLeads([
            SiteFolder.twoLeads[0].merging(["images": ["media/hall.jpg"]]) { $1 }, SiteFolder.twoLeads[1],
        ])
        #expect(try site.build().status == 0)
        let made = try pictures(of: site)
        #expect(!made.isEmpty)
        try site.writeLeads([SiteFolder.twoLeads[1]])
        for _ in 0..<3 { #expect(try site.build().status == 0) }
        #expect(try prune(site).assets == 0)
        #expect(try pictures(of: site).sorted() == made.sorted())
    }

    @Test func leavesPagesAloneThatItDoesNotKnow() throws {
        let site = try SiteFolder.builtShop()
        // One whose day is to come, one whose day (1 January 1970) has passed, and one that is no page.
        let file = try #require(try site.snapshot(of: "output/site/p").files.keys.first)
        let page = try site.data("output/site/p/\(file)")
        for code in ["00000000000000000zzy", "00000000000000000000"] {
            try site.write(page, to: "output/site/p/00/\(code).html")
        }
        try site.write("note", to: "output/site/p/00/note.txt")
        #expect(try prune(site) == Pruned(expired_pages: 1, assets: 0, asset_bytes: 0, unknown_pages: 1))
        #expect(
            try site.snapshot(of: "output/site/p/00").files.keys.sorted() == ["00000000000000000zzy.html", "note.txt"])
    }
}
