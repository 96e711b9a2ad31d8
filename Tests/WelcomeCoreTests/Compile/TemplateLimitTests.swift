import Testing

@testable import WelcomeCore

/// What one theme may cost everybody: depth, steps and output of its templates.
@Suite struct TemplateLimitTests {
    private static let deep = 100_000

    private func nested(_ depth: Int, _ name: String = "lead.city") -> String {
        String(repeating: "{{#\(name)}}", count: depth) + "x" + String(repeating: "{{/\(name)}}", count: depth)
    }

    @Test func takesAHundredSectionsOneInsideAnother() throws {
        let outcome = try CompileBench(body: nested(100)).render(["city": "Алматы"])
        #expect(outcome.diagnostics == [])
        #expect(outcome.html == "<p>x</p>\n")
    }

    @Test(arguments: ["{{#lead.city}}", "{{^lead.city}}", "{{#title}}\n"])
    func refusesMoreByThePlaceOfTheTag(open: String) throws {
        for depth in [101, Self.deep] {
            let outcome = try CompileBench(body: String(repeating: open, count: depth)).render()
            #expect(outcome.page == nil)
            #expect(outcome.diagnostics.map(\.code) == [.templateLimit])
            let column = open.hasSuffix("\n") ? 1 : 1 + 100 * open.utf8.count
            #expect(outcome.diagnostics.first?.location?.column == column)
        }
    }

    @Test func refusesADeepMessage() throws {
        let message = nested(150, "title") + "\n{{url}}"
        let text = CompileBench.text("Текст.", message: message)
        let outcome = try CompileBench(["base/ru.md": text]).render()
        #expect(outcome.diagnostics.contains { $0.code == .templateLimit && $0.location?.line == 4 })
    }

    /// A chain of partials is as deep as sections in one file are.
    @Test func countsPartialsIntoTheDepth() throws {
        func bench(_ count: Int) throws -> CompileBench {
            var files = ["base/partials/p\(count).mustache": "x"]
            for index in 0..<count { files["base/partials/p\(index).mustache"] = "{{> p\(index + 1)}}" }
            return try CompileBench(layout: "{{> p0}}", files)
        }
        #expect(try bench(90).render().html == "x")
        for count in [110, 5_000] {
            let outcome = try bench(count).render()
            #expect(outcome.page == nil)
            #expect(outcome.diagnostics.map(\.code) == [.templateLimit])
        }
    }

    /// Thirty small files that each include the next twice would be a billion inclusions.
    @Test func refusesPartialsThatMultiply() throws {
        var files = ["base/partials/p30.mustache": "x"]
        for index in 0..<30 { files["base/partials/p\(index).mustache"] = "{{> p\(index + 1)}}{{> p\(index + 1)}}" }
        let outcome = try CompileBench(layout: "{{> p0}}", files).render()
        #expect(outcome.page == nil)
        #expect(outcome.diagnostics.map(\.code) == [.templateLimit])
    }

    /// A list inside itself is repeated for each of its items, at each level.
    @Test func refusesAListThatMultiplies() throws {
        var bench = try CompileBench(
            layout: "{{#photos.items}}{{#photos.items}}" + nested(20, "photos.items")
                + "{{/photos.items}}{{/photos.items}}",
            ["base/theme.yml": "images: [media/a.jpg, media/b.jpg, media/c.jpg]\n"])
        for (name, digit) in [("a", "1"), ("b", "2"), ("c", "3")] {
            bench.media["base/media/\(name).jpg"] = .picture(digit)
        }
        let outcome = bench.render()
        #expect(outcome.page == nil)
        #expect(outcome.diagnostics.map(\.code) == [.templateLimit])
    }

    @Test func refusesATextThatIsRepeatedToMegabytes() throws {
        let layout = String(repeating: "{{params.a}}", count: 20_000)
        let outcome = try CompileBench(
            layout: layout, ["base/theme.yml": "params: {a: \"\(String(repeating: "x", count: 1_000))\"}\n"]
        ).render()
        #expect(outcome.diagnostics.map(\.code) == [.templateLimit])
    }

    @Test func refusesAChainOfAThousandThemes() throws {
        var files: [String: String] = [:]
        for index in 0..<1_000 { files["t\(index)/theme.yml"] = "extends: t\(index + 1)\n" }
        let outcome = try CompileBench(files).render(theme: "t0")
        #expect(outcome.diagnostics.map(\.code) == [.themeValue])
    }

    /// The walk through the finished page keeps no stack, whatever is nested in it.
    @Test(arguments: ["<b>", "<div>", "<svg>", "<a title=\"", "<!--", "&", "<p \""])
    func walksDeepHTML(piece: String) throws {
        let outcome = try CompileBench(layout: String(repeating: piece, count: 50_000)).render()
        #expect(outcome.page != nil)
    }

    @Test func stopsAtTwoHundredDiagnostics() throws {
        let outcome = try CompileBench(body: (0..<5_000).map { "{{a\($0)}}" }.joined(separator: "\n")).render()
        #expect(outcome.diagnostics.count == 200)
    }

    /// A text that holds every word a mark could begin with gets one that it does not hold.
    @Test func marksAreWordsThatNoTextHolds() throws {
        let words = (0..<300).map { "wSlot\($0)q0z" }.joined(separator: " ")
        var bench = try CompileBench(body: "{{#lead.city}}{{lead.city}}{{/lead.city}} \(words)")
        bench.settings.tenants = [TenantSettings(id: LeadText("default"))]
        bench.settings.tenants[0].name = "wSlot300q0z"
        bench.files["base/layout.mustache"] = "{{tenant.name}} {{{content}}}"
        let outcome = bench.render(["city": "Алматы"])
        #expect(outcome.html == "wSlot300q0z <p><bdi>Алматы</bdi> \(words)</p>\n")
    }
}
