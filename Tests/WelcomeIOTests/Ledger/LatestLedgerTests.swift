import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A ledger that is not the site's latest never builds, nor does a runner without one.
@Suite struct LatestLedgerTests {
    private static let settings = """
        base_url: https://w.example.kz
        site_id: shop-1
        leads: leads.csv
        locales: {default: ru, available: [ru]}

        """
    private static let leads =
        "id,theme,phone,created_at\n"
        + (1...5).map { "lead-\($0),base,+7701123456\($0),2026-10-01T00:00:00Z\n" }.joined()
    private static let nextDay = Timestamp(secondsSinceEpoch: TemporarySite.now.secondsSinceEpoch + 86_400)

    private func site(_ changes: [String: SiteFile] = [:]) throws -> TemporarySite {
        try TemporarySite(
            ["welcome.yml": .text(Self.settings), "leads.csv": .text(Self.leads)].merging(changes) { $1 })
    }

    private func options(firstBuild: Bool = false, now: Timestamp = TemporarySite.now) -> BuildOptions {
        var options = BuildOptions(now: now, jobs: 1, keysText: nil)
        options.isFirstBuild = firstBuild
        return options
    }

    private func builtSite() throws -> TemporarySite {
        let site = try site()
        try #require(site.build(options(firstBuild: true)).diagnostics.isEmpty)
        return site
    }

    // MARK: No ledger

    @Test func issuesNothingOnAnEmptyRunner() throws {
        let site = try site()
        #expect(site.build().diagnostics.map(\.code) == [.ledgerMissing])
        #expect(!FileManager.default.fileExists(atPath: site.output))
        for file in ["", "garbage"] {
            try site.put(.text(file), at: "output/ledger.db")
            let codes = site.build().diagnostics.map(\.code)
            #expect(codes == (file.isEmpty ? [.ledgerMissing] : [.outputLedger]), "\(file)")
        }
        try site.put(.absent, at: "output/ledger.db")
        _ = try Ledger(path: "\(site.output)/ledger.db")
        #expect(site.build().diagnostics.map(\.code) == [.ledgerMissing], "a ledger that nothing was published from")
        #expect(site.diagnostics { _ = try Pruning.prune($0) }.map(\.code) == [.ledgerMissing])
    }

    @Test func beginsWhereSomebodySaysThatNothingWasPublished() throws {
        let site = try site(["themes/base/theme.yml": "title: [\n"])
        #expect(site.build(options(firstBuild: true)).diagnostics.map(\.code) == [.themeSyntax])
        try site.put("title: Base\n", at: "themes/base/theme.yml")
        // The first try has said it; the ledger remembers for which site.
        let second = site.build()
        #expect(second.diagnostics.isEmpty && second.report.isPublished)
        #expect(site.build(options(firstBuild: true)).diagnostics.first?.fix == "leave out --first-build")
    }

    @Test func takesNoLedgerOfAnotherSite() throws {
        let site = try builtSite()
        try site.put(.text(Self.settings.replacing("shop-1", with: "shop-2")), at: "welcome.yml")
        let before = try site.snapshot()
        #expect(site.build().diagnostics.map(\.code) == [.ledgerBehind])
        #expect(try site.snapshot().differences(from: before) == [])
        #expect(site.recover().diagnostics.map(\.code) == [.outputRecovered])
        #expect(site.build().diagnostics.isEmpty)
    }

    @Test func takesOverTheLedgerOfASiteThatHadNoName() throws {
        let site = try site(["welcome.yml": .text(Self.settings.replacing("site_id: shop-1\n", with: ""))])
        #expect(site.build().diagnostics.isEmpty)
        try site.put(.text(Self.settings), at: "welcome.yml")
        #expect(site.build().diagnostics.isEmpty)
        try site.put(.absent, at: "output")
        #expect(site.build().diagnostics.map(\.code) == [.ledgerMissing])
    }

    // MARK: An older ledger

    /// Everything that publishes.
    static let publications: [(name: String, publish: @Sendable (TemporarySite) throws -> Void)] = [
        (
            "a changed theme",
            { site in
                try site.put(.text(TemporarySite.page("Другой текст.")), at: "themes/base/ru.md")
                #expect(site.build().report.isPublished)
            }
        ),
        (
            "the same site on another day",
            { site in
                var options = TemporarySite.options
                options.now = nextDay
                let report = site.build(options).report
                #expect(report.notes.contains { $0.hasPrefix("nothing changed") })
            }
        ),
        (
            "single leads",
            { site in
                var options = TemporarySite.options
                (options.leads, options.now) = (["lead-1"], nextDay)
                #expect(site.build(options).report.isPublished)
            }
        ),
        (
            "a revocation",
            { site in
                #expect(site.diagnostics { _ = try Revocation.revoke(NamedLead(id: "lead-1"), $0) }.isEmpty)
            }
        ),
        (
            "an erasure",
            { site in
                #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "lead-1"), $0) }.isEmpty)
            }
        ),
        (
            "an erasure of a lead without a link",
            { site in
                #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "x", tenant: "t"), $0) }.isEmpty)
            }
        ),
    ]

    @Test(arguments: publications.indices) func stopsWhereTheLedgerIsOlderThanThePointer(index: Int) throws {
        let site = try builtSite()
        let older = try Data(contentsOf: URL(fileURLWithPath: "\(site.output)/ledger.db"))
        try Self.publications[index].publish(site)
        try #require(site.build().diagnostics.allSatisfy { $0.code == .leadForgotten })
        try site.put(.bytes(Array(older)), at: "output/ledger.db")
        let before = try site.snapshot()

        var dry = TemporarySite.options
        dry.isDryRun = true
        for diagnostics in [site.build().diagnostics, site.build(dry).diagnostics] {
            #expect(diagnostics.map(\.code) == [.ledgerBehind], "\(Self.publications[index].name)")
            #expect(diagnostics.first?.fix?.contains("--recover-ledger") == true)
        }
        let revoking = site.diagnostics { _ = try Revocation.revoke(NamedLead(id: "lead-2"), $0) }
        #expect(revoking.map(\.code) == [.ledgerBehind])
        #expect(site.diagnostics { _ = try Pruning.prune($0) }.map(\.code) == [.ledgerBehind])
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "lead-2"), $0) }.map(\.code) == [.ledgerBehind])
        #expect(try site.snapshot().differences(from: before) == [])

        #expect(site.recover().diagnostics.first?.code == .outputRecovered)
        #expect(site.build().diagnostics.allSatisfy { $0.code == .leadForgotten })
    }

    @Test func stopsBesideThePointerOfAnotherLedger() throws {
        let (site, other) = (try builtSite(), try builtSite())
        try site.put(.text(TemporarySite.page("Один.")), at: "themes/base/ru.md")
        try other.put(.text(TemporarySite.page("Другой.")), at: "themes/base/ru.md")
        #expect(site.build().report.isPublished && other.build().report.isPublished)
        try site.put(
            .bytes(Array(Data(contentsOf: URL(fileURLWithPath: "\(other.output)/ledger.db")))), at: "output/ledger.db")
        let diagnostics = site.build().diagnostics
        #expect(diagnostics.map(\.code) == [.ledgerBehind])
        #expect(diagnostics.first?.summary.contains("another ledger") == true)
    }

    @Test func goesOnFromWhatAnOlderVersionPublished() throws {
        let site = try builtSite()
        try DatabaseQueue(path: "\(site.output)/ledger.db").write { db in
            try db.execute(
                sql: """
                    DELETE FROM facts
                    WHERE name IN ('ledger', 'publication', 'published_build', 'site_id', 'tombstone_key', 'tombstone_seals')
                    """)
        }
        let pointer = try #require(site.text("output/manifest.json"))
        try site.put(.text(pointer.replacing(/,"ledger":\{[^}]*\}/, with: "")), at: "output/manifest.json")
        #expect(site.build().diagnostics.isEmpty)
        #expect(site.build(options(now: Self.nextDay)).diagnostics.isEmpty)
        #expect(try #require(site.text("output/manifest.json")).contains("\"number\":2"))
    }

    // MARK: What the pointer carries

    @Test func growsWithEachPublicationAndNotWithoutOne() throws {
        let site = try builtSite()
        func stamp() throws -> String {
            let text = try #require(site.text("output/manifest.json"))
            return String(try #require(text.firstMatch(of: /"ledger":\{"id":"[0-9a-f]{32}","number":(\d+)\}/)).1)
        }
        #expect(try stamp() == "1")
        #expect(site.build().report.isPublished)
        #expect(try stamp() == "1", "the same build once more")
        for (index, publication) in Self.publications.enumerated() {
            try publication.publish(site)
            #expect(try stamp() == "\(index + 2)", "\(publication.name)")
        }
    }

    @Test func remembersAfterARecoveryWhoWasForgotten() throws {
        let site = try builtSite()
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "lead-2"), $0) }.isEmpty)
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "never-met", tenant: "default"), $0) }.isEmpty)
        let name = try #require(site.files(below: "output").first { $0.hasPrefix("forgotten-") })
        let marks = try #require(site.text("output/\(name)"))
        #expect(!marks.contains("lead-2") && !marks.contains("never-met"))
        #expect(try #require(site.text("output/manifest.json")).contains("\"leads\":2"))

        // A key was added since, and one is enough.
        let keys = """
            keys:
              - {id: 0, not_before: 2020-01-01, key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}
              - {id: 1, not_before: 2026-10-04, key: //79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=}

            """
        try site.put(.text(keys), at: "keys.yml")
        #expect(site.build().diagnostics.map(\.code) == [.leadForgotten])
        try site.put(.absent, at: "output/ledger.db")
        try site.put(.text(Self.leads + "never-met,base,,2026-10-01T00:00:00Z\n"), at: "leads.csv")
        let recovered = site.recover()
        #expect(recovered.diagnostics.map(\.code) == [.outputRecovered, .leadForgotten])
        #expect(recovered.diagnostics.first?.summary.contains("who was forgotten") == false)
        #expect(recovered.report.rejected == 2)
        #expect(try #require(site.text("output/manifest.json")).contains("\"leads\":2"))
        #expect(try site.files(below: "output").filter { $0.hasPrefix("forgotten-") }.count == 1)
    }

    @Test func saysSoWhereNobodyCanTellWhoWasForgotten() throws {
        for change in ["", "cut"] {
            let site = try builtSite()
            #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "lead-2"), $0) }.isEmpty)
            let name = try #require(site.files(below: "output").first { $0.hasPrefix("forgotten-") })
            try site.put(change.isEmpty ? .absent : .text(change), at: "output/\(name)")
            try site.put(.absent, at: "output/ledger.db")
            let diagnostics = site.recover().diagnostics
            #expect(diagnostics.map(\.code) == [.outputRecovered])
            #expect(diagnostics.first?.fix?.contains("welcome forget") == true)
        }
    }
}
