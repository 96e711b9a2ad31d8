import Testing

@testable import WelcomeCore

@Suite struct MarkdownCompilingTests {
    private func bench(_ body: String) throws -> CompileBench {
        var bench = try CompileBench(body: body, ["base/theme.yml": "typography: off\nallow_values_to: [x.kz]\n"])
        bench.media = [
            "base/media/a.jpg": .picture("a", width: 1280, height: 720), "base/media/price.pdf": .document("c"),
            "base/media/bad.jpg": .unusable(.markup),
        ]
        return bench
    }

    @Test func turnsPicturesIntoPublishedFilesWithTheirSize() throws {
        let outcome = try bench("![Склад \"1\" & <2>](media/a.jpg \"t\")").render()
        #expect(
            outcome.html
                == "<p><img src=\"/a/\(String(repeating: "a", count: 32)).jpg\" alt=\"Склад &quot;1&quot; &amp; &lt;2&gt;\" width=\"1280\" height=\"720\" loading=\"lazy\" decoding=\"async\"></p>\n"
        )
        #expect(outcome.page?.assets.map(\.publishedName) == ["\(String(repeating: "a", count: 32)).jpg"])
    }

    @Test func turnsLinksToMediaIntoPublishedFiles() throws {
        let outcome = try bench("[Прайс](media/price.pdf) и [сайт](https://example.kz/?a=1&b=2)").render()
        let file = "/a/\(String(repeating: "c", count: 32)).pdf"
        #expect(
            outcome.html
                == "<p><a href=\"\(file)\">Прайс</a> и <a href=\"https://example.kz/?a=1&amp;b=2\">сайт</a></p>\n")
        #expect(outcome.page?.assets.map(\.publicPath) == [file])
    }

    @Test(arguments: [
        ("[a](http://x.kz)", "7:5 url-scheme"), ("[a](javascript:alert)", "7:5 url-scheme"),
        ("[a](//x.kz)", "7:5 url-scheme"), ("[a](/b)", "7:5 url-scheme"), ("[a](../b.pdf)", "7:5 url-scheme"),
        ("![a](https://x.kz/a.jpg)", "7:6 url-scheme"), ("![a](mailto:a@b.kz)", "7:6 url-scheme"),
        ("x\n\n[a](media/prise.pdf)", "9:5 media-missing"), ("![a](media/price.pdf)", "7:6 media-type"),
        ("[a](media/bad.jpg)", "7:5 media-type"), ("текст [a](ftp://x)", "7:11 url-scheme"),
        ("<http://x.kz>", "7:2 url-scheme"), ("[a]\n\n[a]: data:text/html,x", "9:6 url-scheme"),
        ("{{#lead.city}}\n{{lead.city}}: [a](b) {{/lead.city}}", "8:20 media-missing"),
    ])
    func refusesWhatAPageMayNotPointTo(body: String, place: String) throws {
        #expect(try bench(body).render().places == [place])
    }

    @Test func namesTheNearestFile() throws {
        #expect(try bench("[a](media/prise.pdf)").render().diagnostics.first?.fix == "did you mean `media/price.pdf`?")
    }

    @Test func leavesRawHTMLOutAndSaysSo() throws {
        let outcome = try bench("a <b onclick=x>c</b>\n\n<script>d</script>\n\ne").render()
        #expect(outcome.html == "<p>a c</p>\n<p>e</p>\n")
        #expect(outcome.places == ["7:3 markdown-raw-html", "7:17 markdown-raw-html", "9:1 markdown-raw-html"])
        #expect(outcome.diagnostics.allSatisfy { $0.severity == .warning })
    }

    @Test func neverReadsHTMLIntoAValueInMarkdown() throws {
        let body =
            "{{#lead.name}}{{lead.name}}{{/lead.name}} [a](https://x.kz/?n={{#lead.name}}{{lead.name}}{{/lead.name}})"
        #expect(
            try bench(body).render(["name": "<b>\"x\""]).html
                == "<p><bdi>&lt;b&gt;\"x\"</bdi> <a href=\"https://x.kz/?n=%3Cb%3E%22x%22\">a</a></p>\n")
    }

    // MARK: Content security policy

    @Test func hashesStylesAndScriptsAsABrowserDoes() throws {
        // The hashes come from: printf 'p{color:red}\n' | openssl dgst -sha256 -binary | base64
        let bench = try CompileBench(
            layout: "<meta content=\"{{csp}}\"><style>{{{styles}}}</style><script>let a=1\r\nlet b</script>",
            ["base/assets/a.css": "p{color:red}\r\n"])
        #expect(
            bench.render().html
                == "<meta content=\"default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-STYLE'; script-src 'sha256-SCRIPT'; base-uri 'none'; form-action 'none'\"><style>p{color:red}\r\n</style><script>let a=1\r\nlet b</script>"
                .replacing("STYLE", with: Self.styleHash).replacing("SCRIPT", with: Self.scriptHash))
    }

    @Test func leavesOutPoliciesForWhatAPageDoesNotHave() throws {
        let bench = try CompileBench(layout: "{{csp}}")
        #expect(
            bench.render().html
                == "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'")
    }

    private static let styleHash = "IRiifYtMqt5ga9xwciISArWMn7oOzi4olaUVL5ocDZk="
    private static let scriptHash = "XW/pzCK2TJjpRtJGXevAb/5+BI0ULw4XteVrANIxYsw="
}
