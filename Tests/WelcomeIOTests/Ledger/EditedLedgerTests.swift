import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Rows of a ledger that somebody changed: what was promised to one person must not come to another.
@Suite struct EditedLedgerTests {
    private static let leads =
        "id,theme,phone,created_at\n1,base,+77011234561,2026-10-01T00:00:00Z\n2,base,+77011234562,2026-10-01T00:00:00Z\n"
    private static let first = "WHERE key = (SELECT min(key) FROM links)"

    static let edits = [
        LedgerDamage.sql(
            "a letter of a code",
            "UPDATE links SET code = CAST(replace(substr(code, 1, 1), '0', '1') || 'z' || substr(code, 3) AS BLOB) \(first)"
        ),
        .sql("the day in a code", "UPDATE links SET code = CAST(substr(code, 1, 17) || 'zzy' AS BLOB) \(first)"),
        .sql(
            "the key in a code",
            "UPDATE links SET code = CAST(substr(code, 1, 16) || '1' || substr(code, 18) AS BLOB) \(first)"),
        .sql("the serial", "UPDATE links SET serial = 1 \(first)"),
        .sql("the lead", "UPDATE links SET key = CAST(replace(key, '1', '3') AS BLOB) \(first)"),
        .sql("the tenant", "UPDATE links SET key = CAST('x' || CAST(key AS TEXT) AS BLOB) \(first)"),
        .sql(
            "the codes of two leads",
            """
            CREATE TEMP TABLE t AS SELECT key, code FROM links;
            UPDATE links SET code = CAST(serial || key AS BLOB);
            UPDATE links SET code = (SELECT code FROM t WHERE t.key <> links.key);
            """),
    ]

    private func builtSite() throws -> TemporarySite {
        let site = try TemporarySite(["leads.csv": .text(Self.leads)])
        try #require(site.build().report.isPublished)
        return site
    }

    @Test(arguments: edits, [[], ["1"]]) func stopsBeforeAnythingIsWritten(edit: LedgerDamage, leads: [String]) throws {
        let site = try builtSite()
        try edit.change("\(site.output)/ledger.db")
        let before = try site.snapshot()
        for isDryRun in [true, false] {
            var options = TemporarySite.options
            options.isDryRun = isDryRun
            options.leads = leads
            // Which key a code names decides whether the key or the link is at fault.
            let expected: DiagnosticCode = edit.testDescription == "the key in a code" ? .keysMissing : .linkMismatch
            #expect(site.build(options).diagnostics.map(\.code) == [expected], "dry run: \(isDryRun)")
        }
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test(arguments: edits) func recoversFromTheManifestWhatWasEdited(edit: LedgerDamage) throws {
        let site = try builtSite()
        let before = try FolderSnapshot(of: "\(site.output)/site")
        try edit.change("\(site.output)/ledger.db")
        let (report, diagnostics) = site.recover()
        #expect(diagnostics.map(\.code) == [.outputRecovered])
        #expect(report.isPublished)
        #expect(try FolderSnapshot(of: "\(site.output)/site").differences(from: before) == [])
    }
}
