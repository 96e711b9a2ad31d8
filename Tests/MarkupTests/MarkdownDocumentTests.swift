import Markup
import Testing

@Suite struct MarkdownDocumentTests {
    /// Renders `markdown` with raw HTML removed, as text.
    private func html(_ markdown: String) throws -> String {
        var document = try MarkdownDocument(parsing: Array(markdown.utf8))
        document.removeRawHTML()
        return String(decoding: try document.html(), as: UTF8.self)
    }

    /// Expected values are the examples of the CommonMark and GFM specifications, or made from them by hand.
    @Test(arguments: [
        ("*a* **b** `c`\n", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
        ("# Панели\n", "<h1>Панели</h1>\n"),
        ("~~Hi~~ Hello\n", "<p><del>Hi</del> Hello</p>\n"),
        (
            "| foo | bar |\n| --- | :-: |\n| baz | bim |\n",
            """
            <table>
            <thead>
            <tr>
            <th>foo</th>
            <th align="center">bar</th>
            </tr>
            </thead>
            <tbody>
            <tr>
            <td>baz</td>
            <td align="center">bim</td>
            </tr>
            </tbody>
            </table>

            """
        ),
        (
            "- [ ] foo\n- [x] bar\n",
            """
            <ul>
            <li><input type="checkbox" disabled="" /> foo</li>
            <li><input type="checkbox" checked="" disabled="" /> bar</li>
            </ul>

            """
        ),
        ("http://example.com www.example.com\n", "<p>http://example.com www.example.com</p>\n"),
        ("a\r\nb\rc\n", "<p>a\nb\nc</p>\n"),
        ("", ""),
        ("\u{FEFF}a\n", "<p>a</p>\n"),
        ("a\u{0}b\n", "<p>a\u{FFFD}b</p>\n"),
    ])
    func rendersGFM(markdown: String, expected: String) throws {
        #expect(try html(markdown) == expected)
    }

    @Test func replacesBytesThatAreNotUTF8() throws {
        let document = try MarkdownDocument(parsing: [0x61, 0xFF, 0x30, 0xFF, 0x62])
        #expect(String(decoding: try document.html(), as: UTF8.self) == "<p>a\u{FFFD}0\u{FFFD}b</p>\n")
    }

    @Test(arguments: [
        "<script>alert(1)</script>\n", "a <b onclick=x>b</b> c\n", "<div>\n\n*x*\n\n</div>\n", "<!-- c -->\n\na\n",
        "| a |\n|---|\n| <img src=x onerror=y> |\n", "- <style>x</style>\n", "# <svg onload=1>\n", "<?php x ?>\n",
        "<![CDATA[x]]>\n", "<!DOCTYPE x>\n", "![<b>](c)\n",
    ])
    func letsNoRawHTMLThrough(markdown: String) throws {
        let document = try MarkdownDocument(parsing: Array(markdown.utf8))
        #expect(!document.rawHTML().isEmpty)
        let output = try html(markdown)
        for forbidden in ["<script", "<b", "onclick", "<div", "<!--", "onerror", "<style", "<svg", "<?", "<!"] {
            #expect(!output.contains(forbidden), "\(output)")
        }
    }

    @Test func keepsWhatStandsBetweenRemovedTags() throws {
        #expect(try html("a <b>*x*</b> c\n") == "<p>a <em>x</em> c</p>\n")
    }

    @Test func blanksDangerousDestinationsThatNobodyRefused() throws {
        #expect(
            try html("[a](javascript:x) ![b](vbscript:y)") == "<p><a href=\"\">a</a> <img src=\"\" alt=\"b\" /></p>\n")
    }

    @Test func placesRawHTML() throws {
        let markdown = "Ж <b>x</b>\n  next <i>y</i>\n\n> <u>\n\n<div>\n</div>\n"
        let document = try MarkdownDocument(parsing: Array(markdown.utf8))
        #expect(
            document.rawHTML().map { [$0.line, $0.column] } == [
                [1, 3], [1, 7], [2, 8], [2, 12], [4, 3], [6, 1],
            ])
    }

    @Test func namesDestinationsWithTheirPlaces() throws {
        let markdown = """
            # T [a](b)

            text ![alt *e*](m/a.jpg "tt")
              more [l
            m](https://x.kz/?a=1&amp;b=2) Жж [ж](d\\)e)

            > q
            > [c](<d e> 'f') и [г](h)

            - a
              - [z](w) ![k](j)

            | [t](u) | b |
            |---|---|
            | ж | [![in](v)](o) |

            <https://auto.kz> [ref] ![x ![y](yy) [z](zz)](outer)

            [ref]: /url "T"

            """
        let document = try MarkdownDocument(parsing: Array(markdown.utf8))
        let found = document.destinations().map {
            let url = String(decoding: $0.url, as: UTF8.self)
            let kind = $0.kind == .image ? "!" : ""
            return
                "\($0.position.line):\($0.position.column) \(kind)\(url) \(String(decoding: $0.title, as: UTF8.self))"
        }
        #expect(
            found == [
                "1:5 b ", "3:6 !m/a.jpg tt", "4:8 https://x.kz/?a=1&b=2 ", "5:34 d)e ", "8:3 d e f", "8:20 h ",
                "11:5 w ", "11:12 !j ", "13:3 u ", "15:7 o ", "15:8 !v ", "17:1 https://auto.kz ", "17:19 /url T",
                "17:25 !outer ", "17:29 !yy ", "17:38 zz ",
            ])
    }

    @Test func parsesOnManyThreadsAtOnce() async throws {
        let expected = try html("| a |\n|---|\n| ~~b~~ |\n")
        let outputs = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<64 {
                group.addTask { try? html("| a |\n|---|\n| ~~b~~ |\n") }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outputs.count == 64)
        #expect(outputs.allSatisfy { $0 == expected })
    }
}
