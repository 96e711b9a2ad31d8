import Foundation
import Testing
import WelcomeTestSupport

/// What a machine may have too little of, and what others may do to a folder.
@Suite struct LimitTests {
    private static let mounting: ConditionTrait = .enabled(
        if: MountedFolder.isAllowed, "SKIPPED: this machine lets nobody mount a folder, so no disk is filled here")

    private func build(_ site: SiteFolder, _ options: String...) -> [String] {
        [WelcomeBinary.path, "build", "--site", site.path, "--now", SiteFolder.now] + options
    }

    private func leads(_ count: Int) -> [[String: Any]] {
        (0..<count).map { ["id": "n\($0)", "name": "Айгүл", "created_at": "2026-11-01T09:00:00+05:00"] }
    }

    /// Runs a build over the output folder as a file system of `kind`, and expects the site to be as it was.
    private func expectRefusal(_ kind: String, _ site: SiteFolder, saying text: String) throws {
        let before = try site.publishedFiles()
        let run = try MountedFolder.run(
            kind, over: site.absolute("output"), build(site), environment: FaultScenario.environment)
        #expect(run.status == 74, "\(run.stderr)")
        #expect(run.stderr.contains(text), "\(run.stderr)")
        let after = try site.publishedFiles()
        #expect(before.allSatisfy { after[$0.key] == $0.value })
    }

    /// Expects that what a build could not do the next one does as if nothing had been.
    private func expectRecovery(_ site: SiteFolder) throws {
        #expect(try site.build().status == 0)
        let clean = try SiteFolder.shop()
        try clean.copy(site.absolute("leads.ndjson"), to: "leads.ndjson")
        #expect(try clean.build().status == 0)
        let (published, expected) = (try site.publishedFiles(), try clean.publishedFiles())
        let isServed = { (name: String) in name.hasPrefix("site/") }
        #expect(published.keys.filter(isServed).sorted() == expected.keys.filter(isServed).sorted())
        #expect(expected.filter { isServed($0.key) }.allSatisfy { published[$0.key] == $0.value })
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/tmp")) == [])
    }

    @Test(mounting) func saysHowManyFilesABuildNeedsBeforeItWritesAny() throws {
        let site = try SiteFolder.builtShop()
        try site.writeLeads(SiteFolder.twoLeads + leads(300))
        try expectRefusal(
            "tmpfs:nr_inodes=150", site, saying: " new files and folders, and the file system has room for ")
        #expect(try site.snapshot(of: "output/site/p").files.count == 2)
        try expectRecovery(site)
    }

    @Test(mounting) func saysHowManyBytesABuildNeedsBeforeItWritesAny() throws {
        let site = try SiteFolder.builtShop()
        try site.writeLeads(SiteFolder.twoLeads + leads(300))
        try expectRefusal("tmpfs:size=600k", site, saying: " bytes at least, and the file system has ")
        #expect(try site.snapshot(of: "output/site/p").files.count == 2)
        try expectRecovery(site)
    }

    @Test(mounting) func keepsTheSiteWhereTheDiskIsFull() throws {
        let site = try SiteFolder.builtShop()
        try site.write(SiteFolder.settings + "pages: {store: gzip}\n", to: "welcome.yml")
        #expect(try site.build().status == 0)
        try site.writeLeads(SiteFolder.twoLeads + leads(300))
        try expectRefusal("tmpfs:size=1m", site, saying: "No space left on device")
        try site.write(SiteFolder.settings, to: "welcome.yml")
        #expect(try site.build().status == 0)
        #expect(try site.run("prune").status == 0)
        try expectRecovery(site)
    }

    @Test(mounting) func saysThatAFolderIsReadOnly() throws {
        let site = try SiteFolder.builtShop()
        try site.writeLeads(SiteFolder.twoLeads + leads(1))
        try expectRefusal("read-only", site, saying: "Read-only file system")
        try expectRecovery(site)
    }

    @Test func needsFewDescriptorsWhateverTheNumberOfLeads() throws {
        let site = try SiteFolder.shop()
        let count = TestScope.isFull ? 20_000 : 1_000
        try site.writeLeads(leads(count))
        let run = try ProgramRun.run(
            "/usr/bin/prlimit", ["--nofile=64"] + build(site, "--jobs", "4"), environment: FaultScenario.environment)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try site.published().lines.count == count)
    }

    @Test(arguments: [
        ["--json", ">", "/dev/full"], ["--json", ">&-"], ["2>", "/dev/full"], ["2>&-"],
    ])
    func endsOrderlyWhereNobodyCanBeTold(redirection: [String]) throws {
        let site = try SiteFolder.shop()
        let command = "exec \"$@\" " + redirection.joined(separator: " ")
        let run = try ProgramRun.run(
            "/bin/sh", ["-c", command, "sh"] + build(site), environment: FaultScenario.environment)
        let isDataLost = redirection == ["--json", ">", "/dev/full"]
        #expect(run.status == (isDataLost ? 74 : 0), "\(run.stderr)")
        #expect(!isDataLost || run.stderr.contains("cannot write standard output: No space left on device"))
        #expect(try site.published().lines.count == 2)
        #expect(try site.build().status == 0)
    }
}
