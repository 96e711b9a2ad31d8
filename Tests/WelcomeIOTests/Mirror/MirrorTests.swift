import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Media that rows name by URL, from a server that answers.
@Suite(.needs(.server)) struct MirrorTests {
    @Test(arguments: ["/good", "/chain/3", "/to?https://@/good", "/to?/good"])
    func showsWhatLiesBehindURL(path: String) throws {
        let mirrored = try MirroredSite(path)
        let (report, diagnostics) = mirrored.build()
        #expect(diagnostics.isEmpty)
        #expect(report.phases.map(\.name).contains("downloads"))
        let asset = try #require(try mirrored.assets.first)
        #expect(asset.hasSuffix(".gif"))
        #expect(try mirrored.page.contains("<img src=\"/a/\(asset)\">"))
        #expect(
            FileManager.default.contents(atPath: "\(mirrored.site.folder)/output/site/a/\(asset)")
                == FileManager.default.contents(atPath: Fixtures.path("media/tiny.gif")))
    }

    @Test(.enabled(if: MediaBench.hasTools)) func showsPreparedFormsOfWhatLiesBehindURL() throws {
        let mirrored = try MirroredSite("/good")
        let path = "/usr/bin:/bin"
        let (report, diagnostics) = mirrored.build { $0.toolPath = path }
        #expect(diagnostics.isEmpty)
        #expect(report.notes.contains { $0.contains("runs of programs") })
        let assets = try mirrored.assets
        #expect(Set(assets.map { $0.split(separator: ".").last }) == ["avif", "jpg"])
        #expect(try assets.contains { try mirrored.page.contains("/a/\($0)") })
        // Nothing is fetched or made by those who only look, and they see the same page.
        let (dry, _) = mirrored.build(minutes: 120) { ($0.toolPath, $0.isDryRun) = (path, true) }
        #expect(dry.plan?.steps.contains(.publishAssets(count: assets.count)) == true)
        #expect(dry.notes.isEmpty)
        #expect(mirrored.site.diagnostics { _ = try Erasure.forget(NamedLead(id: "1"), $0) }.isEmpty)
        #expect(try mirrored.assets.isEmpty)
        #expect(try mirrored.site.files(below: "output/media").sorted() == ["CACHEDIR.TAG", "tools.json"])
    }

    @Test func showsNothingOfALeadAmongTheArgumentsOfCurl() throws {
        let mirrored = try MirroredSite("/good?name=Gulnar&phone=77015556677")
        let place = mirrored.site.folder
        try mirrored.site.put(
            .program(
                "#!/bin/sh\n/bin/cat /proc/$$/cmdline /proc/$$/environ >> \(place)/seen\nexec /usr/bin/curl \"$@\"\n"),
            at: "tools/curl")
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy(hosts)
            policy.curl = "\(place)/tools/curl"
            return policy
        }
        #expect(
            mirrored.build { $0.keysText = TemporarySite.keys("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=") }
                .diagnostics.isEmpty)
        let seen = try #require(mirrored.site.text("seen"))
        #expect(seen.contains("--max-filesize"))
        for secret in ["Gulnar", "5556677", "good", "cdn.example.kz", "AAECAw", "WELCOME_KEYS"] {
            #expect(!seen.contains(secret), "\(seen)")
        }
    }

    @Test func asksOnceForManyLeads() throws {
        let mirrored = try MirroredSite("/good", leads: 5)
        #expect(mirrored.build().diagnostics.isEmpty)
        #expect(try mirrored.server.requests() == ["/good"])
    }

    @Test func asksAgainAfterAnHourWithTheValidator() throws {
        let mirrored = try MirroredSite("/good")
        for minutes: Int64 in [0, 59, 60, 119, 120] {
            let (report, diagnostics) = mirrored.build(minutes: minutes)
            #expect(diagnostics.isEmpty)
            #expect(report.pagesWritten == (minutes == 0 ? 1 : 0))
        }
        mirrored.build(minutes: 121) { $0.isForced = true }
        #expect(try mirrored.server.requests() == ["/good", "/good \"v-1\"", "/good \"v-1\"", "/good \"v-1\""])
    }

    @Test func asksAgainWhereTheCopyWasDamaged() throws {
        let mirrored = try MirroredSite("/good")
        mirrored.build()
        let copy = try #require(try mirrored.copies.first)
        try mirrored.site.put("cut", at: "output/media/url/\(copy)")
        #expect(mirrored.build(minutes: 60).diagnostics.isEmpty)
        #expect(try mirrored.server.requests() == ["/good", "/good"])
    }

    @Test(arguments: ["/once", "/spoilt"])
    func keepsLastGoodCopy(path: String) throws {
        let mirrored = try MirroredSite(path)
        #expect(mirrored.build().diagnostics.isEmpty)
        let assets = try mirrored.assets
        for minutes: Int64 in [60, 90] {
            let (report, diagnostics) = mirrored.build(minutes: minutes)
            #expect(diagnostics.map { $0.contains("[media-stale]") } == [true])
            #expect(diagnostics.first?.hasPrefix("leads.csv:2 column images: warning: ") == true)
            #expect(report.pagesUnchanged == 1)
            #expect(try mirrored.assets == assets)
        }
        #expect(try mirrored.server.requests() == [path, path])
    }

    @Test func keepsLastGoodCopyWithoutServer() throws {
        let mirrored = try MirroredSite("/good", leads: 2)
        mirrored.build()
        _ = try mirrored.server.end()
        let (report, diagnostics) = mirrored.build(minutes: 60)
        #expect(report.pagesUnchanged == 2)
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.contains("(2 rows; also line 3) [media-stale]") == true, "\(diagnostics)")
    }

    @Test func leavesForTheNextBuildWhatItHasNoTimeFor() throws {
        let mirrored = try MirroredSite("/good")
        mirrored.build()
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy(hosts)
            policy.buildTimeout = .zero
            return policy
        }
        #expect(mirrored.build(minutes: 60).diagnostics.map { $0.hasSuffix("[media-stale]") } == [true])
        mirrored.policy = policy
        #expect(mirrored.build(minutes: 61).diagnostics.isEmpty)
        #expect(try mirrored.server.requests() == ["/good", "/good \"v-1\""])
    }

    @Test func fetchesNothingInDryRunNorToExplain() throws {
        let mirrored = try MirroredSite("/good")
        let (report, _) = mirrored.build { $0.isDryRun = true }
        #expect(report.plan != nil)
        let site = try Site(directory: mirrored.site.folder)
        let explanations = try Explanation.make(lead: "1", tenant: nil, site: site, options: TemporarySite.options)
        #expect(explanations.count == 1)
        #expect(try mirrored.copies.isEmpty)
        #expect(try mirrored.server.end().isEmpty)
    }

    @Test func fetchesNothingForRevokedLead() throws {
        let mirrored = try MirroredSite("/good")
        let url = "https://cdn.example.kz:\(mirrored.server.port)/good"
        try mirrored.site.put(.text("id,theme,revoked,images\n1,base,yes,\(url)\n2,base,,\n"), at: "leads.csv")
        #expect(mirrored.build().diagnostics.isEmpty)
        #expect(try mirrored.server.end().isEmpty)
    }

    @Test func stopsWhenAsked() throws {
        let mirrored = try MirroredSite("/drip")
        let (stop, policy) = (StopFlag(), mirrored.policy)
        var build = Build(
            site: try Site(directory: mirrored.site.folder), options: TemporarySite.options, stop: stop,
            makeMirrorPolicy: { hosts in
                var changed = policy(hosts)
                let resolve = changed.resolve
                changed.resolve = { host in
                    stop.raise(15)
                    return resolve(host)
                }
                return changed
            })
        guard case .interrupted(signal: 15) = build.run().failure else {
            Issue.record("the build went on")
            return
        }
        #expect(!FileManager.default.fileExists(atPath: "\(mirrored.site.folder)/output/manifest.json"))
    }

    // MARK: Privacy

    @Test func remembersNoURL() throws {
        let mirrored = try MirroredSite("/good?who=aigerim")
        mirrored.build()
        let found = try FolderSnapshot(of: "\(mirrored.site.folder)/output").contents.filter { _, content in
            ["cdn.example", "aigerim"].contains { content.firstRange(of: Data($0.utf8)) != nil }
        }
        #expect(found.isEmpty)
        #expect(try mirrored.copies.count == 2)
    }

    @Test func forgetsCopyOfWhatOnlyOneLeadShows() throws {
        let mirrored = try MirroredSite("/good")
        let url = "https://cdn.example.kz:\(mirrored.server.port)/good"
        try mirrored.site.put(.text("id,theme,images\n1,base,\(url)\n2,base,\n"), at: "leads.csv")
        mirrored.build()
        #expect(try mirrored.copies.count == 2)
        #expect(mirrored.site.diagnostics { _ = try Erasure.forget(NamedLead(id: "1"), $0) }.isEmpty)
        #expect(try mirrored.copies.isEmpty)
        #expect(try mirrored.assets.isEmpty)
    }

    @Test func keepsCopyThatAnotherLeadShows() throws {
        let mirrored = try MirroredSite("/good", leads: 2)
        mirrored.build()
        #expect(mirrored.site.diagnostics { _ = try Erasure.forget(NamedLead(id: "1"), $0) }.isEmpty)
        #expect(try mirrored.copies.count == 2)
    }

    @Test(arguments: [(59, 2), (60, 0)])
    func prunesCopyThatNobodyAskedForInSixtyDays(days: Int64, count: Int) throws {
        let mirrored = try MirroredSite("/good")
        mirrored.build()
        let now = Timestamp(secondsSinceEpoch: TemporarySite.now.secondsSinceEpoch + days * 86_400)
        _ = try Pruning.prune(LinkWork(site: try Site(directory: mirrored.site.folder), now: now, timeout: 0))
        #expect(try mirrored.copies.count == count)
    }
}
