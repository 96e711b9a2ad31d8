import Foundation
import Testing
import WelcomeTestSupport

/// Builds of some leads, builds that only look, and builds that write everything.
@Suite struct ScopedBuildTests {
    @Test func buildsOneLeadIntoADelta() throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.build().status == 0)
        let full = try site.published()
        let before = try site.snapshot(of: "output/site")
        for id in ["a1", "a2"] { try site.changeLead(id) { $0["city"] = "Тараз" } }

        let run = try site.build("--lead", "a2", "--json", now: "2026-11-23T10:00:00+05:00")
        #expect(run.status == 0, "\(run.stderr)")
        let report = try Report(run)
        #expect(report.counts.leads == 1)
        #expect(report.counts.pagesWritten == 1)

        let published = try site.published()
        #expect(published.pointer.files.map(\.kind) == ["full", "delta"])
        #expect(published.pointer.files.first?.file == full.pointer.files.first?.file)
        #expect(published.pointer.files.last?.lines == 1)
        #expect(published.pointer.files.last?.build == published.pointer.build)
        #expect(published.pointer.counts == full.pointer.counts)
        #expect(published.allLines.map(\.lead) == ["a1", "a2", "a2"])
        #expect(published.urls == full.urls)
        let page = try #require(published.line("a2")?.page)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [page.file])
        #expect(page.changedIn == published.pointer.build)
    }

    @Test func countsEveryStateInADelta() throws {
        let site = try SiteFolder.builtShop()
        try site.changeLead("a1") { $0["phone"] = nil }
        #expect(try site.build("--lead", "a1", now: "2026-11-23T10:00:00+05:00").status == 0)
        var counts = try site.published().pointer.counts
        #expect([counts["ready"], counts["unsendable"]] == [1, 1])

        try site.writeLeads(site.leads() + [["id": "a3", "phone": "+7 701 000 00 03"]])
        #expect(try site.build("--lead", "a3", now: "2026-11-23T11:00:00+05:00").status == 0)
        counts = try site.published().pointer.counts
        #expect([counts["ready"], counts["unsendable"]] == [2, 1])

        try site.changeLead("a2") { $0["revoked"] = true }
        #expect(try site.build("--lead", "a2", "--lead", "a3", now: "2026-11-23T12:00:00+05:00").status == 0)
        counts = try site.published().pointer.counts
        #expect([counts["ready"], counts["unsendable"], counts["revoked"]] == [1, 1, 1])
        #expect(try site.published().pointer.files.map(\.kind) == ["full", "delta", "delta", "delta"])
    }

    @Test func foldsDeltasIntoAFullFileWithTheNextWholeBuild() throws {
        let site = try SiteFolder.builtShop()
        try site.changeLead("a1") { $0["city"] = "Тараз" }
        #expect(try site.build("--lead", "a1", now: "2026-11-23T10:00:00+05:00").status == 0)
        let delta = try site.published()
        #expect(try site.build(now: "2026-11-23T11:00:00+05:00").status == 0)
        let full = try site.published()
        #expect(full.pointer.files.map(\.kind) == ["full"])
        #expect(full.urls == delta.urls)
        #expect(full.lines.map { $0.page?.sha256 } == delta.lines.map { $0.page?.sha256 })
        #expect(full.line("a1")?.page?.changedIn == delta.pointer.build)
        // A reader that still has the pointer before this one finds its files.
        for file in delta.pointer.files { #expect(site.exists("output/\(file.file)")) }
    }

    @Test func buildsOneTenant() throws {
        let site = try SiteFolder.builtSample()
        #expect(try site.build().status == 0)
        let full = try site.published()
        let before = try site.snapshot(of: "output/site")
        for id in ["clx0a1panels0002", "клиент-77"] { try site.changeLead(id) { $0["city"] = "Тараз" } }
        let run = try site.build("--tenant", "stroydom", "--json", now: "2026-11-23T10:00:00+05:00")
        #expect(run.status == 0)
        #expect(try Report(run).counts.leads == 1)
        let published = try site.published()
        #expect(published.pointer.files.map(\.lines) == [18, 1])
        #expect(published.pointer.counts == full.pointer.counts)
        let page = try #require(published.line("клиент-77", tenant: "stroydom")?.page)
        #expect(try site.snapshot(of: "output/site").differences(from: before) == [page.file])
    }

    @Test func retainsTheLeadsOfATenantInItsOwnBuildsOnly() throws {
        let site = try SiteFolder.builtSample()
        try site.writeLeads(site.leads().filter { $0["id"] as? String != "clx0a1panels0002" })
        #expect(try site.build("--tenant", "stroydom", now: "2026-11-23T10:00:00+05:00").status == 0)
        #expect(try site.published().pointer.counts["retained"] == 0)
        #expect(try site.build("--tenant", "alucom", now: "2026-11-23T11:00:00+05:00").status == 0)
        #expect(try site.published().pointer.counts["retained"] == 1)
    }

    @Test func writesAFullFileWhenTheFirstBuildIsOfOneLead() throws {
        let site = try SiteFolder.shop()
        #expect(try site.build("--lead", "a2").status == 0)
        let first = try site.published()
        #expect(first.pointer.files.map(\.kind) == ["full"])
        #expect(first.lines.map(\.lead) == ["a2"])
        #expect(try site.build(now: "2026-11-23T10:00:00+05:00").status == 0)
        #expect(try site.published().line("a2")?.url == first.line("a2")?.url)
        #expect(try site.published().lines.count == 2)
    }

    @Test func writesNothingInADryRun() throws {
        let site = try SiteFolder.shop()
        let before = try site.snapshot()
        let run = try site.build("--dry-run", "--json")
        #expect(run.status == 0)
        #expect(run.stderr.contains("nothing written"))
        #expect(try Report(run).counts.leads == 2)
        #expect(try site.snapshot().differences(from: before) == [])
        #expect(!site.exists("output"))

        // What a dry run decides is what the build then does.
        #expect(try Report(run).build == Report(site.build("--json")).build)
    }

    @Test func writesNothingInADryRunOfABuiltSite() throws {
        let site = try SiteFolder.builtShop()
        try site.changeLead("a1") { $0["city"] = "Тараз" }
        try site.writeLeads(site.leads() + [["id": "a3"]])
        let before = try site.snapshot()
        #expect(try site.build("--dry-run").status == 0)
        #expect(try WelcomeBinary.run(["check", "--site", site.path]).status == 0)
        #expect(try WelcomeBinary.run(["explain", "a3", "--site", site.path]).status == 0)
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func writesEveryPageWhenForced() throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.build().status == 0)
        let before = try site.snapshot(of: "output/site/p")
        let report = try Report(site.build("--force", "--json"))
        #expect(report.counts.pagesWritten == 2)
        #expect(report.counts.pagesUnchanged == 0)
        let after = try site.snapshot(of: "output/site/p")
        #expect(after.contents == before.contents)
        #expect(Set(after.differences(from: before)) == Set(before.files.keys))
    }

    @Test func writesPagesAgainThatAreLostOrCut() throws {
        let site = try SiteFolder.builtShop()
        let published = try site.published()
        let lines = published.lines
        let whole = try lines.map { try published.html($0) }
        try FileManager.default.removeItem(atPath: published.pagePath(lines[0]))
        try Data().write(to: URL(fileURLWithPath: published.pagePath(lines[1])))
        let report = try Report(site.build("--json"))
        #expect(report.counts.pagesWritten == 2)
        #expect(try lines.map { try published.html($0) } == whole)
    }

    @Test func explainsWhatABuildThenDoes() throws {
        let site = try SiteFolder.shop()
        let run = try WelcomeBinary.run(
            ["explain", "a1", "--json", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0)
        let explained = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(try site.build().status == 0)
        let line = try #require(try site.published().line("a1"))
        #expect(explained["url"] as? String == line.url)
        #expect(explained["state"] as? String == "ready")
        #expect((explained["message"] as? [String: Any])?["text"] as? String == line.message?.text)
    }
}
