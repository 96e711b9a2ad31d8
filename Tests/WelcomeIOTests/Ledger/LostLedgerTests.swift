import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Something that happened to a ledger.
struct LedgerDamage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (_ ledger: String) throws -> Void

    init(_ name: String, _ change: @escaping @Sendable (String) throws -> Void) {
        testDescription = name
        self.change = change
    }

    /// Bytes in place of the ledger's.
    static func bytes(_ name: String, _ bytes: @escaping @Sendable (Data) -> Data) -> LedgerDamage {
        LedgerDamage(name) { path in
            let url = URL(fileURLWithPath: path)
            try bytes(Data(contentsOf: url)).write(to: url)
        }
    }

    /// SQL that somebody ran on the ledger.
    static func sql(_ name: String, _ sql: String) -> LedgerDamage {
        LedgerDamage(name) { path in
            try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
        }
    }
}

extension TemporarySite {
    /// A build that makes a lost ledger anew.
    func recover() -> (report: BuildReport, diagnostics: [Diagnostic]) {
        var options = Self.options
        options.recoversLedger = true
        return build(options)
    }

    var output: String { "\(folder)/output" }

    func snapshot() throws -> FolderSnapshot { try FolderSnapshot(of: output) }
}

@Suite(.needs(.manyBuilds)) struct LostLedgerTests {
    /// So many leads that the ledger has several pages, and one whose id is not ASCII.
    private static let leads =
        "id,theme,phone,created_at\n"
        + (1...150).map { "lead-\($0),base,+77011234567,2026-10-01T00:00:00Z\n" }.joined()
        + "e\u{151},base,,2026-10-01T00:00:00Z\n"

    private func builtSite() throws -> TemporarySite {
        let site = try TemporarySite(["leads.csv": .text(Self.leads)])
        try #require(site.build().report.isPublished)
        return site
    }

    static let losses = [
        LedgerDamage("removed") { try FileManager.default.removeItem(atPath: $0) },
        .bytes("empty") { _ in Data() },
        .bytes("text") { _ in
            Data("not a database, but as long as the header of one would have been: 100 bytes and more, I think".utf8)
        },
        .bytes("zeros") { Data(count: $0.count) },
        .bytes("cut in the middle") { $0.prefix($0.count / 2) },
        .bytes("a page of zeros among the links") { withoutPage(of: $0) { $0.contains("20261005T") } },
        .bytes("pages of noise at the end") { ledger in
            var ledger = ledger
            for index in 4096 * 2..<ledger.count {
                ledger[index] = UInt8(truncatingIfNeeded: index &* 167 &+ index >> 8)
            }
            return ledger
        },
        LedgerDamage("of somebody else") { path in
            try FileManager.default.removeItem(atPath: path)
            try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE clients(id)") }
        },
        LedgerDamage("a new one") { path in
            try FileManager.default.removeItem(atPath: path)
            _ = try Ledger(path: path)
        },
        .sql(
            "a code that is none", "UPDATE links SET code = 'x' WHERE serial = 0 AND key = (SELECT max(key) FROM links)"
        ),
        .sql("a serial that is no number", "UPDATE links SET serial = 'x' WHERE key = (SELECT max(key) FROM links)"),
        .sql("a negative serial", "UPDATE links SET serial = -1 WHERE key = (SELECT max(key) FROM links)"),
        .sql("a state that is none", "UPDATE links SET state = 77 WHERE key = (SELECT max(key) FROM links)"),
        .sql("a theme that is no text", "UPDATE links SET theme = x'ff' WHERE key = (SELECT max(key) FROM links)"),
        .sql("a size that is no number", "UPDATE pages SET bytes = 'x' WHERE key = (SELECT max(key) FROM pages)"),
        .sql("a key that is none", "UPDATE links SET key = 'x' WHERE key = (SELECT max(key) FROM links)"),
    ]

    /// The bytes of a ledger with zeros for the last page whose text `isLost` chooses.
    private static func withoutPage(of ledger: Data, _ isLost: (String) -> Bool) -> Data {
        var ledger = ledger
        for start in stride(from: 0, to: ledger.count, by: 4096).reversed()
        where isLost(String(decoding: ledger[start..<start + 4096], as: UTF8.self)) {
            ledger.replaceSubrange(start..<start + 4096, with: Data(count: 4096))
            break
        }
        return ledger
    }

    @Test(arguments: losses) func stopsAndSaysHowToRecover(loss: LedgerDamage) throws {
        let site = try builtSite()
        try loss.change("\(site.output)/ledger.db")
        let before = try site.snapshot()

        for isDryRun in [true, false] {
            var options = TemporarySite.options
            options.isDryRun = isDryRun
            let diagnostics = site.build(options).diagnostics
            #expect(diagnostics.map(\.code) == [.outputLedger])
            #expect(diagnostics.first?.fix?.contains("welcome build --recover-ledger") == true)
        }
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test(arguments: losses) func recoversEveryLinkFromTheManifest(loss: LedgerDamage) throws {
        let site = try builtSite()
        let pages = try FolderSnapshot(of: "\(site.output)/site")
        let before = try site.snapshot()
        try loss.change("\(site.output)/ledger.db")

        let (report, diagnostics) = site.recover()
        #expect(diagnostics.map(\.code) == [.outputRecovered])
        #expect(report.isPublished)
        #expect(report.pagesWritten == 0 && report.pagesUnchanged == 151)
        #expect(try FolderSnapshot(of: "\(site.output)/site").differences(from: pages) == [])
        let after = try site.snapshot()
        let own = ["ledger.db", "last-build.json"]
        #expect(after.contents.filter { !own.contains($0.key) } == before.contents.filter { !own.contains($0.key) })
        #expect(after.files["ledger.db"]?.mode == 0o600)

        let next = site.build()
        #expect(next.diagnostics == [], "the recovery is over")
        #expect(next.report.pagesUnchanged == 151)
    }

    @Test func keepsTheSiteWhenDamageShowsOnlyWhileLinksAreIssued() throws {
        let site = try builtSite()
        // The index of codes is read when links are added to it.
        let ledger = "\(site.output)/ledger.db"
        let root = try DatabaseQueue(path: ledger).read { db in
            try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'links_by_code'")
        }
        let start = (try #require(root) - 1) * 4096
        try LedgerDamage.bytes("index") { ledger in
            var ledger = ledger
            ledger.replaceSubrange(start..<start + 4096, with: Data(count: 4096))
            return ledger
        }
        .change(ledger)
        let before = try site.snapshot().contents.filter { $0.key != "ledger.db" }
        let more = (1...100).map { "more-\($0),base,,2026-10-01T00:00:00Z\n" }.joined()
        try site.put(.text(Self.leads + more), at: "leads.csv")
        #expect(site.build().diagnostics.map(\.code) == [.outputLedger])
        #expect(try site.snapshot().contents.filter { $0.key != "ledger.db" } == before)

        let (report, diagnostics) = site.recover()
        #expect(diagnostics.map(\.code) == [.outputRecovered])
        #expect(report.pagesWritten == 100 && report.pagesUnchanged == 151)
    }

    @Test func keepsWhatWasPublishedWhenTheLedgerCannotRecordIt() throws {
        let site = try builtSite()
        let ledger = "\(site.output)/ledger.db"
        try LedgerDamage.sql("", "CREATE TRIGGER no BEFORE INSERT ON pages BEGIN SELECT RAISE(ABORT, 'no'); END")
            .change(ledger)
        try site.put(.text(TemporarySite.page("Другой текст.")), at: "themes/base/ru.md")
        #expect(site.build().diagnostics.map(\.code) == [.outputIO])
        let pages = try FolderSnapshot(of: "\(site.output)/site")
        let pointer = site.text("output/manifest.json")
        try FileManager.default.removeItem(atPath: ledger)
        let (report, diagnostics) = site.recover()
        #expect(diagnostics.map(\.code) == [.outputRecovered])
        #expect(report.pagesWritten == 0, "the manifest names the pages that were written last")
        #expect(try FolderSnapshot(of: "\(site.output)/site").differences(from: pages) == [])
        #expect(site.text("output/manifest.json") == pointer)
    }

    @Test func leavesAWholeLedgerAlone() throws {
        let site = try builtSite()
        let before = try site.snapshot()
        let diagnostics = site.recover().diagnostics
        #expect(diagnostics.map(\.code) == [.outputLedger])
        #expect(diagnostics.first?.fix == "leave out --recover-ledger")
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test(arguments: [false, true]) func neverReplacesALedgerOfALaterVersion(recovers: Bool) throws {
        let site = try builtSite()
        try LedgerDamage.sql("later", "PRAGMA user_version = 1000").change("\(site.output)/ledger.db")
        let before = try site.snapshot()
        let diagnostics = (recovers ? site.recover() : site.build()).diagnostics
        #expect(diagnostics.map(\.code) == [.outputLedger])
        #expect(diagnostics.first?.summary.contains("later version") == true)
        #expect(diagnostics.first?.fix?.contains("recover") == false)
        #expect(try site.snapshot().differences(from: before) == [])
    }

    /// The damage of a site whose ledger is lost too, and what is found.
    static let obstacles:
        [(path: String, change: @Sendable (TemporarySite, String) throws -> Void, code: DiagnosticCode)] =
            [
                (
                    "keys.yml",
                    { try $0.put(.text(TemporarySite.keys("//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=")), at: $1) },
                    .linkMismatch
                ),
                (
                    "keys.yml",
                    {
                        try $0.put(
                            "keys: [{id: 1, not_before: 2020-01-01, key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]",
                            at: $1)
                    }, .keysMissing
                ),
                ("output/manifest.json", { try $0.put("{}", at: $1) }, .outputLedger),
                (
                    "output/manifest.json",
                    {
                        try $0.put(
                            .text(($0.text($1) ?? "").replacing("\"sha256\":\"", with: "\"sha256\":\"0")), at: $1)
                    }, .outputLedger
                ),
                (
                    "output/manifest.json",
                    { try $0.put(.text(($0.text($1) ?? "").replacing("manifest-", with: "../manifest-")), at: $1) },
                    .outputLedger
                ),
                (
                    "manifest",
                    { try $0.put(.text(($0.text($1) ?? "").replacing("lead-77", with: "lead-78")), at: $1) },
                    .outputLedger
                ),
                ("manifest", { try $0.put(.text(($0.text($1) ?? "") + "{}\n"), at: $1) }, .outputLedger),
                ("manifest", { try $0.put(.absent, at: $1) }, .outputLedger),
            ]

    @Test(arguments: obstacles.indices) func replacesNothingWhenManifestOrKeysAreWrong(index: Int) throws {
        let obstacle = Self.obstacles[index]
        let site = try builtSite()
        try LedgerDamage.bytes("cut") { $0.prefix($0.count / 2) }.change("\(site.output)/ledger.db")
        let manifest = try #require(try site.files(below: "output").first { $0.hasPrefix("manifest-") })
        try obstacle.change(site, obstacle.path == "manifest" ? "output/\(manifest)" : obstacle.path)
        let before = try site.snapshot()
        let (report, diagnostics) = site.recover()
        #expect(diagnostics.map(\.code) == [obstacle.code])
        #expect(diagnostics.first?.fix?.contains("nothing was written") == true)
        #expect(!report.isPublished)
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func findsNothingToRecoverFromWithoutAManifest() throws {
        let site = try TemporarySite([
            "output/ledger.db": "garbage, and enough of it to be no header of a database whatsoever, so that is that"
        ])
        let before = try site.snapshot()
        let diagnostics = site.recover().diagnostics
        #expect(diagnostics.map(\.code) == [.outputLedger])
        #expect(diagnostics.first?.summary.contains("no manifest.json") == true)
        #expect(try site.snapshot().contents["ledger.db"] == before.contents["ledger.db"])
    }

    @Test func goesOnAfterARecoveryThatWasBrokenOff() throws {
        let site = try builtSite()
        let ledger = "\(site.output)/ledger.db"
        let whole = try Data(contentsOf: URL(fileURLWithPath: ledger))
        try FileManager.default.removeItem(atPath: ledger)
        // Killed before the rename: half a new ledger, and the journal of the lost one.
        try site.put(.bytes(Array(whole.prefix(5000))), at: "output/tmp/ledger.db")
        try site.put(.bytes(Array(whole)), at: "output/tmp/ledger.db-journal")
        try site.put("a journal", at: "output/ledger.db-journal")
        // Killed after the rename: the build did not come to its end.
        try site.put("title: [", at: "themes/base/theme.yml")
        let broken = site.recover()
        #expect(!broken.report.isPublished)
        #expect(broken.diagnostics.map(\.code).contains(.outputRecovered))
        #expect(try site.files(below: "output").filter { $0.contains("ledger") } == ["ledger.db"])

        try site.put("title: Base\n", at: "themes/base/theme.yml")
        let (report, diagnostics) = site.recover()
        #expect(diagnostics.map(\.code) == [.outputRecovered])
        #expect(report.isPublished && report.pagesUnchanged == 151)
    }

    @Test func leavesPagesAloneThatBelongToNobody() throws {
        let site = try builtSite()
        try LedgerDamage.bytes("empty") { _ in Data() }.change("\(site.output)/ledger.db")
        let stray = "output/site/p/3h/3h1616s4pe1nj96z0mam.html"
        try site.put("<p>Hello", at: stray)
        try site.put("a note", at: "output/site/p/3h/readme.txt")
        let (report, diagnostics) = site.recover()
        #expect(report.isPublished)
        #expect(diagnostics.map(\.code) == [.outputRecovered, .outputUnknownPages])
        #expect(diagnostics.last?.summary.hasPrefix("1 page") == true)
        #expect(site.text(stray) == "<p>Hello")
    }
}
