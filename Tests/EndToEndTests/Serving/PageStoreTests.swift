import Foundation
import Testing
import WelcomeTestSupport

/// Pages that lie compressed on disk are the same pages, and a site can go from one form to the other and back.
@Suite struct PageStoreTests {
    private static let gzipped = SiteFolder.settings + "pages: {store: gzip}\n"

    /// What gzip makes of a file.
    private func unpacked(_ path: String) throws -> Data {
        let run = try ProgramRun.run("/bin/gzip", ["-dc", path])
        #expect(run.status == 0, "\(run.stderr)")
        return run.output
    }

    /// The pages on disk in one form: their codes, and the HTML in them.
    private func pages(of site: SiteFolder, _ ending: String) throws -> [String: Data] {
        var pages: [String: Data] = [:]
        for name in try site.snapshot(of: "output/site/p").files.keys where name.hasSuffix("." + ending) {
            guard let code = name.split(separator: "/").last?.prefix(20), name.hasSuffix("\(code).\(ending)") else {
                continue
            }
            let path = site.absolute("output/site/p/\(name)")
            pages[String(code)] =
                ending == "html" ? try Data(contentsOf: URL(fileURLWithPath: path)) : try unpacked(path)
        }
        return pages
    }

    @Test func holdsTheSamePages() throws {
        let site = try SiteFolder.sample()
        try site.write(
            try String(decoding: site.data("welcome.yml"), as: UTF8.self) + "\npages: {store: gzip}\n",
            to: "welcome.yml")
        #expect(try site.build().status == 0)
        let plain = try SiteFolder.builtSample()
        let pages = try pages(of: site, "html.gz")
        #expect(!pages.isEmpty)
        #expect(try pages == self.pages(of: plain, "html"))
        #expect(try self.pages(of: site, "html").isEmpty)
        #expect(try site.validationProblems() == "")
        for line in try site.published().lines {
            guard let page = line.page else { continue }
            #expect(page.file == "p/\(line.code.prefix(2))/\(line.code).html.gz")
            #expect(try site.data("output/site/\(page.file)").count == page.bytes)
        }
        let again = try site.build()
        #expect(again.stderr.contains("0 pages written") || again.stdout.contains("0 pages written"), "\(again.stderr)")
    }

    @Test func changesFormOfEveryPageAndBack() throws {
        let site = try SiteFolder.builtShop()
        let html = try pages(of: site, "html")
        // One lead has left; nobody can render its page again.
        try site.writeLeads([SiteFolder.twoLeads[1]])
        #expect(try site.build().status == 0)
        try site.write(Self.gzipped, to: "welcome.yml")
        let partial = try site.build("--lead", "a2")
        #expect(partial.status == 78)
        #expect(partial.stderr.contains("the site's pages lie as *.html, not as *.html.gz"))

        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stderr.contains("all pages change from *.html to *.html.gz"))
        // A server that was not reloaded yet still finds what it looks for.
        #expect(try pages(of: site, "html") == html)
        #expect(try pages(of: site, "html.gz") == html)
        #expect(try site.published().lines.allSatisfy { $0.page?.file.hasSuffix(".html.gz") == true })
        #expect(try site.build("--lead", "a2").status == 0)
        #expect(try WelcomeBinary.run(["nginx", "--output-check", "--site", site.path]).status == 0)
        #expect(try site.run("prune").status == 0)
        #expect(try pages(of: site, "html").isEmpty)
        #expect(try pages(of: site, "html.gz") == html)

        try site.write(SiteFolder.settings, to: "welcome.yml")
        #expect(try site.build().status == 0)
        #expect(try site.run("prune").status == 0)
        #expect(try pages(of: site, "html") == html)
        #expect(try pages(of: site, "html.gz").isEmpty)
    }

    @Test(arguments: [["revoke", "a1"], ["forget", "a1"]]) func takesEveryFormAway(command: [String]) throws {
        let site = try SiteFolder.builtShop()
        let code = try #require(try site.published().line("a1")).code
        try site.write(Self.gzipped, to: "welcome.yml")
        #expect(try site.build().status == 0)
        let run = try site.run(command[0], command[1])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try site.snapshot(of: "output/site/p").files.keys.allSatisfy { !$0.contains(code) })
        #expect(try pages(of: site, "html.gz").count == 1)
    }

    @Test func findsTheMediaOfAPersonInACompressedPage() throws {
        let site = try SiteFolder.shop(settings: Self.gzipped)
        try site.copy(Fixtures.path("media/photo-flower.jpg"), to: "media/private.jpg")
        try site.writeLeads([
            SiteFolder.twoLeads[0].merging(["images": ["media/private.jpg"]]) { $1 }, SiteFolder.twoLeads[1],
        ])
        #expect(try site.build().status == 0)
        #expect(try site.snapshot(of: "output/site/a").files.keys.contains { $0.hasSuffix(".jpg") })
        #expect(try site.run("forget", "a1").status == 0)
        #expect(try site.snapshot(of: "output/site/a").files.keys.allSatisfy { $0.hasSuffix(".js") })
    }

    @Test func recoversALedgerFromCompressedPages() throws {
        let site = try SiteFolder.shop(settings: Self.gzipped)
        #expect(try site.build().status == 0)
        let before = try site.published()
        try FileManager.default.removeItem(atPath: site.absolute("output/ledger.db"))
        let run = try site.build("--recover-ledger")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try site.published().urls == before.urls)
        #expect(try pages(of: site, "html.gz").count == 2)
        #expect(try pages(of: site, "html").isEmpty)
    }
}
