import Foundation
import Testing
import WelcomeTestSupport

/// Exports as people have them: what stands in the manifest for each row, and what is said of the others.
@Suite struct RowReadingTests {
    /// The shop with its leads in `leads.csv`.
    private func site(_ csv: String) throws -> SiteFolder {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacingOccurrences(of: "leads.ndjson", with: "leads.csv"))
        try site.write(csv, to: "leads.csv")
        return site
    }

    /// What the CRM sends by: state, phone and text of every line, by lead.
    private func greetings(_ site: SiteFolder) throws -> [String: [String]] {
        let published = try site.published()
        var greetings: [String: [String]] = [:]
        for file in published.pointer.files {
            for line in try site.text("output/\(file.file)").split(separator: "\n") {
                let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                let lead = try #require(object["lead"] as? String)
                let recipient = object["recipient"] as? [String: Any]
                let message = (object["message"] as? [String: Any])?["text"] as? String ?? ""
                greetings[lead] = [
                    object["state"] as? String ?? "", recipient?["e164"] as? String ?? "",
                    String(message.prefix { $0 != "\n" }),
                ]
            }
        }
        return greetings
    }

    @Test func neverGreetsALeadAtTheNumberOfAnother() throws {
        let site = try site(
            "id,name,phone\n0,Айгүл,+77010000009\n1,\"Заря,+77010000001\n2,Экран 24\",+77010000024\n3,Окна,+77010000003\n"
        )
        let run = try site.build("--json")
        #expect(run.status == 3, "\(run.stderr)")
        #expect(
            try greetings(site) == [
                "0": ["ready", "+77010000009", "Айгүл, здравствуйте! Посмотрите:"],
                "3": ["ready", "+77010000003", "Окна, здравствуйте! Посмотрите:"],
            ])
        #expect(run.stderr.contains("leads.csv:3 column name: error: quotes join several lines to one row"))
        #expect(run.stderr.contains("(2 rows: lines 3–4) [lead-line-break]"))
        #expect(try Report(run).counts.rejected == 2)
        let rejects = try site.text("output/rejects.ndjson").split(separator: "\n")
        #expect(rejects.count == 2)
        #expect(rejects.first?.contains("\"line\":3,\"column\":\"name\",\"code\":\"lead-line-break\"") == true)
        #expect(rejects.last?.contains("\"line\":4,\"column\":\"name\",\"code\":\"lead-line-break\"") == true)
        for text in ["Заря", "+77010000001", "Экран"] { #expect(try site.files(holding: [text], in: "output").isEmpty) }
    }

    @Test func readsAnExportOfACRM() throws {
        let site = try site(
            "sep=;\r\n\"ID\";\"Имя\";\"Рабочий телефон\";\"Дата создания\";\"Город\"\r\n"
                + "17;Айгүл;8 701 123-45-67;29.10.2026 23:30;Алматы\r\n18;NULL;87021234568;01.01.0001 0:00:00;#Н/Д\r\n")
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(
            try greetings(site) == [
                "17": ["ready", "+77011234567", "Айгүл, здравствуйте! Посмотрите:"],
                "18": ["ready", "+77021234568", "Здравствуйте! Посмотрите:"],
            ])
        // 90 days after 29 October in Almaty; the other lead has no date, and 90 days from today.
        let lines = try site.published()
        #expect(lines.line("17")?.expiresOn == "2027-01-27")
        #expect(lines.line("18")?.expiresOn == "2027-02-21")
        for diagnostic in [
            "leads.csv:4 column name\n",
            "leads.csv:4 column city: warning: the value is no name; the page goes without it [lead-name]",
            "leads.csv:4 column created_at: warning: the value stands for no date",
        ] { #expect(run.stderr.contains(diagnostic), "\(run.stderr)") }
    }

    @Test func warnsAgainWhereNothingChanged() throws {
        let site = try site("id,name,phone\n1,undefined,+77010000001\n")
        for _ in 0..<2 {
            let run = try site.build()
            #expect(run.status == 0)
            #expect(run.stderr.contains("[lead-name]"), "\(run.stderr)")
        }
    }

    @Test func readsNumbersOfDatabasesExactly() throws {
        let site = try SiteFolder.shop()
        let sql = """
            CREATE TABLE leads(id REAL, "Телефон" REAL, name TEXT);
            INSERT INTO leads VALUES(1, 87011234567.0, 'Айгүл'), (1e16, 87011234568.0, 'Ерлан'), (2.5, 1, 'Никто');
            """
        let made = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db")], input: sql)
        try #require(made.status == 0, "\(made.stderr)")
        let run = try site.build("--leads", site.absolute("leads.db"))
        #expect(run.status == 3, "\(run.stderr)")
        #expect(
            try greetings(site) == [
                "1": ["ready", "+77011234567", "Айгүл, здравствуйте! Посмотрите:"],
                "10000000000000000": ["ready", "+77011234568", "Ерлан, здравствуйте! Посмотрите:"],
            ])
        #expect(run.stderr.contains("row 3 column id: error: the number is no whole number"))
    }
}
