import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Builds that would write to somebody wrongly, and publish nothing.
@Suite struct BuildGuardTests {
    /// 2026-10-06T12:00:00Z, a day after the first build.
    private static let nextDay = moment(1)

    private static func moment(_ days: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: TemporarySite.now.secondsSinceEpoch + days * 86_400)
    }

    /// Rows with ids that `id` makes of 1… and each its own phone.
    private static func rows(
        _ numbers: ClosedRange<Int>, tenant: String = "t", id: (Int) -> String = { "\($0)" }
    ) -> String {
        numbers.map {
            "\(id($0)),\(tenant),base,+770112\(String($0 + 100_000).suffix(5)),2026-10-01T00:00:00Z\n"
        }.joined()
    }

    private static func source(_ rows: String...) -> SiteFile {
        .text("id,tenant,theme,phone,created_at\n" + rows.joined())
    }

    private func site(_ rows: String..., settings: String = "") throws -> TemporarySite {
        let site = try TemporarySite([
            "leads.csv": .text("id,tenant,theme,phone,created_at\n" + rows.joined()),
            "welcome.yml": .text((TemporarySite.plain["welcome.yml"]?.content ?? "") + settings),
        ])
        let first = site.build()
        try #require(first.report.isPublished, "\(first.diagnostics.map(site.headline))")
        return site
    }

    private func options(_ change: (inout BuildOptions) -> Void) -> BuildOptions {
        var options = BuildOptions(now: Self.nextDay, jobs: 1, keysText: nil)
        change(&options)
        return options
    }

    /// Builds as `change` says, expects to be stopped by `code` alone, and to find everything as it was.
    private func expectRefusal(
        _ site: TemporarySite, _ code: DiagnosticCode, _ change: (inout BuildOptions) -> Void = { _ in },
        location: Testing.SourceLocation = #_sourceLocation
    ) throws -> Diagnostic? {
        let before = try FolderSnapshot(of: "\(site.output)/site")
        let pointer = site.text("output/manifest.json")
        let (report, diagnostics) = site.build(options(change))
        #expect(diagnostics.map(\.code) == [code], sourceLocation: location)
        #expect(!report.isPublished, sourceLocation: location)
        #expect(
            try FolderSnapshot(of: "\(site.output)/site").differences(from: before) == [], sourceLocation: location)
        #expect(site.text("output/manifest.json") == pointer, sourceLocation: location)
        return diagnostics.first
    }

    private func states(_ site: TemporarySite) throws -> [String: Int] {
        try Publication(output: site.output).lines.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    }

    // MARK: Lost leads

    @Test func silencesNobodyWhoIsMissingFromAPartialExport() throws {
        let site = try site(Self.rows(1...100))
        try site.put(Self.source(Self.rows(1...70)), at: "leads.csv")
        let diagnostic = try expectRefusal(site, .sourceShrunk)
        #expect(
            diagnostic?.summary
                == "30 of 100 leads that the last build met are gone from the source, and their links are still alive")
        #expect(site.build(options { $0.isDryRun = true }).diagnostics.map(\.code) == [.sourceShrunk])
        #expect(try states(site) == ["ready": 100])

        #expect(site.build(options { $0.acceptsLoss = true }).diagnostics.isEmpty)
        #expect(try states(site) == ["ready": 70, "retained": 30])
        #expect(site.build(options { _ in }).diagnostics.isEmpty, "what was accepted is not asked again")
    }

    @Test func noticesATenantThatIsMissing() throws {
        let site = try site(Self.rows(1...500, tenant: "big"), Self.rows(501...525, tenant: "small"))
        try site.put(Self.source(Self.rows(1...500, tenant: "big")), at: "leads.csv")
        #expect(try expectRefusal(site, .sourceShrunk)?.summary.contains("all 25 leads of tenant `small`") == true)
        #expect(site.build(options { $0.tenant = "big" }).report.isPublished, "the tenant that is whole")
    }

    @Test func letsLeadsGoOneByOneAndThoseThatAreOver() throws {
        let site = try site(Self.rows(1...100), settings: "guards: {lost_leads_percent: 25}\n")
        try site.put(Self.source(Self.rows(1...75)), at: "leads.csv")
        #expect(site.build(options { _ in }).diagnostics.isEmpty)
        // Everybody's link is over, and so is the build's interest in who is still there.
        try site.put(Self.source("new,t,base,+77051234567,2027-03-01T00:00:00Z\n"), at: "leads.csv")
        #expect(
            site.build(
                options {
                    $0.now = Self.moment(150)
                    $0.acceptsLoss = true
                }
            ).report.isPublished)
    }

    @Test func noticesAnExportThatLostItsLeadingZeros() throws {
        let site = try site(Self.rows(1...1000) { String("\($0 + 10_000)".suffix(4)) })
        // Spreadsheets drop leading zeros: the first 999 ids begin with one.
        try site.put(Self.source(Self.rows(1...1000)), at: "leads.csv")
        let diagnostic = try expectRefusal(site, .idsChanged)
        #expect(diagnostic?.summary.hasPrefix("999 leads have a new id") == true)
        #expect(site.build(options { $0.acceptsLoss = true }).report.isPublished)
        #expect(try states(site) == ["ready": 1000, "retained": 999])
    }

    @Test func noticesChangedIdsOfFewAmongMany() throws {
        let kept = Self.rows(101...1000)
        let site = try site(Self.rows(1...30) { "0\($0)" }, kept)
        try site.put(Self.source(Self.rows(1...30), kept), at: "leads.csv")
        _ = try expectRefusal(site, .idsChanged)
        // Others in place of those who left are no change of ids.
        try site.put(Self.source(Self.rows(2001...2030), kept), at: "leads.csv")
        #expect(site.build(options { _ in }).diagnostics.isEmpty)
    }

    // MARK: The sandbox

    @Test func preparesNothingWithoutTheSandboxThatIsRequired() throws {
        let site = try TemporarySite([
            "welcome.yml": .text((TemporarySite.plain["welcome.yml"]?.content ?? "") + "media: {sandbox: required}\n"),
            "themes/base/theme.yml": "title: Base\nimages: media/a.jpg\n",
            "themes/base/media/a.jpg": .sample("media/grey.jpg"),
            "bin/vips": .program("#!/bin/sh\necho vips-8.14.1\n"),
            "bin/vipsheader": .program("#!/bin/sh\nexit 3\n"),
            "bin/bwrap": .program("#!/bin/sh\nexit 1\n"),
        ])
        let (report, diagnostics) = site.build(options { $0.toolPath = "\(site.folder)/bin:/usr/bin" })
        #expect(diagnostics.map(\.code) == [.sandboxMissing])
        #expect(diagnostics.first?.severity == .error && !report.isPublished)
    }

    // MARK: The clock

    @Test func removesNoPageByAClockThatIsFarAhead() throws {
        let site = try site(Self.rows(1...9))
        let ahead = Self.moment(300)
        let diagnostic = try expectRefusal(site, .pagesExpiring) { $0.now = ahead }
        #expect(diagnostic?.summary.hasPrefix("all 9 pages would be removed at once") == true)
        #expect(
            site.diagnostics { work in
                var work = work
                work.now = ahead
                _ = try Pruning.prune(work)
            }.map(\.code) == [.pagesExpiring])
        _ = try expectRefusal(site, .clockBehind) { ($0.now, $0.isMomentStated) = (Self.moment(3000), false) }
        _ = try expectRefusal(site, .clockBehind) { ($0.now, $0.acceptsLoss) = (Self.moment(3000), true) }

        let (report, diagnostics) = site.build(options { ($0.now, $0.acceptsLoss) = (ahead, true) })
        #expect(diagnostics.isEmpty && report.pagesRemoved == 9)
    }

    @Test func goesBackInTimeOnlyWhereAPersonSaysSo() throws {
        let site = try site(Self.rows(1...3))
        for days in [-1, -400, -20_000] as [Int64] {
            _ = try expectRefusal(site, .clockBehind) { ($0.now, $0.isMomentStated) = (Self.moment(days), false) }
        }
        #expect(site.build(options { $0.now = Self.moment(-1) }).report.isPublished)
    }

    @Test func issuesNoLinkBeforeTheFirstKeyBegins() throws {
        let site = try TemporarySite([
            "keys.yml": .text(TemporarySite.plain["keys.yml"]?.content.replacing("2020", with: "2027") ?? "")
        ])
        #expect(site.build(options { $0.isMomentStated = false }).diagnostics.map(\.code) == [.clockBehind])
        #expect(!FileManager.default.fileExists(atPath: "\(site.output)/manifest.json"))
        #expect(site.build().report.isPublished)
    }

    // MARK: The host

    private func move(_ site: TemporarySite, to host: String, _ more: String = "") throws {
        let settings = (TemporarySite.plain["welcome.yml"]?.content ?? "").replacing("w.example.kz", with: host)
        try site.put(.text(settings + more), at: "welcome.yml")
    }

    @Test func givesNoHostUpWhileItsLinksAreAlive() throws {
        let site = try site(Self.rows(1...3))
        try move(site, to: "new.example.kz")
        let diagnostic = try expectRefusal(site, .baseURLChanged)
        #expect(diagnostic?.summary.contains("under https://w.example.kz are alive until 2026-12-30") == true)
        #expect(diagnostic?.fix?.contains("list w.example.kz under `aliases`") == true)

        try move(site, to: "new.example.kz", "aliases: [w.example.kz]\n")
        #expect(site.build(options { _ in }).diagnostics.isEmpty)
        // The links that were sent under the old host live on, whenever the alias is taken away.
        try move(site, to: "new.example.kz")
        _ = try expectRefusal(site, .baseURLChanged)
        try move(site, to: "third.example.kz", "aliases: [https://w.example.kz]\n")
        #expect(try expectRefusal(site, .baseURLChanged)?.summary.contains("new.example.kz") == true)
        #expect(site.build(options { $0.acceptsNewHost = true }).diagnostics.isEmpty)
        try move(site, to: "third.example.kz")
        _ = try expectRefusal(site, .baseURLChanged)
        #expect(site.build(options { $0.acceptsNewHost = true }).diagnostics.isEmpty)
        #expect(site.build(options { _ in }).diagnostics.isEmpty)
    }

    @Test func givesAHostUpWhenItsLinksAreOver() throws {
        let site = try site(Self.rows(1...3))
        try move(site, to: "new.example.kz")
        #expect(site.build(options { $0.now = Self.moment(200) }).diagnostics.isEmpty)
    }

    @Test func looksAtTheHostOfEachTenant() throws {
        let tenants = "tenants: {a: {base_url: https://a.example.kz}, b: {base_url: https://b.example.kz}}\n"
        let site = try site(Self.rows(1...2, tenant: "a"), Self.rows(3...4, tenant: "b"), settings: tenants)
        try move(site, to: "w.example.kz", tenants.replacing("//b.", with: "//c."))
        #expect(
            try expectRefusal(site, .baseURLChanged)?.summary.contains("tenant `b` under https://b.example.kz") == true)
        try move(site, to: "w.example.kz", "tenants: {a: {base_url: https://a.example.kz}}\n")
        _ = try expectRefusal(site, .baseURLChanged)
        try move(
            site, to: "w.example.kz",
            "tenants: {a: {base_url: https://a.example.kz}, b: {base_url: https://c.example.kz, aliases: b.example.kz}}\n"
        )
        #expect(site.build(options { _ in }).diagnostics.isEmpty)
    }
}

extension SiteFile {
    /// The text of a file that is written down.
    fileprivate var content: String {
        if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { "" }
    }
}
