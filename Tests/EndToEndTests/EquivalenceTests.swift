import Foundation
import Testing
import WelcomeTestSupport

/// What must not matter: the form of the source, its order, the machine, the number of jobs, an earlier build.
@Suite struct EquivalenceTests {
    /// Builds the sample site once more, into a folder of its own, and compares everything published byte for byte.
    private func expectSameBytes(
        _ site: SiteFolder, _ arguments: [String] = [], environment: [String: String?] = [:]
    ) throws {
        let run = try WelcomeBinary.run(
            ["build", "--site", site.path, "--output", site.absolute("other"), "--now", SiteFolder.now] + arguments,
            environment: environment)
        #expect(run.status == 0, "\(run.stderr)")
        let expected = try SiteFolder.builtSample().publishedFiles()
        let found = try site.publishedFiles(in: "other")
        let differing = Set(expected.keys).union(found.keys).filter { expected[$0] != found[$0] }
        #expect(differing.sorted() == [])
        #expect(found.keys.contains { $0.hasPrefix("site/p/") })
    }

    @Test(arguments: ["csv", "sqlite", "shuffled"]) func publishesTheSameFromEverySource(form: String) throws {
        let site = try SiteFolder.sample()
        let tool = try PythonTool.run(
            "convert_leads", [Fixtures.path("leads.ndjson"), form, site.absolute("leads.other")])
        try #require(tool.status == 0, "\(tool.stderr)")
        try expectSameBytes(site, ["--leads", site.absolute("leads.other")])
    }

    @Test(arguments: [
        ["TZ": "America/New_York"], ["LANG": "C", "LC_ALL": "C"], ["LC_ALL": "kk_KZ.UTF-8", "LANG": "tr_TR.UTF-8"],
        ["HOME": "/nonexistent", "TZ": "Pacific/Kiritimati"],
    ]) func publishesTheSameOnEveryMachine(environment: [String: String]) throws {
        try expectSameBytes(SiteFolder.sample(), environment: environment)
    }

    @Test(arguments: [1, 4]) func publishesTheSameWithEveryNumberOfJobs(jobs: Int) throws {
        try expectSameBytes(SiteFolder.sample(), ["--jobs", "\(jobs)"])
    }

    @Test func publishesTheSameFromInsideTheFolder() throws {
        let site = try SiteFolder.sample()
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 0)
        #expect(try site.publishedFiles() == SiteFolder.builtSample().publishedFiles())
    }

    @Test func takesKeysFromTheEnvironment() throws {
        let site = try SiteFolder.sample()
        try site.remove("keys.yml")
        try expectSameBytes(site, environment: ["WELCOME_KEYS": SiteFolder.keys])
    }

    @Test func writesNoPageTwice() throws {
        let site = try SiteFolder.builtSample()
        // The copy of a site has times of its own.
        #expect(try site.build().status == 0)
        let before = try site.snapshot(of: "output/site")
        let run = try site.build("--json")
        let report = try Report(run)
        #expect(report.counts.pagesWritten == 0)
        #expect(report.counts.pagesUnchanged == 16)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [])
    }

    @Test func publishesTheSameManifestOnceMore() throws {
        let site = try SiteFolder.builtSample()
        let before = try site.publishedFiles()
        #expect(try site.build().status == 0)
        #expect(try site.publishedFiles() == before)
    }

    @Test func keepsPagesButNamesTheBuildWhenOnlyTimePasses() throws {
        let site = try SiteFolder.builtSample()
        let before = try site.published()
        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 0)
        let after = try site.published()
        #expect(after.pointer.build != before.pointer.build)
        #expect(after.lines.map { $0.page?.changedIn } == before.lines.map { $0.page?.changedIn })
        #expect(after.urls == before.urls)
        #expect(Set(try site.publishedFiles().keys.filter { $0.hasPrefix("manifest-") }).count == 2)
    }
}
