import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A copy of an output folder, which must not issue links beside its original.
@Suite struct CopiedFolderTests {
    private func builtSite() throws -> TemporarySite {
        let site = try TemporarySite()
        try #require(site.build().report.isPublished)
        return site
    }

    private func copy(_ site: TemporarySite) throws -> TemporarySite {
        let other = try TemporarySite()
        try FileManager.default.copyItem(atPath: site.output, toPath: other.output)
        return other
    }

    @Test func stopsInACopyBeforeAnythingIsWritten() throws {
        let site = try builtSite()
        let copy = try copy(site)
        try copy.put("half a page", at: "output/tmp/0-1")
        let (original, before) = (try site.snapshot(), try copy.snapshot())
        let diagnostics = copy.build().diagnostics
        #expect(diagnostics.map(\.code) == [.outputCopied])
        #expect(diagnostics.first?.summary.contains(site.output) == true)
        #expect(try copy.snapshot().differences(from: before) == [])
        #expect(try site.snapshot().differences(from: original) == [])
        #expect(site.build().diagnostics == [], "the original goes on")
    }

    @Test func readsInACopy() throws {
        let site = try builtSite()
        let copy = try copy(site)
        var options = TemporarySite.options
        options.isDryRun = true
        #expect(copy.build(options).diagnostics.map(\.code) == [.leadUndated])
        let page = try #require(try copy.files(below: "output/site/p").first)
        let code = try #require(page.split(separator: "/").last?.split(separator: ".").first)
        let inquiry = try LinkInquiry.make(
            String(code), site: Site(directory: copy.folder), now: TemporarySite.now)
        #expect(inquiry.verdict.isValid)
        #expect(
            try Explanation.make(lead: "1", tenant: nil, site: Site(directory: copy.folder), options: options).count
                == 1)
    }

    @Test func takesOverWhenTheOriginalIsGone() throws {
        let site = try builtSite()
        let copy = try copy(site)
        try site.put(.absent, at: "output")
        #expect(copy.build().diagnostics == [])
        // It is the original now.
        try FileManager.default.copyItem(atPath: copy.output, toPath: site.output)
        #expect(site.build().diagnostics.map(\.code) == [.outputCopied])
    }

    @Test func followsAFolderThatMoved() throws {
        let site = try builtSite()
        let moved = try TemporarySite()
        try FileManager.default.moveItem(atPath: site.output, toPath: moved.output)
        #expect(moved.build().diagnostics == [])
        #expect(moved.build().diagnostics == [])
    }

    @Test func knowsItsFolderByEveryName() throws {
        let site = try builtSite()
        let other = try TemporarySite(["output": .symbolicLink(to: site.output)])
        #expect(other.build().diagnostics == [])
        #expect(site.build().diagnostics == [])
    }

    @Test(arguments: ["another site", "no ledger", "damaged ledger"])
    func goesOnBesideAFolderThatIsNoOriginal(what: String) throws {
        let site = try builtSite()
        let copy = try copy(site)
        switch what {
        case "another site":
            try site.put(.absent, at: "output")
            try #require(site.build().report.isPublished)
        case "no ledger": try site.put(.absent, at: "output/ledger.db")
        default: try site.put("garbage", at: "output/ledger.db")
        }
        #expect(copy.build().diagnostics == [])
    }
}
