import Testing

@testable import WelcomeCore

@Suite struct MessageTests {
    private func bench(_ message: String, stopWords: [String] = []) throws -> CompileBench {
        var bench = try CompileBench(["base/ru.md": CompileBench.text("Текст.", message: message)])
        var tenant = TenantSettings(id: LeadText("default"))
        tenant.stopWords = stopWords
        bench.settings.tenants = [tenant]
        return bench
    }

    private static let link = "https://w.example.kz/3h1616s4pe1nj96z0mam"

    @Test func putsValuesAndLinkIntoTheText() throws {
        let bench = try bench(
            "{{#lead.name}}{{lead.name}}, з{{/lead.name}}{{^lead.name}}З{{/lead.name}}дравствуйте! До {{lead.expires}}.\n{{url}}"
        )
        #expect(
            bench.render(["name": "A & <B>\n\"C\""]).message
                == "A & <B> \"C\", здравствуйте! До 2 января 2027 г..\n\(Self.link)")
        #expect(bench.render().message == "Здравствуйте! До 2 января 2027 г..\n\(Self.link)")
        #expect(bench.render().diagnostics == [])
    }

    @Test(
        arguments: [
            ("Привет\n{{url}}", []),
            ("{{url}}", []),
            ("Привет\n{{url}}\n\n", []),
            ("Привет\n{{#lead.city}}\n{{lead.city}}\n{{/lead.city}}\n{{url}}", []),
            ("Привет", ["4:9 message-url"]),
            ("Вот {{url}}", ["4:7 message-url"]),
            ("{{url}}\nи ещё", ["4:3 message-url"]),
            ("{{url}} ", ["4:3 message-url"]),
            ("{{url}}\n{{url}}", ["5:3 message-url"]),
            ("Привет\n{{#lead.name}}{{url}}{{/lead.name}}", ["5:17 message-url"]),
            ("Привет\n{{#lead.name}}{{url}}{{/lead.name}}\n{{url}}", ["6:3 message-url"]),
            ("Сайт: https://example.kz\n{{url}}", ["4:9 message-url"]),
            ("Сайт www.example.kz\n{{url}}", ["4:8 message-url"]),
            ("Сайт: evil.kz\n{{url}}", ["4:9 message-url"]),
            ("{{#lead.name}}t.me/x{{/lead.name}}\n{{url}}", ["4:17 message-url"]),
            ("Пишите: shop@example.kz\n{{url}}", ["4:11 message-url"]),
            ("Цены, т.е. прайс, за 10.5 и до 9.00.\n{{url}}", []),
        ] as [(String, [String])])
    func wantsTheLinkOnceAndAloneOnTheLastLine(message: String, places: [String]) throws {
        #expect(try bench(message).render().places == places)
    }

    /// A line feed and a link of 32 characters or more come on top.
    @Test(
        arguments: [
            ("а", 267, []), ("а", 268, ["message-long"]), ("а", 1167, ["message-long"]),
            ("а", 1168, ["message-too-long"]), ("🙂", 583, ["message-long"]), ("🙂", 584, ["message-too-long"]),
        ] as [(String, Int, [String])])
    func measuresTheFixedText(letter: String, count: Int, codes: [String]) throws {
        let outcome = try bench(String(repeating: letter, count: count) + "\n{{url}}").render()
        #expect(outcome.diagnostics.map(\.code.rawValue) == codes)
    }

    @Test(
        arguments: [
            ("Это СТРОЙДОМ.\n{{url}}", ["стройдом"], 1), ("Это Строй Дом.\n{{url}}", ["стройдом"], 0),
            ("Acme\n{{url}}", ["x", "ACME"], 1), ("Acme\n{{url}}", [], 0),
        ] as [(String, [String], Int)])
    func keepsStopWordsOut(message: String, words: [String], count: Int) throws {
        let outcome = try bench(message, stopWords: words).render()
        #expect(outcome.diagnostics.count { $0.code == .messageStopWord } == count)
        #expect((outcome.page == nil) == (count > 0))
    }

    @Test func findsAStopWordThatAFallbackBrings() throws {
        var bench = try bench("Из {{lead.area}}\n{{url}}", stopWords: ["acme"])
        bench.files["base/theme.yml"] = "fields: {area: {fallback: {ru: Acme}}}\n"
        #expect(bench.render().diagnostics.map(\.code) == [.messageStopWord])
    }

    @Test func takesTheMessageOfTheThemesTableOverTheFile() throws {
        var bench = try bench("Файл\n{{url}}")
        var definition = ThemeDefinition()
        let place = SourceLocation(file: "leads.db", row: 3, field: "themes.message")
        definition.message = Located("Тема {{lead.nmae}}\n{{url}}", at: place)
        bench.overrides = [
            ThemeOverride(
                tenant: nil, theme: "base", locale: nil, markdown: nil, definition: definition, source: "leads.db")
        ]
        let diagnostic = try #require(bench.render().diagnostics.first)
        #expect(diagnostic.code == .unknownPlaceholder)
        #expect(diagnostic.location?.file == "leads.db")
        #expect(diagnostic.location?.row == 3)
        #expect(diagnostic.location?.field == "themes.message")
    }

    @Test(arguments: [
        ("Здравствуйте, см. http://x.kz", [ProblemCode.secondLink]), ("www.x.kz", [.secondLink]),
        ("Позвоните в Acme", [.stopWord]), ("Привет", []),
    ])
    func judgesTheFinishedTextOfOneLead(value: String, problems: [ProblemCode]) throws {
        var tenant = TenantSettings(id: LeadText("t"))
        tenant.stopWords = ["ACME"]
        let url = Array(Self.link.utf8)
        #expect(messageProblems(Array("\(value)\n".utf8) + url, url: url, tenant) == problems)
    }
}
