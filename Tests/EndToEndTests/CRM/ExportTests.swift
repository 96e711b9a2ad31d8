import Foundation
import Testing
import WelcomeTestSupport

/// The export that the CRM's documentation gives, run by PostgreSQL over the CRM's own tables.
@Suite(.enabled(if: PostgresDatabase.programs != nil)) struct ExportTests {
    private static let leads = ["by-column", "by-text", "by-welcome", "new", "unsent-reply"]

    /// The statement as it stands in the documentation.
    private static func statement() throws -> String {
        let page = Fixtures.packageRoot.appendingPathComponent("Documentation/crm.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```sql\n").first { $0.hasPrefix("COPY (") })
        return try #require(block.components(separatedBy: "```").first)
    }

    /// A database with the CRM's tables, in which one lead was greeted through `welcome`.
    private static func database() throws -> PostgresDatabase {
        let database = try PostgresDatabase()
        try run(database, file: Fixtures.path("crm-postgres.sql"))
        try database.query(
            """
            INSERT INTO "WelcomeSend" ("dedupKey", "tenantId", "leadId", "outcome", "settledAt") VALUES
              ('k1', 't1', 'by-welcome', 'sent', '2026-11-21 09:00:07'), ('k2', 't1', 'new', 'unsure', '2026-11-22 20:00:00')
            """)
        return database
    }

    @discardableResult
    private static func run(_ database: PostgresDatabase, file: String, takeover: String = "2026-11-01") throws
        -> String
    {
        let arguments = ["--set", "ON_ERROR_STOP=1", "--set", "takeover=\(takeover)", "--file", file]
        let run = try ProgramRun.run(database.client[0], database.client.dropFirst() + arguments)
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        return run.stdout
    }

    /// Exports the leads into a site, as CSV.
    private static func makeSite(_ database: PostgresDatabase, takeover: String = "2026-11-01") throws -> SiteFolder {
        let site = try SiteFolder(
            settings: """
                base_url: https://w.example.kz
                locales: {default: ru, available: [kk, ru, en]}
                leads: leads.csv
                tenants:
                  t1: {name: Demo, theme: base}

                """, themes: ["base", "panels", "laminate"])
        try site.write(statement(), to: "export.sql")
        try site.write(run(database, file: site.absolute("export.sql"), takeover: takeover), to: "leads.csv")
        return site
    }

    @Test func exportsWhatTheCRMHolds() throws {
        let site = try Self.makeSite(Self.database())
        let rows = try site.text("leads.csv").split(separator: "\n").map(String.init)
        #expect(
            rows == [
                "id,tenant,theme,locale,phone,name,city,voice,images,documents,address,created_at,sent_at",
                #"""
                by-column,t1,panels,kk,77010000001,Айгүл,Алматы,https://media.example.kz/v.ogg,\#
                "[""https://media.example.kz/1.jpg"", ""https://media.example.kz/2.jpg""]",\#
                "[""https://media.example.kz/a.pdf""]","Алматы, 12",2026-10-03T04:12:00Z,2026-10-03T10:00:00Z
                """#,
                #"""
                by-text,t1,panels,,77010000002,,,https://media.example.kz/v.ogg,\#
                "[""https://media.example.kz/1.jpg"", ""https://media.example.kz/2.jpg""]",\#
                "[""https://media.example.kz/a.pdf""]","Алматы, 12",2026-10-03T04:12:00Z,2026-10-03T04:12:05Z
                """#,
                #"""
                by-welcome,t1,panels,,77010000003,,,https://media.example.kz/v.ogg,\#
                "[""https://media.example.kz/1.jpg"", ""https://media.example.kz/2.jpg""]",\#
                "[""https://media.example.kz/a.pdf""]","Алматы, 12",2026-11-20T04:12:00Z,2026-11-21T09:00:07Z
                """#,
                "new,t1,laminate,kk,77010000005,Ерлан,,,,,,2026-11-22T19:30:00Z,",
                "unsent-reply,t1,laminate,,77010000006,,,,,,,2026-11-22T04:12:00Z,",
            ])
    }

    @Test func greetsNobodyAgainWhomTheCRMHasGreeted() throws {
        let database = try Self.database()
        // The media of the topics are not to be had here.
        try database.query(
            """
            UPDATE "TenantTopic" SET "welcomeVoiceUrl" = NULL, "welcomeImageUrl" = NULL, "welcomeImageUrls" = NULL,
              "welcomeDocumentUrls" = NULL
            """)
        let site = try Self.makeSite(database)
        let run = try site.build("--json")
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        let lines = Self.leads.compactMap { published.line($0, tenant: "t1") }
        #expect(lines.map(\.state) == ["sent", "sent", "sent", "ready", "ready"])
        #expect(lines.map(\.requests.count) == [0, 0, 0, 1, 1])
        #expect(lines.map(\.theme) == ["panels", "panels", "panels", "laminate", "laminate"])
        #expect(lines.map(\.locale) == ["kk", "ru", "ru", "kk", "ru"])
    }

    /// A CRM that has not been taken over yet: whoever was answered was greeted.
    @Test func countsAnswersUntilTheDayOfTheChange() throws {
        let site = try Self.makeSite(Self.database(), takeover: "2026-12-01")
        let row = try site.text("leads.csv").split(separator: "\n").first { $0.hasPrefix("unsent-reply,") }
        #expect(row?.hasSuffix(",2026-11-22T04:12:05Z") == true)
    }
}
