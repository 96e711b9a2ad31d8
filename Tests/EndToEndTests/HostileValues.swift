import Foundation
import WelcomeTestSupport

/// Values that mean to be more than text.
enum HostileValues {
    /// Every value, once.
    static func all() throws -> [String] {
        let strings = try JSONDecoder().decode([String].self, from: Data(contentsOf: Fixtures.url("corpora/blns.json")))
        let values = try strings + lines("xss-strings.txt") + lines("xss-polyglots.txt") + graphemeTricks + markup
        var seen: Set<Data> = []
        return values.filter { seen.insert(Data($0.utf8)).inserted }
    }

    private static func lines(_ name: String) throws -> [String] {
        try String(contentsOf: Fixtures.url("corpora/\(name)"), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Characters that mean something to a parser, each joined to a mark so that Swift compares it as another one.
    private static var graphemeTricks: [String] {
        ["\"", "'", "<", ">", "&", "/", ",", ";", "\n", "`", "=", "{", "|"].flatMap { character in
            ["\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}"].flatMap { mark in
                [
                    "a\(character)\(mark)b", "\(character)\(mark)", "\(mark)\(character)", "a\(mark)\(character)b",
                    "x\(character)\(mark) onmouseover=alert(1) y=\(character)\(mark)",
                    "\(character)\(mark)><\(mark)script>alert(1)<\(mark)/script>",
                ]
            }
        }
    }

    /// What templates, Markdown and addresses are made of.
    private static let markup = [
        "{{lead.name}}", "{{{styles}}}", "{{#lead.name}}", "{{/lead.name}}{{csp}}", "{{> head}}", "{{=<% %>=}}",
        "{{url}}",
        "[x](javascript:alert(1))", "![x](https://example.kz/x.png)", "<https://example.kz>", "**bold** _it_ `code`",
        "# heading", "- item", "    code", "| a | b |\n|---|---|", "a|b", "---", "```\ncode\n```", "&lt;b&gt;",
        "&#60;b&#62;",
        "\\<b\\>", "</div></body></html>", "</textarea><script>", "</title>", "-->", "]]>", "?a=b&c=d#e",
        "../../etc/passwd",
        "/../..", "%2e%2e%2f", "%00%0d%0aSet-Cookie: a=b", "//example.org/", "https://example.org",
        "javascript:alert(1)",
        "a\r\nb", "a\rb", "a\u{2028}b", "a\u{85}b", "\u{202E}gnp.exe", "\u{2066}a\u{2069}", "a\u{200B}b", "\u{FEFF}a",
        "a\u{E0041}\u{E0042}b", "Z" + String(repeating: "\u{301}", count: 50), String(repeating: "ж", count: 3000),
        String(repeating: "👨\u{200D}👩\u{200D}👧", count: 60), "क\u{94D}\u{200D}ष", "می\u{200C}خواهم", "a\u{200D}b",
    ]
}
