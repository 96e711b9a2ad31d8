import Testing
import WelcomeCore
import WelcomeIO

/// An erasure that died after its tombstone is ended by whatever opens the folder next.
@Suite struct BrokenErasureTests {
    /// A built site of which lead 2 is buried and nothing more.
    private func brokenSite() throws -> TemporarySite {
        let site = try TemporarySite(["leads.csv": "id,theme,phone\ngone-77,base,+77011234567\n2,base,+77011234568\n"])
        try #require(site.build().report.isPublished)
        try Ledger(path: "\(site.folder)/output/ledger.db").bury(
            tenant: LeadText("default"), lead: LeadText("gone-77"), at: TemporarySite.now)
        #expect(try site.files(below: "output/site/p").count == 2)
        return site
    }

    private func expectNothingLeft(_ site: TemporarySite) throws {
        #expect(try site.files(below: "output/site/p").count == 1)
        for file in try site.files(below: "output") {
            let bytes = try #require(try wholeFile("\(site.folder)/output/\(file)"))
            #expect(bytes.firstRange(of: Array("gone-77".utf8)) == nil, "\(file)")
            #expect(bytes.firstRange(of: Array("77011234567".utf8)) == nil, "\(file)")
        }
        let identity = LeadIdentity(
            tenant: LeadText("default"), lead: LeadText("gone-77"), slot: LeadText("welcome"))
        #expect(try Ledger(path: "\(site.folder)/output/ledger.db").links(of: identity).isEmpty)
    }

    @Test func isEndedByABuild() throws {
        let site = try brokenSite()
        let (report, diagnostics) = site.build()
        #expect(report.isPublished)
        #expect(diagnostics.map(\.code) == [.leadForgotten])
        try expectNothingLeft(site)
    }

    @Test func isEndedByAPruning() throws {
        let site = try brokenSite()
        #expect(site.diagnostics { _ = try Pruning.prune($0) } == [])
        try expectNothingLeft(site)
    }

    @Test func isEndedWhenTheSourceIsBroken() throws {
        let site = try brokenSite()
        try site.put("id,theme\n\"", at: "leads.csv")
        #expect(!site.build().report.isPublished)
        try expectNothingLeft(site)
    }

    @Test func countsNoLineTwiceWhenItEndsAfterTheManifest() throws {
        let site = try brokenSite()
        let ledger = "\(site.folder)/output/ledger.db"
        let buried = try #require(try wholeFile(ledger))
        #expect(site.diagnostics { _ = try Pruning.prune($0) } == [])
        let counts = "\"counts\":{\"ready\":1,\"unsendable\":0,\"sent\":0,\"retained\":0,\"expired\":0,\"revoked\":0}"
        #expect(try #require(site.text("output/manifest.json")).contains(counts))
        // As after a crash: the manifest is published without the lead, and the ledger still has its rows.
        try site.put(.bytes(buried), at: "output/ledger.db")
        let pointer = try #require(site.text("output/manifest.json"))
        let build = try #require(pointer.firstMatch(of: /"build":"([^"]+)"/)).1
        _ = try Ledger(path: ledger).number(publicationOf: String(build))
        #expect(site.diagnostics { _ = try Pruning.prune($0) } == [])
        #expect(try #require(site.text("output/manifest.json")).contains(counts))
        try expectNothingLeft(site)
    }

    @Test func isEndedByForgettingAgain() throws {
        let site = try brokenSite()
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "gone-77", tenant: "default"), $0) } == [])
        try expectNothingLeft(site)
    }
}
