import Foundation
import Testing
import WelcomeTestSupport

/// A page that is to go goes now, stays gone, and comes back only when a person says so.
@Suite struct RevocationTests {
    @Test func takesThePageAwayWithoutLookingAtSourceOrThemes() throws {
        let site = try SiteFolder.builtShop()
        let sent = try #require(try site.published().line("a1"))
        for path in ["leads.ndjson", "themes", "keys.yml"] { try site.remove(path) }
        let run = try site.run("revoke", "a1")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.isEmpty)
        let published = try site.published()
        #expect(!FileManager.default.fileExists(atPath: published.pagePath(sent)))
        #expect(published.line("a1")?.state == "revoked")
        #expect(published.line("a1")?.url == sent.url)
        #expect(published.line("a1")?.page == nil)
        #expect(published.line("a2")?.state == "ready")
        #expect(published.pointer.files.map(\.kind) == ["full", "delta"])
        #expect(
            published.pointer.counts == [
                "ready": 1, "unsendable": 0, "sent": 0, "retained": 0, "expired": 0, "revoked": 1,
            ])
        #expect(try site.validationProblems() == "")
    }

    @Test func staysRevokedWhateverTheRowSays() throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.run("revoke", "a1").status == 0)
        for change in [["revoked": false], ["expires_on": "2027-12-31"], ["name": "Айгуль"]] as [[String: Any]] {
            try site.changeLead("a1") { $0.merge(change) { $1 } }
            #expect(try site.build().status == 0)
            #expect(try site.published().line("a1")?.state == "revoked")
            #expect(try site.snapshot(of: "output/site/p").files.count == 1)
        }
    }

    @Test func givesANewLinkOnRequest() throws {
        let site = try SiteFolder.builtShop()
        let sent = try #require(try site.published().line("a1"))
        #expect(try site.run("revoke", "a1").status == 0)
        let run = try site.run("revoke", "a1", "--undo")
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        let next = try #require(published.line("a1"))
        #expect(next.state == "ready" && next.code != sent.code)
        // A new link counts its days from today, 23 November, and not from the row's 1 November.
        #expect(next.expiresOn == "2027-02-21")
        #expect(!FileManager.default.fileExists(atPath: published.pagePath(sent)))
        #expect(FileManager.default.fileExists(atPath: published.pagePath(next)))
        #expect(try site.run("verify", sent.code).stdout == "revoked\n")
        let before = try site.snapshot(of: "output/site")
        #expect(try site.build().status == 0)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [])
        #expect(try site.published().pointer.counts["ready"] == 2)
    }

    @Test func holdsAReissueReadyUntilTheLeadIsMetAgain() throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.run("revoke", "a1").status == 0)
        try site.writeLeads([SiteFolder.twoLeads[1]])
        #expect(try site.run("revoke", "a1", "--undo").status == 1)
        #expect(try site.build().status == 0)
        #expect(try site.published().line("a1")?.state == "revoked")
        try site.writeLeads(SiteFolder.twoLeads)
        #expect(try site.build().status == 0)
        #expect(try site.published().line("a1")?.state == "ready")
    }

    @Test func hasNothingToUndoForALeadThatIsNotRevoked() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot(of: "output/site")
        let run = try site.run("revoke", "a1", "--undo")
        #expect(run.status == 0 && run.stderr.contains("was not revoked"))
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [])
    }

    @Test func takesOnePurposeOfALinkAlone() throws {
        let site = try SiteFolder.builtSample()
        let run = try site.run("revoke", "clx0a1panels0001", "--slot", "laminate")
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        #expect(published.line("clx0a1panels0001", tenant: "alucom", slot: "laminate")?.state == "revoked")
        #expect(published.line("clx0a1panels0001", tenant: "alucom")?.state == "ready")
    }

    @Test func givesOnePurposeALinkAndLeavesTheOtherRevoked() throws {
        let site = try SiteFolder.builtSample()
        #expect(try site.run("revoke", "clx0a1panels0001").status == 0)
        let run = try site.run("revoke", "clx0a1panels0001", "--undo", "--slot", "laminate")
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        #expect(published.line("clx0a1panels0001", tenant: "alucom", slot: "laminate")?.state == "ready")
        #expect(published.line("clx0a1panels0001", tenant: "alucom")?.state == "revoked")
    }

    @Test func refusesALeadItDoesNotKnow() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.publishedFiles()
        let run = try site.run("revoke", "a3")
        #expect(run.status == 1 && run.stderr.contains("[lead-not-found]"))
        #expect(try site.publishedFiles() == before)
        let unbuilt = try SiteFolder.shop()
        #expect(try unbuilt.run("revoke", "a1").status == 1)
        #expect(!unbuilt.exists("output"))
    }

    @Test func waitsForABuildAndNoLonger() throws {
        let site = try SiteFolder.builtShop()
        let holder = try PythonTool.start("hold_lock", [site.absolute("output")])
        try holder.waitForLine()
        let run = try site.run("revoke", "a1", "--wait", "0.2")
        #expect(run.status == 75 && run.stderr.contains("[output-busy]"))
        let waiting = try RunningProgram(
            WelcomeBinary.path, ["revoke", "a1", "--site", site.path, "--now", SiteFolder.now])
        _ = try holder.end()
        #expect(try waiting.end().status == 0)
        #expect(try site.published().line("a1")?.state == "revoked")
    }

    @Test func winsEveryRaceAgainstABuild() throws {
        for round in 0..<12 {
            let site = try SiteFolder.builtShop()
            try site.replace("Спасибо", with: "Спасибо \(round)", in: "themes/shop/ru.md")
            let build = try RunningProgram(
                WelcomeBinary.path, ["build", "--site", site.path, "--now", SiteFolder.now])
            // Another moment of the build each time.
            usleep(UInt32(round) * 8_000)
            let revocation = try site.run("revoke", "a1")
            #expect(revocation.status == 0, "\(revocation.stderr)")
            // A build that came second finds the folder held, and says so.
            #expect([0, 75].contains(try build.end().status))
            #expect(try site.snapshot(of: "output/site/p").files.count == 1)
            #expect(try site.build().status == 0)
            let published = try site.published()
            #expect(published.line("a1")?.state == "revoked")
            #expect(try site.snapshot(of: "output/site/p").files.count == 1)
        }
    }

    @Test func removesThePageEvenWhenTheManifestCannotBeWritten() throws {
        let site = try SiteFolder.builtShop()
        try site.write("{", to: "output/manifest.json")
        let run = try site.run("revoke", "a1")
        #expect(run.status == 1 && run.stderr.contains("[output-io]"))
        #expect(try site.snapshot(of: "output/site/p").files.count == 1)
        #expect(try site.build().status == 0)
        #expect(try site.published().line("a1")?.state == "revoked")
    }
}
