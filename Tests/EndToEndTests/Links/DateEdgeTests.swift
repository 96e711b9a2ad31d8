import Foundation
import Testing
import WelcomeTestSupport

/// Dates at their ends, and days at midnight, from the row to the manifest.
@Suite struct DateEdgeTests {
    private static let settings = """
        base_url: https://w.example.kz
        timezone: Asia/Almaty
        locales: {default: ru, available: [ru]}
        leads: leads.ndjson
        tenants:
          almaty: {name: Алматы, theme: shop}
          behind: {name: Запад, theme: shop, timezone: Etc/GMT+12}
          ahead: {name: Восток, theme: shop, timezone: Pacific/Kiritimati}

        """

    /// The row's dates, and the state and last day that the manifest is to have; `nil` for a row that is refused.
    private static let rows: [(tenant: String, column: String, date: String, expected: String?)] = [
        // It is 00:30 on 24 November in Almaty, 09:30 on the 24th in Kiritimati, and 07:30 on the 23rd far in the west.
        ("almaty", "name", "-", "ready 2027-02-22"), ("behind", "name", "-", "ready 2027-02-22"),
        ("ahead", "name", "-", "ready 2027-02-22"),
        ("almaty", "expires_on", "2026-11-22", "expired 2026-11-22"),
        ("behind", "expires_on", "2026-11-21", "expired 2026-11-22"),
        ("behind", "expires_on", "2026-11-22", "ready 2026-11-23"),
        ("ahead", "expires_on", "2026-11-22", "expired 2026-11-22"),
        // The UTC day of the last local second is not over.
        ("almaty", "expires_on", "2026-11-23", "ready 2026-11-23"),
        ("almaty", "expires_on", "2026-11-24", "ready 2026-11-24"),
        ("ahead", "expires_on", "2026-11-23", "ready 2026-11-23"),
        // A day of creation is the tenant's, a moment is the same everywhere.
        ("almaty", "created_at", "2026-11-23", "ready 2027-02-21"),
        ("behind", "created_at", "2026-11-23", "ready 2027-02-22"),
        ("ahead", "created_at", "2026-11-23", "ready 2027-02-21"),
        ("almaty", "created_at", "2026-11-23T18:59:59Z", "ready 2027-02-21"),
        ("almaty", "created_at", "2026-11-23T19:00:00Z", "ready 2027-02-22"),
        ("almaty", "created_at", "2000-02-29", "expired 2000-05-29"),
        ("almaty", "created_at", "1969-12-30", "expired 1970-03-30"),
        ("almaty", "created_at", "2059-09-01", "ready 2059-09-17"),
        ("almaty", "created_at", "9999-12-31T23:59:59-12:00", "ready 2059-09-17"),
        ("almaty", "created_at", "2027-02-29", nil),
        ("almaty", "expires_on", "2028-02-29", "ready 2028-02-29"), ("almaty", "expires_on", "2027-02-29", nil),
        ("almaty", "expires_on", "1950-05-05", "expired 1970-01-01"),
        ("almaty", "expires_on", "2059-09-16", "ready 2059-09-16"),
        ("almaty", "expires_on", "2059-09-17", "ready 2059-09-17"),
        ("behind", "expires_on", "2059-09-16", "ready 2059-09-17"),
        ("almaty", "expires_on", "2059-09-18", "ready 2059-09-17"),
        ("almaty", "expires_on", "9999-12-31", "ready 2059-09-17"),
        // What stands for no date is none.
        ("almaty", "expires_on", "0001-01-01", "ready 2027-02-22"),
        ("almaty", "expires_on", "1970-01-01", "ready 2027-02-22"),
        ("almaty", "created_at", "1969-12-31", "ready 2027-02-22"),
        ("almaty", "sent_at", "0001-01-01T00:00:00Z", "ready 2027-02-22"),
        ("almaty", "sent_at", "2026-11-23", "sent 2027-02-22"), ("almaty", "sent_at", "9999-12-31", "sent 2027-02-22"),
        ("almaty", "sent_at", "2027-02-29", nil),
    ]

    private func site() throws -> SiteFolder {
        let site = try SiteFolder.shop(settings: Self.settings)
        try site.writeLeads(
            Self.rows.enumerated().map { index, row in
                ["id": "\(index)", "tenant": row.tenant, "phone": "+770112345\(index + 10)", row.column: row.date]
            })
        return site
    }

    @Test func keepsDaysAtTheirEnds() throws {
        let site = try site()
        let run = try site.build(now: "2026-11-23T19:30:00Z")
        #expect(run.status == 3, "\(run.stderr)")
        let lines = try site.published().lines.reduce(into: [:]) { $0[$1.lead] = "\($1.state) \($1.expiresOn ?? "")" }
        for (index, row) in Self.rows.enumerated() {
            #expect(lines["\(index)"] == row.expected, "\(row.tenant) \(row.column) \(row.date)")
        }
        let refused = Self.rows.indices.filter { Self.rows[$0].expected == nil }
        #expect(run.stderr.contains("\(refused.count) rows rejected"))
        for column in ["created_at", "expires_on"] {
            let far = Self.rows.indices.filter { index in
                let row = Self.rows[index]
                return row.column == column && row.expected == "ready 2059-09-17" && row.date != "2059-09-17"
                    && row.date != "2059-09-16"
            }.map { $0 + 1 }
            let warning = "leads.ndjson:\(far[0]) column \(column): warning: a link cannot end after 2059-09-17"
            #expect(run.stderr.contains(warning), "\(run.stderr)")
            #expect(run.stderr.contains("(2 rows; also line \(far[1])) [lead-date-far]"), "\(run.stderr)")
        }
    }

    /// Any moment that can be written builds, by a ledger and a manifest that the next build can read.
    @Test(arguments: [
        ("0000-01-01T00:30:00+05:00", "ready 1970-01-01"), ("0001-01-01T00:00:00Z", "ready 1970-01-01"),
        ("1969-12-31T23:59:59Z", "ready 1970-03-31"), ("1970-01-01T00:00:00Z", "ready 1970-04-01"),
        ("2000-02-29T12:00:00Z", "ready 2000-05-29"), ("2059-09-17T23:59:59Z", "ready 2059-09-17"),
        ("2059-09-18T00:00:00Z", "expired 2059-09-17"), ("9999-12-31T23:30:00-12:00", "expired 2059-09-17"),
    ])
    func buildsAtAnyMoment(now: String, expected: String) throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacing(
                "Asia/Almaty", with: now.hasPrefix("1969") ? "Etc/UTC" : "Asia/Almaty"))
        try site.writeLeads([["id": "1", "phone": "+77011234567"]])
        for _ in 0..<2 {
            let run = try site.build(now: now)
            #expect(run.status == 0, "\(run.stderr)")
            let line = try #require(site.published().line("1"))
            #expect("\(line.state) \(line.expiresOn ?? "")" == expected)
        }
    }
}
