import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A build of a site of which nothing changed reads no rows; whatever might have changed makes it read them.
@Suite struct StandingSiteTests {
    private static let leads = """
        id,theme,name,phone,created_at
        1,base,Анна,+77011234561,2026-10-01T00:00:00Z
        2,base,Олег,+77011234562,2026-10-02T00:00:00Z
        3,none,,,

        """

    private func builtSite(_ changes: [String: SiteFile] = [:]) throws -> TemporarySite {
        let site = try TemporarySite(["leads.csv": .text(Self.leads)].merging(changes) { $1 })
        let report = site.build().report
        #expect(report.isPublished && report.pagesWritten == 2 && report.rejected == 1)
        return site
    }

    /// Builds some minutes after the first time.
    private func build(
        _ site: TemporarySite, minutes: Int64 = 5, _ change: (inout BuildOptions) -> Void = { _ in }
    ) -> BuildReport {
        var options = TemporarySite.options
        options.now = Timestamp(secondsSinceEpoch: options.now.secondsSinceEpoch + minutes * 60)
        change(&options)
        return site.build(options).report
    }

    private func readsRows(_ report: BuildReport) -> Bool { report.phases.contains { $0.name == "leads" } }

    @Test func publishesTheSameAgainUnderTheNameOfToday() throws {
        let site = try builtSite()
        let first = try pointer(of: site)
        for minutes: Int64 in [5, 90, 91] {
            let report = build(site, minutes: minutes)
            #expect(!readsRows(report))
            #expect(report.isPublished && report.pagesUnchanged == 2 && report.pagesWritten == 0)
            #expect(report.byState == [.ready: 2])
            let pointer = try pointer(of: site)
            #expect(pointer.build == report.build && pointer.build != first.build)
            #expect(pointer.build.hasSuffix(first.build.suffix(9)))
            #expect(pointer.files.map(\.kind) == ["full"] && pointer.files.map(\.lines) == [2])
            let file = try #require(pointer.files.first)
            #expect(file.file == "manifest-\(report.build).ndjson" && file.sha256 == first.files.first?.sha256)
            #expect(site.text("output/\(file.file)")?.split(separator: "\n").count == 2)
            #expect(try site.files(below: "output").filter { $0.hasPrefix("manifest-") }.count == 2)
        }
        #expect(try site.files(below: "output/tmp").isEmpty)
    }

    @Test func saysWhatTheLastBuildSaid() throws {
        let site = try builtSite(["leads.csv": .text(Self.leads.replacing("created_at", with: "created"))])
        let first = build(site) { $0.isForced = true }
        let second = build(site, minutes: 6)
        #expect(!readsRows(second))
        #expect(second.diagnostics == first.diagnostics && !first.diagnostics.isEmpty)
        #expect(second.rowDiagnostics == first.rowDiagnostics && !first.rowDiagnostics.isEmpty)
        #expect(second.rejected == 1 && second.leads == 2)
        #expect(second.fields["name"]?.filled == 2)
    }

    /// What somebody may do to a site between two builds.
    enum Change: CaseIterable {
        case renamedLead, newLead, goneLead, text, layout, newTheme, settings, newKey
        case cutPage, missingPage, missingManifest, rejects, notFoundPage, ledger, lastBuild
    }

    @Test(arguments: Change.allCases) func readsRowsWhenSomethingChanged(change: Change) throws {
        let site = try builtSite()
        try make(change, site)
        let report = build(site)
        #expect(readsRows(report))
        #expect(report.isPublished)
        #expect(!readsRows(build(site, minutes: 6)), "one build later nothing has changed")
    }

    private func make(_ change: Change, _ site: TemporarySite) throws {
        let page = try #require(try site.files(below: "output/site/p").first)
        let manifest = try #require(try pointer(of: site).files.first).file
        switch change {
        case .renamedLead: try site.put(.text(Self.leads.replacing("Олег", with: "Игор")), at: "leads.csv")
        case .newLead: try site.put(.text(Self.leads + "4,base,,,\n"), at: "leads.csv")
        case .goneLead: try site.put("id,theme\n1,base\n", at: "leads.csv")
        case .text: try site.put(.text(TemporarySite.page("Другой.")), at: "themes/base/ru.md")
        case .layout: try site.put(.text(TemporarySite.layout("<hr>")), at: "themes/base/layout.mustache")
        case .newTheme: try site.put("title: Other\n", at: "themes/other/theme.yml")
        case .settings:
            try site.put(
                .text(try #require(site.text("welcome.yml")) + "manifest: {recipients: false}\n"), at: "welcome.yml")
        case .newKey:
            try site.put(
                .text(
                    try #require(site.text("keys.yml")).replacing(
                        "]",
                        with: """
                            , {id: 1, not_before: 2026-01-01, key: ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=}]
                            """)), at: "keys.yml")
        case .cutPage: try site.put("", at: "output/site/p/\(page)")
        case .missingPage: try site.put(.absent, at: "output/site/p/\(page)")
        case .missingManifest: try site.put(.absent, at: "output/\(manifest)")
        case .rejects: try site.put("", at: "output/rejects.ndjson")
        case .notFoundPage: try site.put("", at: "output/site/404.html")
        case .ledger:
            let run = try ProgramRun.run(
                "/usr/bin/sqlite3", ["\(site.folder)/output/ledger.db", "INSERT INTO facts VALUES('x', 'y')"])
            #expect(run.status == 0, "\(run.stderr)")
        case .lastBuild: try site.put("{", at: "output/last-build.json")
        }
    }

    @Test func followsTheLinkThatASourceIs() throws {
        let site = try TemporarySite(["leads.csv": .symbolicLink(to: "export.csv"), "export.csv": .text(Self.leads)])
        #expect(site.build().report.leads == 2)
        #expect(!readsRows(build(site)))
        try site.put(.text(Self.leads + "4,base,,,\n"), at: "export.csv")
        let report = build(site, minutes: 6)
        #expect(readsRows(report) && report.leads == 3)
    }

    @Test func readsRowsWhenAskedTo() throws {
        let site = try builtSite()
        #expect(readsRows(build(site) { $0.isForced = true }))
        #expect(readsRows(build(site, minutes: 6) { $0.leads = ["1"] }))
        #expect(readsRows(build(site, minutes: 7)), "a delta is folded by a build of everything")
        #expect(readsRows(build(site, minutes: -60)), "the clock went back")
    }

    @Test func readsRowsOnTheDayAfterALinkEnds() throws {
        let site = try builtSite()
        // The links end 90 days after they were created, on 30 and 31 December.
        let (day, start): (Int64, Int64) = (24 * 60, TemporarySite.now.secondsSinceEpoch)
        let untilEnd = (1_798_675_200 - start) / 60
        #expect(!readsRows(build(site, minutes: untilEnd - 2)))
        let report = build(site, minutes: untilEnd)
        #expect(readsRows(report))
        #expect(report.byState[.expired] == 1)
        #expect(!readsRows(build(site, minutes: untilEnd + 10)))
        #expect(readsRows(build(site, minutes: untilEnd + day)))
    }

    @Test func readsRowsAfterALinkWasRevoked() throws {
        let site = try builtSite()
        #expect(site.diagnostics { _ = try Revocation.revoke(NamedLead(id: "1"), $0) }.isEmpty)
        let report = build(site)
        #expect(readsRows(report))
        #expect(report.byState[.revoked] == 1)
    }

    @Test func readsRowsThatNameFilesOfTheirOwn() throws {
        let leads = "id,theme,images\n1,base,media/own.jpg\n"
        let site = try TemporarySite(["leads.csv": .text(leads), "media/own.jpg": .sample("media/grey.jpg")])
        #expect(site.build().report.isPublished)
        #expect(readsRows(build(site)), "nobody knows whether the file changed")
    }

    private func pointer(of site: TemporarySite) throws -> Publication.Pointer {
        try Publication(output: "\(site.folder)/output").pointer
    }
}
