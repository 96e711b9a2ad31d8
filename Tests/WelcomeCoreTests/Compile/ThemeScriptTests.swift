import Testing

@testable import WelcomeCore

/// The script of a theme: one file, named after what it holds, allowed by the page that loads it.
@Suite struct ThemeScriptTests {
    private let layout = """
        <!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{{csp}}">\
        {{#script}}<script src="{{script}}" defer></script>{{/script}}
        """

    @Test func joinsTheScriptsOfAllThemes() throws {
        var bench = try CompileBench(
            layout: layout,
            [
                "base/assets/b.js": "b();", "base/assets/a.js": "a();", "base/assets/a.css": "p{}",
                "shop/theme.yml": "extends: base\n", "shop/assets/a.js": "own();", "shop/assets/c.js": "c();",
            ])
        bench.files["shop/ru.md"] = CompileBench.text("Текст.")
        let outcome = bench.render(theme: "shop")
        let script = try #require(outcome.page?.assets.first)
        let text = "own();\nb();\nc();"
        #expect(script.content == .bytes(Array(text.utf8)))
        #expect(script.byteCount == text.utf8.count)
        #expect(script.facts.mimeType == "text/javascript")
        // printf 'own();\nb();\nc();' | sha256sum | cut -c1-32
        #expect(script.publicPath == "/a/a7f5f474b26a21480406b0a55613c894.js")
        #expect(outcome.html.contains("<script src=\"\(script.publicPath)\" defer>"))
        #expect(outcome.html.contains("; script-src 'self'; base-uri"))
    }

    @Test func allowsNoScriptToAPageWithoutOne() throws {
        let outcome = try CompileBench(layout: layout).render()
        #expect(outcome.page?.assets.isEmpty == true)
        #expect(!outcome.html.contains("script"))
    }

    @Test func allowsBothKindsOfScript() throws {
        let bench = try CompileBench(layout: layout + "<script>a()</script>", ["base/assets/a.js": "a();"])
        #expect(bench.render().html.contains("script-src 'self' 'sha256-"))
    }
}
