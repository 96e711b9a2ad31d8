import Foundation
import Testing
import WelcomeTestSupport

/// Texts that a tenant's people write to end the program or to hold it up, through the real program: a crash would end
/// the tests with it.
@Suite struct HostileTextTests {
    private static let deep = 100_000

    private func nested(_ depth: Int, _ open: String, _ close: String) -> String {
        String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
    }

    @Test func namesTheRowWhoseTextIsNestedTooDeep() throws {
        let sections = nested(4_000, "{{#lead.city}}", "{{/lead.city}}")
        let message = nested(100, "{{#lead.city}}", "{{/lead.city}}")
        let site = try SiteFolder.tenants(
            themes: [
                ["locale": "kk", "message": "Сәлем\n{{url}}"],
                ["markdown": sections, "message": message + "\n{{url}}"],
            ])
        let run = try WelcomeBinary.run(["check", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 1 || run.status == 3, "\(run.stderr.prefix(2_000))")
        #expect(run.stderr.contains("leads.db (themes, row 2):1:1401: error: sections are nested more than 100 deep"))
    }

    @Test func refusesADeepMessageOfALegalLength() throws {
        let message = String(repeating: "{{#lead.a}}", count: 300)
        let site = try SiteFolder.tenants(themes: [["message": message + "\n{{url}}"]])
        let run = try WelcomeBinary.run(["check", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 1 || run.status == 3, "\(run.stderr.prefix(2_000))")
        #expect(
            run.stderr.contains("leads.db:1:1101 row 1 column themes.message: error: sections are nested"),
            "\(run.stderr)")
    }

    @Test(arguments: [
        ("title", 300), ("description", 500), ("message", 4_000), ("address", 500),
    ])
    func namesTheColumnWhoseTextIsTooLong(column: String, limit: Int) throws {
        let long = String(repeating: "ж ", count: 50_000)
        let site = try SiteFolder.tenants(themes: [[column: long]])
        let run = try WelcomeBinary.run(["check", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 1 || run.status == 3)
        #expect(
            run.stderr.contains(
                "leads.db row 1 column themes.\(column): error: `\(column)` can have \(limit) characters at most"),
            "\(run.stderr.prefix(2_000))")
    }

    /// Everything that can be deep in a file of a theme or in its folder, each alone in an otherwise good site.
    @Test(arguments: [
        ("themes/shop/theme.yml", "params: ", "[", "]", "theme-syntax"),
        ("themes/shop/theme.yml", "params: ", "{a: ", "}", "theme-syntax"),
        ("themes/shop/theme.yml", "params:\n", "- ", "", "theme-syntax"),
        ("welcome.yml", "tenants: ", "[", "]", "settings-syntax"),
        ("keys.yml", "keys: ", "[", "]", "keys-invalid"),
        ("themes/shop/strings/ru.yml", "a: ", "[", "]", "theme-syntax"),
        ("themes/shop/layout.mustache", "", "{{#lead.city}}", "{{/lead.city}}", "template-limit"),
    ])
    func refusesDeepFiles(file: String, start: String, open: String, close: String, code: String) throws {
        let site = try SiteFolder.shop()
        let head = file == "welcome.yml" ? "base_url: https://w.example.kz\nleads: leads.ndjson\n" : ""
        // A theme's file may have a megabyte.
        let depth = min(Self.deep, 900_000 / (open.utf8.count + close.utf8.count))
        try site.write(head + start + nested(depth, open, close) + "\n", to: file)
        if file == "keys.yml" { try site.setMode(0o600, of: file) }
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect([1, 78].contains(run.status), "\(run.status) \(run.stderr.prefix(2_000))")
        #expect(run.stderr.contains("[\(code)]") && run.stderr.contains(file), "\(run.stderr.prefix(2_000))")
    }

    @Test(arguments: [
        "> ", "- ", "1. ", "*", "_", "**a ", "[", "![", "`", "<b>", "~~a", "| ", "\\", "&", "<", "[a](", "***a",
    ])
    func takesDeepMarkdownOrSaysWhereItEnds(piece: String) throws {
        let site = try SiteFolder.shop()
        let count = min(Self.deep, 250_000 / piece.utf8.count)
        try site.write(SiteFolder.shopText + String(repeating: piece, count: count) + "x\n", to: "themes/shop/ru.md")
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 1, "\(run.status) \(run.stderr.prefix(2_000))")
        #expect(run.stderr.contains("themes/shop/ru.md") && run.stderr.contains("[markdown-limit]"))
    }

    @Test func refusesDeepJSONByItsLine() throws {
        let site = try SiteFolder.shop()
        let row = "{\"id\": \"b\", \"theme\": \"shop\", \"images\": " + nested(Self.deep, "[", "]") + "}\n"
        let list = "{\"id\": \"c\", \"theme\": \"shop\", \"images\": \"" + nested(Self.deep, "[", "]") + "\"}\n"
        try site.write(try site.text("leads.ndjson") + row + list, to: "leads.ndjson")
        let run = try site.build()
        #expect(run.status == 3, "\(run.stderr.prefix(2_000))")
        let rejects = try site.text("output/rejects.ndjson")
        #expect(rejects.contains("\"line\":3") && rejects.contains("\"line\":4"), "\(rejects)")
        #expect(try site.published().lines.filter { $0.state == "ready" }.map(\.lead) == ["a1", "a2"])
    }

    /// A circle and a chain of themes, and one of partials.
    @Test func refusesChainsAndCircles() throws {
        let site = try SiteFolder.shop()
        for index in 0..<300 { try site.write("extends: t\(index + 1)\n", to: "themes/t\(index)/theme.yml") }
        try site.write("extends: t0\n", to: "themes/t300/theme.yml")
        try site.write("extends: shop\n", to: "themes/shop/theme.yml")
        try site.writeLeads([["id": "1", "theme": "t0"], ["id": "2", "theme": "shop"]])
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 1 || run.status == 3, "\(run.stderr)")
        #expect(run.stderr.contains("a theme can extend 99 others at most [theme-value]"), "\(run.stderr)")
        #expect(run.stderr.contains("[theme-cycle]"), "\(run.stderr)")
    }
}
