import Foundation
import Testing
import WelcomeTestSupport

/// Rows that cannot be used: each costs itself alone and is listed by its place, never by what it says.
@Suite struct BadRowTests {
    /// A bad row, and the column and code it is listed with.
    typealias Row = (row: String, column: String?, code: String)

    /// Builds a site of `rows` between two good ones, and compares what was listed.
    private func expectRejects(_ source: Data, _ expected: [(Int, String?, String)], unit: String = "line") throws {
        let site = try SiteFolder.shop()
        try site.write(source, to: "leads.ndjson")
        let run = try WelcomeBinary.run(["build", "--json", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 3, "\(run.stderr)")
        let published = try site.published()
        #expect(published.lines.map(\.lead) == ["good1", "good2"])
        #expect(published.lines.allSatisfy { $0.page != nil })
        let listed = try site.text("output/rejects.ndjson").split(separator: "\n").map(String.init)
        let lines = expected.map { number, column, code in
            let column = column.map { "\"\($0)\"" } ?? "null"
            return "{\"source\":\"leads.ndjson\",\"\(unit)\":\(number),\"column\":\(column),\"code\":\"\(code)\"}"
        }
        #expect(listed == lines)
        let report = try Report(run)
        #expect(report.counts.rejected == expected.count)
        let counted = report.problems.filter { $0.severity == "error" }
        #expect(counted.reduce(0) { $0 + $1.count } == expected.count)
        #expect(Set(counted.map(\.code)) == Set(expected.map(\.2)))
    }

    static let ndjson: [Row] = [
        (#"{"name":"x"}"#, "id", "lead-id"),
        (#"{"id":""}"#, "id", "lead-id"),
        (#"{"id":null}"#, "id", "lead-id"),
        (#"{"id":{"a":1}}"#, "id", "lead-not-text"),
        (#"{"id":"1","name":["x"]}"#, "name", "lead-not-text"),
        (#"{"id":"1","city":{"x":1}}"#, "city", "lead-not-text"),
        (#"{"id":"1","phone":{}}"#, "phone", "lead-not-text"),
        (#"{"id":"1","address":{}}"#, "address", "lead-not-text"),
        (#"{"id":"good1","name":"again"}"#, "id", "lead-duplicate"),
        (#"{"id":"good1","slot":"welcome","tenant":"default"}"#, "id", "lead-duplicate"),
        (#"{"id":"1","theme":"sofas"}"#, "theme", "lead-theme"),
        (#"{"id":"1","theme":"../base"}"#, "theme", "lead-theme"),
        (#"{"id":"1","tenant":"without-theme"}"#, "theme", "lead-theme"),
        (#"{"id":"1","name":"a\u0000b"}"#, "name", "lead-nul"),
        (#"{"id":"1\u0000"}"#, "id", "lead-nul"),
        (#"{"id":"1","created_at":"31.02.2026"}"#, "created_at", "lead-date"),
        (#"{"id":1.5}"#, "id", "lead-number"),
        (#"{"id":"1","created_at":"2026-02-30T00:00:00Z"}"#, "created_at", "lead-date"),
        (#"{"id":"1","expires_on":"soon"}"#, "expires_on", "lead-date"),
        (#"{"id":"1","sent_at":"yes"}"#, "sent_at", "lead-date"),
        (#"{"id":"1","revoked":"maybe"}"#, "revoked", "lead-boolean"),
        (#"{"id":"1","images":{"a":1}}"#, "images", "lead-list"),
        (#"{"id":"1","images":[1]}"#, "images", "lead-list"),
        (#"{"id":"1","documents":"[\"a\""}"#, "documents", "lead-list"),
        (#"{"id":"1","locale":"!!"}"#, "locale", "lead-locale"),
        (#"{"id":"1","name":"\ud800"}"#, nil, "lead-surrogate"),
        (#"{"id":"1","id":"2"}"#, nil, "lead-key-twice"),
        (#"{"id":"1","name":"x",}"#, nil, "lead-comma"),
        (#"{"id":"1"} more"#, nil, "lead-json"),
        (#"[1]"#, nil, "lead-json"),
        ("words", nil, "lead-json"),
        (#"{"id":"\#(String(repeating: "x", count: 513))"}"#, "id", "lead-id"),
        (#"{"id":"1","tenant":"\#(String(repeating: "x", count: 513))"}"#, "tenant", "lead-too-long"),
        (#"{"id":"1","slot":"\#(String(repeating: "x", count: 513))"}"#, "slot", "lead-slot"),
    ]

    @Test func listsBadLinesOfNDJSON() throws {
        let rows = [#"{"id":"good1","name":"A"}"#] + Self.ndjson.map(\.row) + ["", #"{"id":"good2"}"#]
        try expectRejects(
            Data((rows.joined(separator: "\n") + "\n").utf8),
            Self.ndjson.enumerated().map { ($0.offset + 2, $0.element.column, $0.element.code) })
    }

    static let csv: [Row] = [
        (",nobody,,,", "id", "lead-id"),
        ("1,too,few", nil, "lead-columns"),
        ("1,a,b,c,d,e", nil, "lead-columns"),
        ("1,\"a\"b,,,", "name", "lead-columns"),
        ("good1,again,,,", "id", "lead-duplicate"),
        ("1,,,sofas,", "theme", "lead-theme"),
        ("1,,tomorrow,,", "expires_on", "lead-date"),
        ("1,,,,[1]", "images", "lead-list"),
        ("1,a\0b,,,", "name", "lead-nul"),
    ]

    @Test func listsBadLinesOfCSV() throws {
        let rows =
            ["id,name,expires_on,theme,images,note", "good1,A,,,,\"A,\n\"\"B\"\"\""] + Self.csv.map { $0.row + "," }
            + ["good2,,,,,"]
        // The first good row covers two lines.
        try expectRejects(
            Data((rows.joined(separator: "\r\n") + "\r\n").utf8),
            Self.csv.enumerated().map { ($0.offset + 4, $0.element.column, $0.element.code) })
    }

    @Test(arguments: [
        "id,name\ngood1,A\n1,#\ngood2,B\n", "{\"id\":\"good1\"}\n{\"id\":\"1\",\"name\":\"#\"}\n{\"id\":\"good2\"}\n",
    ]) func listsTextThatIsNotUTF8(source: String) throws {
        for bytes in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xD0], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]] {
            let parts = Data(source.utf8).split(separator: UInt8(ascii: "#"))
            let line = source.hasPrefix("id") ? 3 : 2
            try expectRejects(parts[0] + Data(bytes) + parts[1], [(line, "name", "lead-encoding")])
        }
    }

    @Test func listsBadRowsOfSQLite() throws {
        let site = try SiteFolder.shop()
        let sql = """
            CREATE TABLE leads(id, name, theme, expires_on, revoked, images);
            INSERT INTO leads(rowid, id, name, theme, expires_on, revoked, images) VALUES
              (10, 'good1', 'A', NULL, NULL, 0, NULL), (20, NULL, 'x', NULL, NULL, 0, NULL),
              (30, '1', x'ff', NULL, NULL, 0, NULL), (40, '2', 'a' || char(0) || 'b', NULL, NULL, 0, NULL),
              (50, '3', 'x', 'sofas', NULL, 0, NULL), (60, '4', 'x', NULL, 'soon', 0, NULL),
              (70, '5', 'x', NULL, NULL, 7, NULL), (80, '6', 'x', NULL, NULL, 0, '[1'),
              (90, 'good1', 'again', NULL, NULL, 0, NULL), (95, '7', x'', NULL, NULL, 0, '[7]'),
              (99, 'good2', NULL, NULL, NULL, NULL, NULL);
            """
        let run = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db")], input: sql)
        try #require(run.status == 0, "\(run.stderr)")
        try expectRejects(
            site.data("leads.db"),
            [
                (20, "id", "lead-id"), (30, "name", "lead-encoding"), (40, "name", "lead-nul"),
                (50, "theme", "lead-theme"), (60, "expires_on", "lead-date"), (70, "revoked", "lead-boolean"),
                (80, "images", "lead-list"), (90, "id", "lead-duplicate"), (95, "images", "lead-list"),
            ], unit: "row")
    }

    @Test func keepsTheFirstOfTwoEqualRows() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([["id": "a1", "name": "Первый"], ["id": "a1", "name": "Второй"]])
        #expect(try site.build().status == 3)
        let published = try site.published()
        let html = try published.html(#require(published.line("a1")))
        #expect(html.contains("Первый"))
        #expect(!html.contains("Второй"))
    }

    @Test func keepsThePageOfALeadWhoseRowTurnedBad() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.published()
        try site.changeLead("a1") { $0["created_at"] = "yesterday" }
        #expect(try site.build().status == 3)
        let line = try #require(try site.published().line("a1"))
        #expect(line.state == "retained")
        #expect(line.page?.sha256 == before.line("a1")?.page?.sha256)
    }

    @Test func emptiesTheListOnceRowsAreGood() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(SiteFolder.twoLeads + [["name": "x"]])
        #expect(try site.build().status == 3)
        try site.writeLeads(SiteFolder.twoLeads)
        #expect(try site.build().status == 0)
        #expect(try site.text("output/rejects.ndjson") == "")
    }
}
