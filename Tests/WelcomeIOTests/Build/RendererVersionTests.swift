import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A page that another version of the renderer made is made anew, whatever else is unchanged.
@Suite struct RendererVersionTests {
    private static let leads = "id,theme,name,phone,created_at\n1,base,Анна,+77011234561,2026-10-01\n2,base,Олег,,\n"

    private func build(_ site: TemporarySite, version: Int) -> BuildReport {
        var options = TemporarySite.options
        options.rendererVersion = version
        return site.build(options).report
    }

    private func links(of site: TemporarySite) throws -> [Data] {
        try DatabaseQueue(path: "\(site.folder)/output/ledger.db").read { db in
            try Data.fetchAll(db, sql: "SELECT code FROM links ORDER BY code")
        }
    }

    @Test func makesPagesAnewUnderTheSameLinks() throws {
        let site = try TemporarySite(["leads.csv": .text(Self.leads)])
        #expect(build(site, version: PageRenderer.version).pagesWritten == 2)
        let issued = try links(of: site)
        #expect(issued.count == 2)
        // The older renderer is taken to have written other bytes of the same length.
        let pages = try site.files(below: "output/site").filter { $0.hasSuffix(".html") && $0.hasPrefix("p/") }
        let older = try pages.map { try #require(site.text("output/site/\($0)")).replacing("Текст", with: "Тескт") }
        for (path, text) in zip(pages, older) { try site.put(.text(text), at: "output/site/\(path)") }
        try DatabaseQueue(path: "\(site.folder)/output/ledger.db").write { db in
            try db.execute(sql: "UPDATE pages SET sha256 = zeroblob(32)")
        }

        let same = build(site, version: PageRenderer.version)
        #expect(same.pagesWritten == 0 && same.pagesUnchanged == 2)
        let next = build(site, version: PageRenderer.version + 1)
        #expect(next.pagesWritten == 2)
        #expect(try links(of: site) == issued)
        #expect(try pages.map { try #require(site.text("output/site/\($0)")) } != older)
        let again = build(site, version: PageRenderer.version + 1)
        #expect(again.pagesWritten == 0 && again.pagesUnchanged == 2)
    }
}
