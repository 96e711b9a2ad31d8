import Foundation
import Testing
import WelcomeCore
import WelcomeIO

@Suite struct PublishingTests {
    private static let leads =
        "id,theme,name,created_at\n1,base,Анна,2026-10-01T00:00:00Z\n2,base,Олег,2026-10-01T00:00:00Z\n"

    private func site(_ files: [String: SiteFile] = [:]) throws -> TemporarySite {
        let more: [String: SiteFile] = [
            "leads.csv": .text(Self.leads),
            "themes/base/layout.mustache": .text(TemporarySite.layout("{{#lead.name}}{{lead.name}}{{/lead.name}}")),
        ]
        return try TemporarySite(more.merging(files) { $1 })
    }

    private func options(minutes: Int64, leads: [String] = []) -> BuildOptions {
        var options = TemporarySite.options
        options.now = Timestamp(secondsSinceEpoch: TemporarySite.now.secondsSinceEpoch + minutes * 60)
        options.leads = leads
        return options
    }

    @Test func writesOnlyWhatChanged() throws {
        let site = try site()
        #expect(site.build().report.pagesWritten == 2)
        let pages = try site.files(below: "output/site/p").map { "\(site.folder)/output/site/p/\($0)" }
        let times = {
            try pages.map { try FileManager.default.attributesOfItem(atPath: $0)[.systemFileNumber] as? Int }
        }
        let before = try times()
        let again = site.build(options(minutes: 1)).report
        #expect(again.pagesWritten == 0 && again.pagesUnchanged == 2)
        #expect(try times() == before)
        try site.put(.text(Self.leads.replacing("Олег", with: "Игор")), at: "leads.csv")
        let changed = site.build(options(minutes: 2)).report
        #expect(changed.pagesWritten == 1 && changed.pagesUnchanged == 1)
    }

    @Test func writesAPageAgainThatSomebodyCutShort() throws {
        let site = try site()
        #expect(site.build().report.pagesWritten == 2)
        let page = try #require(try site.files(below: "output/site/p").first)
        let whole = site.text("output/site/p/\(page)")
        try site.put("", at: "output/site/p/\(page)")
        #expect(site.build(options(minutes: 1)).report.pagesWritten == 1)
        #expect(site.text("output/site/p/\(page)") == whole)
    }

    @Test func writesTheSameBytesForTheSameInputAtTheSameMoment() throws {
        let contents = { (site: TemporarySite) in
            try site.files(below: "output").filter { !["ledger.db", "last-build.json"].contains($0) }.map {
                "\($0): \(site.text("output/\($0)") ?? "")"
            }
        }
        let first = try site()
        let second = try site()
        #expect(first.build().report.isPublished && second.build().report.isPublished)
        #expect(try contents(first) == contents(second))
    }

    @Test func keepsTheManifestsOfTwoBuilds() throws {
        let site = try site()
        let builds = (0..<4).map { site.build(options(minutes: $0)).report.build }
        let names = try site.files(below: "output").filter { $0.hasPrefix("manifest-") }
        #expect(names == builds.suffix(2).map { "manifest-\($0).ndjson" })
    }

    @Test func givesABuildOfSomeLeadsADeltaOfItsOwn() throws {
        let site = try site()
        let full = site.build().report.build
        // At the same moment with all leads: another manifest, so another name.
        let delta = site.build(options(minutes: 0, leads: ["1", "2"])).report.build
        #expect(full != delta)
        let pointer = try #require(site.text("output/manifest.json"))
        let kinds = pointer.matches(of: /"kind":"([a-z]+)","file":"manifest-([^"]+).ndjson"/).map { "\($0.1) \($0.2)" }
        #expect(kinds == ["full \(full)", "delta \(delta)"])
        #expect(pointer.contains("\"unsendable\":2"))
    }

    @Test func namesBuildsWithOtherMessagesApart() throws {
        let site = try site()
        let first = site.build().report.build
        try site.put(.text(TemporarySite.page(message: "  Привет!\n  {{url}}", "Текст.")), at: "themes/base/ru.md")
        let second = site.build().report
        #expect(second.build != first)
        #expect(second.pagesWritten == 0)
    }

    @Test func replacesADamagedPointerByABuildOfEverythingOnly() throws {
        let site = try site()
        #expect(site.build().report.isPublished)
        try site.put("{\"v\":1,", at: "output/manifest.json")
        let partial = site.build(options(minutes: 1, leads: ["1"]))
        #expect(!partial.report.isPublished)
        #expect(
            partial.diagnostics.map(site.headline) == [
                "output/manifest.json: error: the file is damaged, and a build of some leads only would forget the others [output-io]"
            ])
        #expect(site.build(options(minutes: 2)).report.isPublished)
        #expect(site.text("output/manifest.json")?.contains("\"lines\":2") == true)
    }

    @Test func writesNothingInADryRun() throws {
        let site = try site()
        var options = TemporarySite.options
        options.isDryRun = true
        let report = site.build(options).report
        #expect(report.plan != nil && !report.isPublished)
        #expect(try site.files(below: "output") == [])
    }

    @Test func publishesNothingWhenAThemeIsWrong() throws {
        let site = try site()
        #expect(site.build().report.isPublished)
        let before = site.text("output/manifest.json")
        try site.put("{{nonsense}}", at: "themes/base/layout.mustache")
        #expect(!site.build(options(minutes: 1)).report.isPublished)
        #expect(site.text("output/manifest.json") == before)
    }

    @Test func stopsBetweenStepsWhenAsked() throws {
        let site = try site()
        let stop = StopFlag()
        stop.raise(15)
        var build = Build(site: try Site(directory: site.folder), options: TemporarySite.options, stop: stop)
        guard case .interrupted(let signal) = build.run().failure else {
            Issue.record("the build went on")
            return
        }
        #expect(signal == 15)
        #expect(site.text("output/manifest.json") == nil)
    }

    @Test func checksTimeZonesOfTheTenantsTable() throws {
        let database = try LeadFile(
            sql: """
                CREATE TABLE leads(id, theme); INSERT INTO leads VALUES('1', 'base');
                CREATE TABLE tenants(id, timezone); INSERT INTO tenants VALUES('a', 'Asia/Almaty'), ('b', 'Asia/Astana');
                """)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: database.path))
        let site = try site(["leads.csv": .bytes(Array(bytes))])
        #expect(
            site.build().diagnostics.map(site.headline) == [
                "leads.csv row 2 column tenants.timezone: error: `Asia/Astana` is not a time zone [settings-value]"
            ])
    }
}
