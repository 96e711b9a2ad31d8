import Foundation
import Testing
import WelcomeTestSupport

/// The same leads from every source, sorted and unsorted, come to the same site.
@Suite struct SourceOracleTests {
    /// Every fourth hostile value that may stand in a name, which has no line breaks; pages show it as a note where a name
    /// is not believed.
    private static func names() throws -> [String] {
        let names = try HostileValues.all().filter { !$0.unicodeScalars.contains { $0.value < 32 } }
        return stride(from: 0, to: names.count, by: 4).map { names[$0] }
    }

    @Test(arguments: ["ndjson", "csv", "sqlite", "shuffled"]) func readsEverySourceAsRecorded(form: String) throws {
        let site = try SiteFolder.plainShop()
        try site.writeLeads(
            Self.names().enumerated().map { index, name in
                [
                    "id": "h\(index)", "name": name, "note": name, "city": "а,б;\"в\"\t \(index)",
                    "created_at": "2026-11-01",
                    "phone": "+7701\(1_000_000 + index)",
                ]
            })
        if form != "ndjson" {
            let tool = try PythonTool.run(
                "convert_leads", [site.absolute("leads.ndjson"), form, site.absolute("leads.other")])
            try #require(tool.status == 0, "\(tool.stderr)")
        }
        var oracle = Oracle(site)
        let source = form == "ndjson" ? "leads.ndjson" : "leads.other"
        try oracle.build("first build", "--leads", site.absolute(source), ignoring: ["report"])
        try oracle.build(
            "all made anew", "--leads", site.absolute(source), "--force", now: Oracle.day(1), ignoring: ["report"])
        try oracle.expect(asIn: "sources")
    }

    /// The leads of the benchmark, of which `Scripts/test --full` builds ten times as many.
    private static let count = TestScope.isFull ? 20_000 : 2_000

    @Test(arguments: ["csv", "ndjson", "db", "shuffled"]) func buildsManyLeadsAsRecorded(form: String) throws {
        let site = try SiteFolder.shop()
        let text = try site.text("themes/shop/ru.md")
        try site.write("extends: base\ntitle: Panels\n", to: "themes/panels/theme.yml")
        for locale in ["ru", "kk"] { try site.write(text, to: "themes/panels/\(locale).md") }
        let script = Fixtures.packageRoot.appendingPathComponent("Tests/Benchmarks/make_leads.py").path
        let made = try ProgramRun.run("/usr/bin/python3", [script, "\(Self.count)", site.absolute("made")])
        try #require(made.status == 0, "\(made.stderr)")
        if form == "shuffled" {
            let tool = try PythonTool.run(
                "convert_leads", [site.absolute("made/leads.ndjson"), form, site.absolute("made/leads.shuffled")])
            try #require(tool.status == 0, "\(tool.stderr)")
        }
        let source = site.absolute("made/leads.\(form)")
        var oracle = Oracle(site, isLarge: true)
        try oracle.build("first build", "--leads", source, ignoring: ["report"])
        try oracle.expect(asIn: "many-\(Self.count)")
    }

    /// Rebuilds of many leads: one changed, the theme edited.
    @Test func rebuildsManyLeadsAsRecorded() throws {
        let site = try SiteFolder.shop()
        var leads: [[String: Any]] = (0..<Self.count / 4).map { number in
            ["id": "n\(number)", "name": "Имя \(number % 7)", "phone": "+7702\(1_000_000 + number)"]
        }
        try site.writeLeads(leads)
        var oracle = Oracle(site, isLarge: true)
        try oracle.build("first build")
        leads[7]["name"] = "Другое"
        leads[8]["expires_on"] = "2027-12-31"
        leads.remove(at: 9)
        leads.append(["id": "a new one"])
        try site.writeLeads(leads)
        try oracle.build("leads changed", now: Oracle.day(1))
        try site.replace("Спасибо", with: "Благодарим", in: "themes/shop/ru.md")
        try oracle.build("theme edited", now: Oracle.day(2))
        try oracle.build("nothing changed", now: Oracle.day(3))
        try oracle.expect(asIn: "many-rebuilt-\(Self.count)")
    }
}
