import Markup
import Testing

@Suite struct MarkdownRewritingTests {
    /// Rewrites every link to `L` and its number and every image to `<pic>` with the description.
    private func rewrite(_ markdown: String) throws -> String {
        var document = try MarkdownDocument(parsing: Array(markdown.utf8))
        document.rewrite { link in
            Array("L-".utf8) + link.url
        } image: { image, alt in
            Array("<pic src=\"".utf8) + image.url + Array("\" alt=\"".utf8) + alt + Array("\">".utf8)
        }
        return String(decoding: try document.html(), as: UTF8.self)
    }

    @Test(arguments: [
        ("[a](b)\n", "<p><a href=\"L-b\">a</a></p>\n"),
        ("![a *b* `c`\nd](e)\n", "<p><pic src=\"e\" alt=\"a b c d\"></p>\n"),
        ("# ![a](b)\n", "<h1><pic src=\"b\" alt=\"a\"></h1>\n"),
        (
            "~~![a](b)~~ **![c](d)**\n",
            "<p><del><pic src=\"b\" alt=\"a\"></del> <strong><pic src=\"d\" alt=\"c\"></strong></p>\n"
        ),
        ("[![a](b)](c)\n", "<p><a href=\"L-c\"><pic src=\"b\" alt=\"a\"></a></p>\n"),
        ("![a ![b](c) [d](e)](f)\n", "<p><pic src=\"f\" alt=\"a b d\"></p>\n"),
        ("![<b>x</b>](y)\n", "<p><pic src=\"y\" alt=\"x\"></p>\n"),
        (
            "| ![a](b) | [c](d) |\n|---|---|\n| x | ![e](f) |\n",
            """
            <table>
            <thead>
            <tr>
            <th><pic src="b" alt="a"></th>
            <th><a href="L-d">c</a></th>
            </tr>
            </thead>
            <tbody>
            <tr>
            <td>x</td>
            <td><pic src="f" alt="e"></td>
            </tr>
            </tbody>
            </table>

            """
        ),
    ])
    func replacesLinksAndImagesWhereverTheyStand(markdown: String, expected: String) throws {
        #expect(try rewrite(markdown) == expected)
    }

    @Test func keepsManyImagesInOrder() throws {
        let markdown = (0..<120).map { "![\($0)](i\($0))\n\n" }.joined()
        let expected = (0..<120).map { "<p><pic src=\"i\($0)\" alt=\"\($0)\"></p>\n" }.joined()
        #expect(try rewrite(markdown) == expected)
    }

    @Test func leavesAloneWhatTheCallerLeavesAlone() throws {
        let markdown = "[a](b \"t\") ![c](d \"t\")"
        var document = try MarkdownDocument(parsing: Array(markdown.utf8))
        document.rewrite { _ in
            nil
        } image: { _, _ in
            nil
        }
        let expected = "<p><a href=\"b\" title=\"t\">a</a> <img src=\"d\" alt=\"c\" title=\"t\" /></p>\n"
        #expect(String(decoding: try document.html(), as: UTF8.self) == expected)
    }

    @Test func escapesNewDestinations() throws {
        var document = try MarkdownDocument(parsing: Array("[a](b)".utf8))
        document.rewrite { _ in
            Array("https://x.kz/\"><script>&".utf8)
        } image: { _, _ in
            nil
        }
        let expected = "<p><a href=\"https://x.kz/%22%3E%3Cscript%3E&amp;\">a</a></p>\n"
        #expect(String(decoding: try document.html(), as: UTF8.self) == expected)
    }

    @Test func rewritesTwice() throws {
        var document = try MarkdownDocument(parsing: Array("![a](b) ![c](d)".utf8))
        document.rewrite { _ in
            nil
        } image: { image, _ in
            image.url == Array("b".utf8) ? Array("<1>".utf8) : nil
        }
        document.rewrite { _ in
            nil
        } image: { _, _ in
            Array("<2>".utf8)
        }
        #expect(String(decoding: try document.html(), as: UTF8.self) == "<p><1> <2></p>\n")
    }

    /// A stand-in for a placeholder must come out as it went in, whatever the place; braces would not.
    @Test(arguments: [
        ("QSENT7Q\n", "<p>QSENT7Q</p>"),
        ("**QSENT7Q**x\n", "<strong>QSENT7Q</strong>x"),
        ("[a](https://wa.me/QSENT7Q?text=QSENT7Q)\n", "href=\"https://wa.me/QSENT7Q?text=QSENT7Q\""),
        ("![a](media/QSENT7Q.jpg)\n", "src=\"media/QSENT7Q.jpg\""),
        ("![a QSENT7Q b](c)\n", "alt=\"a QSENT7Q b\""),
        ("[a](b \"c QSENT7Q\")\n", "title=\"c QSENT7Q\""),
        ("`QSENT7Q`\n", "<code>QSENT7Q</code>"),
        ("```\nQSENT7Q\n```\n", "<code>QSENT7Q\n</code>"),
        ("```QSENT7Q\nx\n```\n", "language-QSENT7Q"),
        ("## QSENT7Q\n", "<h2>QSENT7Q</h2>"),
        ("| QSENT7Q |\n|---|\n| QSENT7Q |\n", "<td>QSENT7Q</td>"),
        ("- [x] QSENT7Q\n", "/> QSENT7Q</li>"),
        ("> ~~QSENT7Q~~\n", "<del>QSENT7Q</del>"),
        ("[QSENT7Q]\n\n[QSENT7Q]: /x\n", ">QSENT7Q</a>"),
        ("a_QSENT7Q_b *QSENT7Q*\n", "a_QSENT7Q_b <em>QSENT7Q</em>"),
    ])
    func keepsStandInsInEveryPlace(markdown: String, expected: String) throws {
        let document = try MarkdownDocument(parsing: Array(markdown.utf8))
        #expect(String(decoding: try document.html(), as: UTF8.self).contains(expected))
    }
}
