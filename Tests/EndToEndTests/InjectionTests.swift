import Foundation
import Testing
import WelcomeTestSupport

/// No value of a lead changes anything of a page but the text it stands for, wherever a theme may put it.
@Suite struct InjectionTests {
    /// Fields that show whatever they hold: a name or a city that nobody has is left out.
    private static let fields = ["owner", "street", "note"]

    /// A page with every field in every place that takes one.
    private static func makeSite() throws -> SiteFolder {
        let site = try SiteFolder(
            settings: SiteFolder.settings.replacingOccurrences(of: "theme: shop", with: "theme: probe"))
        try site.write(
            "extends: base\nallow_values_to: [example.kz]\n"
                + "fields: {owner: {required: false}, street: {required: false}}\n",
            to: "themes/probe/theme.yml")
        try site.copy(Fixtures.path("media/tiny.gif"), to: "themes/probe/media/tiny.gif")
        let probes = fields.map { field in probe.replacingOccurrences(of: "FIELD", with: "lead.\(field)") }.joined()
        try site.write(
            """
            <!DOCTYPE html>
            <html lang="{{lang}}">
            <head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{{csp}}">
            <title>{{title}}</title><style>p { color: #123 }</style></head>
            <body>
            <div data-probe="content">{{{content}}}</div>
            \(probes)<script>document.title;</script>
            </body>
            </html>

            """, to: "themes/probe/layout.mustache")
        let body = fields.map { field in markdown.replacingOccurrences(of: "FIELD", with: "lead.\(field)") }.joined()
        try site.write(
            """
            ---
            title: Пробы
            description: Пробы
            message: |
              Здравствуйте,{{#lead.owner}} {{lead.owner}}{{/lead.owner}}{{#lead.note}} ({{lead.note}}){{/lead.note}}!
              {{url}}
            ---
            \(body)
            """, to: "themes/probe/ru.md")
        return site
    }

    /// The places of a layout.
    private static let probe = """
        {{#FIELD}}
        <p data-probe="text">{{FIELD}}</p>
        <p data-probe="inside">before {{FIELD}}{{FIELD}} after</p>
        <p data-probe="double" title="{{FIELD}}" aria-label="a {{FIELD}} b">x</p>
        <p data-probe="single" title='{{FIELD}}' data-x='{{FIELD}}{{FIELD}}'>x</p>
        <input data-probe="input" value="{{FIELD}}" placeholder='{{FIELD}}'>
        <textarea data-probe="area">{{FIELD}}</textarea>
        <svg data-probe="svg"><text>{{FIELD}}</text></svg>
        <a data-probe="query" href="https://example.kz/?q={{FIELD}}&amp;z=1">x</a>
        <a data-probe="single query" href='https://example.kz/?a=1&amp;q={{FIELD}}'>x</a>
        <a data-probe="path" href="https://example.kz/search/{{FIELD}}/end">{{FIELD}}</a>
        <a data-probe="fragment" href="https://example.kz/x#{{FIELD}}">x</a>
        {{/FIELD}}
        {{^FIELD}}
        <p data-probe="without">without</p>
        {{/FIELD}}

        """

    /// The places of a text.
    private static let markdown = """
        # Heading {{#FIELD}}{{FIELD}}{{/FIELD}}

        {{#FIELD}}
        Paragraph {{FIELD}}, **bold {{FIELD}}**, _slanted {{FIELD}}_, [link {{FIELD}}](https://example.kz/) and
        [address](https://example.kz/?q={{FIELD}}&z=1), ![picture {{FIELD}}](media/tiny.gif "title {{FIELD}}").

        - {{FIELD}}
        - item {{FIELD}}

        > {{FIELD}}
        {{/FIELD}}

        | Head {{#FIELD}}{{FIELD}}{{/FIELD}} | Second |
        |---|---|
        | {{#FIELD}}{{FIELD}}{{/FIELD}} | cell |


        """

    /// What the program must show of a value, by the rules as Python has them.
    private struct Shown: Decodable {
        var line: String
        var paragraph: String
    }

    private func cleaned(_ values: [String]) throws -> [Shown] {
        let input = try values.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
        let run = try PythonTool.run("display_text", [], input: input)
        try #require(run.status == 0, "\(run.stderr)")
        return try run.output.split(separator: 10).map { try JSONDecoder().decode(Shown.self, from: $0) }
    }

    private func expectNothingFound(_ run: ProgramRun) {
        #expect(run.status == 0 && run.stdout + run.stderr == "", "\(run.stdout.prefix(4000))\(run.stderr)")
    }

    @Test func showsEveryValueAsText() throws {
        let site = try Self.makeSite()
        let values = try HostileValues.all()
        let shown = try cleaned(values)
        #expect(shown.count == values.count)
        // Three values for each lead, in turn; one with a line break means something else in each field.
        let isEmpty = Dictionary(uniqueKeysWithValues: zip(values.map { Data($0.utf8) }, shown.map(\.line.isEmpty)))
        let visible = values.filter { isEmpty[Data($0.utf8)] == false }
        let hostile =
            Self.triples(visible) + Self.triples(values.filter { isEmpty[Data($0.utf8)] == true })
            + visible.filter { $0.unicodeScalars.contains { $0.properties.isWhitespace && $0 != " " } }.map {
                [$0, $0, $0]
            }
        let leads = hostile.enumerated().map { index, values in
            Dictionary(uniqueKeysWithValues: zip(Self.fields, values))
                .merging(["id": "h\(index)", "phone": "+7\(7_010_000_000 + index)"]) { $1 }
        }
        let benign = Dictionary(uniqueKeysWithValues: Self.fields.map { ($0, $0.uppercased()) })
        try site.writeLeads([benign.merging(["id": "benign"]) { $1 }, ["id": "bare"]] + leads)
        let build = try site.build()
        #expect(build.status == 0, "\(build.stderr)")

        let published = try site.published()
        let paths = published.lines.reduce(into: [:]) { $0[$1.lead] = published.pagePath($1) }
        let full = try #require(paths["benign"])
        let bare = try #require(paths["bare"])
        var tasks = ""
        var hostilePaths: [String: [String]] = [:]
        for (index, values) in hostile.enumerated() {
            let path = try #require(paths["h\(index)"])
            let model = isEmpty[Data(values[0].utf8)] == true ? bare : full
            hostilePaths[model, default: []].append(path)
            let task: [String: Any] = [
                "page": path, "benign": model, "values": Dictionary(uniqueKeysWithValues: zip(Self.fields, values)),
            ]
            tasks += String(decoding: try JSONSerialization.data(withJSONObject: task), as: UTF8.self) + "\n"
        }
        #expect(Set(hostilePaths.keys) == [full, bare])

        expectNothingFound(try PythonTool.run("probe_values", [], input: tasks))
        for (model, paths) in hostilePaths {
            expectNothingFound(try PythonTool.run("dom_skeleton", [model, "-"], input: paths.joined(separator: "\n")))
        }
        expectNothingFound(try PythonTool.run("html_errors", [full, bare]))
        let shownTexts = Dictionary(uniqueKeysWithValues: zip(values.map { Data($0.utf8) }, shown))
        try expectMessages(
            published, hostile.map { (shownTexts[Data($0[0].utf8)]?.line, shownTexts[Data($0[2].utf8)]?.paragraph) })
    }

    /// Cuts values into threes; the last may repeat its first.
    private static func triples(_ values: [String]) -> [[String]] {
        stride(from: 0, to: values.count, by: 3).map { start in
            (0..<3).map { values[min(start + $0, values.count - 1)] }
        }
    }

    /// A value in a message adds no line, and the link stays the last.
    private func expectMessages(_ published: Publication, _ shown: [(name: String?, note: String?)]) throws {
        let lines = published.lines.reduce(into: [:]) { $0[$1.lead] = $1 }
        for (index, shown) in shown.enumerated() {
            let line = try #require(lines["h\(index)"])
            guard let text = line.message?.text else { continue }
            // What messengers would link is left out, as if the lead had no such value.
            let leftOut = Set(line.problems.filter { $0.code == "value_looks_like_link" }.compactMap(\.column))
            let name = leftOut.contains("owner") ? "" : try #require(shown.name)
            let note = leftOut.contains("note") ? "" : try #require(shown.note)
            let expected = "Здравствуйте,\(name.isEmpty ? "" : " \(name)")\(note.isEmpty ? "" : " (\(note))")!"
            #expect(
                Self.withSingleSpaces(text)
                    == Self.withSingleSpaces(expected.replacingOccurrences(of: "\n", with: " ") + "\n\(line.url)"))
        }
    }

    private static func withSingleSpaces(_ text: String) -> [UInt8] {
        text.utf8.reduce(into: []) { bytes, byte in if byte != 32 || bytes.last != 32 { bytes.append(byte) } }
    }

    @Test func probesEveryPlace() throws {
        let site = try Self.makeSite()
        try site.writeLeads([["id": "benign", "owner": "OWNER", "street": "STREET", "note": "NOTE"]])
        #expect(try site.build().status == 0)
        let published = try site.published()
        let run = try PythonTool.run("dom_texts", [published.pagePath(#require(published.lines.first))])
        #expect(run.status == 0, "\(run.stderr)")
        struct Page: Decodable {
            var probes: [Probe]
        }
        struct Probe: Decodable {
            var name: String
            var text: String
            var attributes: [String: String]
        }
        let probes = try JSONDecoder().decode(Page.self, from: run.output).probes
        #expect(probes.count == 1 + 3 * 11)
        let content = try #require(probes.first)
        for field in ["OWNER", "STREET", "NOTE"] {
            #expect(content.text.components(separatedBy: field).count - 1 == 10, "\(content.text)")
        }
        for probe in probes.dropFirst() {
            let texts = [probe.text] + probe.attributes.values
            #expect(texts.contains { text in ["OWNER", "STREET", "NOTE"].contains { text.contains($0) } }, "\(probe)")
        }
    }

    /// Places where no value may stand; each is a theme that must not build.
    static let forbidden = [
        "<script>var a = \"{{lead.name}}\"</script>", "<script type=\"application/json\">{{lead.name}}</script>",
        "<style>p { color: {{lead.name}} }</style>", "<!-- {{lead.name}} -->", "<p onclick=\"{{lead.name}}\">x</p>",
        "<p style=\"{{lead.name}}\">x</p>", "<p title={{lead.name}}>x</p>", "<p {{lead.name}}>x</p>",
        "<{{lead.name}}>x</p>", "<p {{lead.name}}=\"x\">x</p>", "<iframe srcdoc=\"{{lead.name}}\"></iframe>",
        "<a href=\"{{lead.name}}\">x</a>", "<a href=\"https://{{lead.name}}/\">x</a>",
        "<a href=\"https://example.kz{{lead.name}}\">x</a>", "<a href=\"javascript:alert('{{lead.name}}')\">x</a>",
        "<a href=\"http://example.kz/{{lead.name}}\">x</a>", "<img src=\"/a/{{lead.name}}\">",
        "<a href=\"//example.kz/{{lead.name}}\">x</a>", "<meta name=\"x\" content=\"{{lead.name}}\">",
        "<p id=\"{{lead.name}}\">x</p>", "<p class=\"{{lead.name}}\">x</p>",
        "<form action=\"https://a.kz/{{lead.name}}\">",
        "<svg><a xlink:href=\"https://a.kz/{{lead.name}}\">x</a></svg>",
        "<iframe>{{lead.name}}</iframe>", "<xmp>{{lead.name}}</xmp>", "<plaintext>{{lead.name}}",
    ]

    @Test(arguments: forbidden) func refusesValuesInOtherPlaces(place: String) throws {
        let site = try SiteFolder.shop()
        let layout = try site.text("themes/base/layout.mustache")
        try site.write(
            layout.replacingOccurrences(
                of: "</main>", with: "{{#lead.name}}\n\(place)\n{{/lead.name}}\n</main>"),
            to: "themes/shop/layout.mustache")
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 1, "\(run.stderr)")
        #expect(run.stderr.hasPrefix("themes/shop/layout.mustache:"), "\(run.stderr)")
        #expect(run.stderr.contains("[forbidden-slot]"), "\(run.stderr)")
        #expect(!site.exists("output/manifest.json"))
    }
}
