import Testing

@testable import WelcomeCore

@Suite struct SlotPlacementTests {
    private static let city = "{{#lead.city}}{{lead.city}}{{/lead.city}}"

    @Test(arguments: [
        ("<p>§</p>", "<p>a&lt;b&gt;&amp;\"'`</p>"),
        ("<textarea>§</textarea>", "<textarea>a&lt;b&gt;&amp;\"'`</textarea>"),
        ("<p title=\"§\">", "<p title=\"a&lt;b&gt;&amp;&quot;&#39;&#96;\">"),
        ("<p title='§'>", "<p title='a&lt;b&gt;&amp;&quot;&#39;&#96;'>"),
        (
            "<img alt=\"г.\u{A0}§\" src=\"/a/x.jpg\">",
            "<img alt=\"г.\u{A0}a&lt;b&gt;&amp;&quot;&#39;&#96;\" src=\"/a/x.jpg\">"
        ),
        (
            "<p data-city=\"§\" aria-label=\"§\">",
            "<p data-city=\"a&lt;b&gt;&amp;&quot;&#39;&#96;\" aria-label=\"a&lt;b&gt;&amp;&quot;&#39;&#96;\">"
        ),
        ("<a href=\"https://2gis.kz/search/§\">", "<a href=\"https://2gis.kz/search/a%3Cb%3E%26%22%27%60\">"),
        ("<a href=\"https://2gis.kz?q=§\">", "<a href=\"https://2gis.kz?q=a%3Cb%3E%26%22%27%60\">"),
        ("<input value=\"§\">", "<input value=\"a&lt;b&gt;&amp;&quot;&#39;&#96;\">"),
    ])
    func escapesAValueByItsPlace(layout: String, expected: String) throws {
        let bench = try CompileBench(layout: layout.replacing("§", with: Self.city))
        let outcome = bench.render(["city": "a<b>&\"'`"])
        #expect(outcome.html == expected)
        #expect(outcome.diagnostics == [])
    }

    @Test(arguments: [
        ("<script>let a = \"§\"</script>", "in a script"),
        ("<style>p { color: § }</style>", "in a style sheet"),
        ("<!-- § -->", "in a comment"),
        ("<p onclick=\"f('§')\">", "in the event handler `onclick`"),
        ("<img src/ONERROR=\"§\">", "in the event handler `onerror`"),
        ("<p style=\"color: §\">", "in the attribute `style`"),
        ("<iframe srcdoc=\"§\"></iframe>", "in the attribute `srcdoc`"),
        ("<p class=\"§\">", "in the attribute `class`"),
        ("<p id='§'>", "in the attribute `id`"),
        ("<a target=\"§\">", "in the attribute `target`"),
        ("<p title=§>", "in an attribute without quotes"),
        ("<p title=a§>", "in an attribute without quotes"),
        ("<§>", "inside a tag"),
        ("<p §=\"1\">", "inside a tag"),
        ("<p §>", "inside a tag"),
        ("<iframe>§</iframe>", "in a script"),
        ("<title>§</title>", "in the title or a meta element"),
        ("<meta name=\"description\" content=\"§\">", "in the title or a meta element"),
        ("<link title=\"§\">", "in the title or a meta element"),
        ("<base href=\"https://x.kz/§\">", "in the title or a meta element"),
        ("<a href=\"§\">", "here in the URL of `a href`"),
        ("<a href=\"https://§\">", "here in the URL of `a href`"),
        ("<a href=\"https://§.kz/\">", "here in the URL of `a href`"),
        ("<a href=\"https://x.kz§\">", "here in the URL of `a href`"),
        ("<a href=\"https://x.kz:§/\">", "here in the URL of `a href`"),
        ("<a href=\"https://x.kz#§\">", "here in the URL of `a href`"),
        ("<a href=\"https://u@x.kz/§\">", "here in the URL of `a href`"),
        ("<a href=\" https://x.kz/§\">", "here in the URL of `a href`"),
        ("<a href=\"http://x.kz/§\">", "here in the URL of `a href`"),
        ("<a href=\"javascript:§\">", "here in the URL of `a href`"),
        ("<a href=\"/a/§\">", "here in the URL of `a href`"),
        ("<img src=\"https://x.kz/§\">", "here in the URL of `img src`"),
        ("<img srcset=\"https://x.kz/§ 2x\">", "here in the URL of `img srcset`"),
        ("<form action=\"https://x.kz/§\">", "here in the URL of `form action`"),
        ("<svg><use xlink:href=\"https://x.kz/§\"/></svg>", "here in the URL of `use xlink:href`"),
        ("<object data=\"https://x.kz/§\">", "here in the URL of `object data`"),
    ])
    func refusesAValueWhereNoEscapingHelps(layout: String, place: String) throws {
        let tag = Self.city
        let bench = try CompileBench(layout: "<p>\n\(layout.replacing("§", with: tag))")
        let outcome = bench.render(["city": "x"])
        let diagnostic = try #require(outcome.diagnostics.first)
        #expect(outcome.diagnostics.count == 1)
        #expect(outcome.page == nil)
        #expect(diagnostic.code == .forbiddenSlot)
        #expect(diagnostic.summary == "a lead's value cannot stand \(place)")
        let before = layout.prefix { $0 != "§" }.unicodeScalars.count
        #expect(
            diagnostic.location == SourceLocation(file: "themes/base/layout.mustache", line: 2, column: before + 15))
        #expect(diagnostic.fix != nil)
    }

    /// Whoever runs the host of a link learns what the lead wrote: the theme has to name it.
    @Test(arguments: [
        "https://evil.kz/?x=", "https://evil.kz/", "https://x.kz.evil.kz/", "https://w.example.kz.evil.kz/?",
        "https://sub.x.kz/",
    ])
    func refusesAValueInALinkToAHostThatTheThemeDoesNotName(link: String) throws {
        let host = try #require(link.dropFirst(8).split(whereSeparator: { "/?".contains($0) }).first)
        for body in ["[a](\(link)\(Self.city))", "<\(link)\(Self.city)>"] {
            let outcome = try CompileBench(body: body).render(["city": "x"])
            let diagnostic = try #require(outcome.diagnostics.first)
            #expect(outcome.page == nil)
            #expect(diagnostic.code == .forbiddenSlot)
            #expect(diagnostic.summary == "a lead's value cannot stand in a link to `\(host)`, which would learn it")
            #expect(diagnostic.fix?.hasSuffix("allow_values_to: [\(host)]") == true)
        }
    }

    @Test func takesAValueToTheSiteItselfAndToHostsThatAThemeOfTheChainNames() throws {
        var bench = try CompileBench(body: "[a](https://w.example.kz/x?y=\(Self.city))")
        #expect(bench.render(["city": "x"]).diagnostics == [])
        bench.files["shop/theme.yml"] = "allow_values_to: [wa.me]\n"
        bench.files["shop/ru.md"] = CompileBench.text(
            "[a](https://wa.me/?text=\(Self.city)) [b](https://x.kz/\(Self.city))")
        #expect(bench.render(["city": "x"], theme: "shop").diagnostics == [])
    }

    @Test(arguments: ["WA.me", "https://wa.me", "wa.me/", "*.wa.me", "wa.me:443", ""])
    func refusesAHostThatIsNone(host: String) throws {
        let bench = try CompileBench(["base/theme.yml": "allow_values_to: [\"\(host)\"]\n"])
        #expect(bench.render().diagnostics.map(\.code) == [.themeValue])
    }

    /// The table that a tenant's people write has no such column, and its text no such key.
    @Test func aTextCannotAllowItself() throws {
        var bench = try CompileBench()
        bench.files["base/ru.md"] = "---\nallow_values_to: [evil.kz]\ntitle: a\nmessage: \"{{url}}\"\n---\nx"
        #expect(bench.render().diagnostics.map(\.code) == [.themeUnknownKey])
    }

    @Test func findsAForbiddenPlaceThroughAPartial() throws {
        let bench = try CompileBench(
            layout: "<script>\n{{> a}}</script>", ["base/partials/a.mustache": "let a =\n '\(Self.city)'"])
        let diagnostic = try #require(bench.render(["city": "x"]).diagnostics.first)
        #expect(diagnostic.location == SourceLocation(file: "themes/base/partials/a.mustache", line: 2, column: 17))
    }

    @Test(arguments: ["title", "description", "reply_text"])
    func keepsPlaceholdersOutOfThePreview(key: String) throws {
        let text = "---\n\(key): Для {{lead.name}}\nmessage: \"{{url}}\"\n---\nТекст."
        let bench = try CompileBench(["base/ru.md": text])
        #expect(bench.render().places == ["2:\(key.count + 3) forbidden-slot"])
    }

    @Test func isolatesNamesInRunningText() throws {
        let bench = try CompileBench(body: "Привет, {{#lead.name}}{{lead.name}}{{/lead.name}}!")
        #expect(bench.render(["name": "يوسف"]).html == "<p>Привет, <bdi>يوسف</bdi>!</p>\n")
        #expect(bench.render().html == "<p>Привет, !</p>\n")
    }

    /// Markdown and templates in a value stay what they are: text.
    @Test(arguments: [
        "**a**", "[a](b)", "# a", "{{title}}", "{{{content}}}", "{{#lead.name}}", "![](x)", "| a |\n|--|", "wSlot0q0z",
    ])
    func readsNothingIntoAValue(value: String) throws {
        let bench = try CompileBench(
            layout: "{{{content}}}<p>{{#lead.name}}{{lead.name}}{{/lead.name}}</p>",
            body: "{{#lead.name}}{{lead.name}}{{/lead.name}}")
        #expect(bench.render(["name": value]).html == "<p><bdi>\(value)</bdi></p>\n<p>\(value)</p>")
    }

    @Test(arguments: ["wSlot0q", "wSlot0q0z wSlot1q"])
    func tellsItsMarksFromTextThatLooksLikeThem(text: String) throws {
        let bench = try CompileBench(
            layout: "{{{content}}}\(text)", body: "\(text) {{#lead.name}}{{lead.name}}{{/lead.name}}")
        #expect(bench.render(["name": "Анна"]).html == "<p>\(text) <bdi>Анна</bdi></p>\n\(text)")
    }

    /// Texts of a theme may come from the CRM's own table, so they are escaped as strictly as those of a lead.
    @Test(arguments: ["{{title}}", "{{> a}}", "  {{> a}}"])
    func escapesTextsOfTheThemeByBytes(tag: String) throws {
        var bench = try CompileBench(
            layout: "<p title=\"\n\(tag)\n\">",
            [
                "base/partials/a.mustache": "{{#title}}\n{{title}}{{/title}}", "base/theme.yml": "typography: off\n",
            ])
        var definition = ThemeDefinition()
        let place = SourceLocation(file: "leads.db", row: 1, field: "themes.title")
        definition.title = Located("\"\u{301} onload=\"x\"\u{301}<\u{20DD}", at: place)
        bench.overrides = [
            ThemeOverride(
                tenant: nil, theme: "base", locale: nil, markdown: nil, definition: definition, source: "leads.db")
        ]
        let html = bench.render().html
        #expect(html.utf8.count { $0 == UInt8(ascii: "\"") } == 2)
        #expect(html.utf8.count { $0 == UInt8(ascii: "<") } == 1)
        #expect(html.contains("&quot;"))
    }

    @Test func leavesNoEmptyLineForASectionOnTheFirstLine() throws {
        let bench = try CompileBench(
            layout: "{{#lead.city}}\n{{lead.city}}\n{{/lead.city}}\n{{> a}}|",
            ["base/partials/a.mustache": "{{#lead.city}}\nx\n{{/lead.city}}\n"])
        #expect(bench.render(["city": "Алматы"]).html == "Алматы\nx\n|")
        #expect(bench.render().html == "|")
    }

    @Test func showsTheLastDayWithAndWithoutASection() throws {
        let bench = try CompileBench(
            layout: "{{lead.expires}}{{#lead.expires}} до {{.}}{{/lead.expires}}{{^lead.expires}}no{{/lead.expires}}")
        #expect(bench.render().html == "2 января 2027 г. до\u{A0}2 января 2027 г.")
    }

    @Test func meansTheNearestSectionByADot() throws {
        let bench = try CompileBench(
            layout: "{{#lead.city}}{{.}}|{{#title}}{{.}}{{/title}}|{{^lead.name}}{{.}}{{/lead.name}}{{/lead.city}}")
        #expect(bench.render(["city": "Алматы"]).html == "Алматы|Панели|Алматы")
    }
}
