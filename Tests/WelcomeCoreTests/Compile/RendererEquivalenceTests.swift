import Foundation
import Testing

@testable import WelcomeCore

/// Compares the compiled renderer with a slow one that knows nothing of segments, slots or marks: it walks the template
/// anew for each lead and decides the escaping by looking back at what it has written.
@Suite struct RendererEquivalenceTests {
    private static let templates = [
        "<p>{{#lead.name}}{{lead.name}}, {{/lead.name}}здравствуйте</p>",
        "{{#lead.city}}<a title=\"{{lead.city}}\" href=\"https://x.kz/{{lead.city}}?n={{#lead.name}}{{lead.name}}{{/lead.name}}\">{{.}}</a>{{/lead.city}}",
        "{{^lead.note}}{{#lead.city}}[{{lead.city}}]{{/lead.city}}{{/lead.note}}{{#lead.note}}<q cite-as='{{lead.note}}'>{{lead.note}}</q>{{/lead.note}}",
        "{{#lead.name}}{{#lead.city}}{{lead.name}}/{{lead.city}}{{^lead.note}}!{{/lead.note}}{{/lead.city}}{{^lead.city}}{{.}}{{/lead.city}}{{/lead.name}}",
        "{{! comment }}{{lead.area}}{{#lead.area}}<i>{{lead.area}}</i>{{/lead.area}}<b data-d=\"{{lead.expires}}\">{{title}}</b>",
        "<p>{{lead.expires}}{{#lead.expires}}{{#lead.note}}<i title=\"{{.}}\">{{lead.note}}{{lead.note}}</i>{{/lead.note}}{{/lead.expires}}",
    ]

    private static let values = [
        "Анна", "<script>alert(1)</script>", "\" onload=\"x", "'\u{301}", "\"\u{20DD}<\u{FE0F}&\u{200D}`",
        "{{lead.name}}",
        "a&amp;b", "%41 +/?#", "wSlot0q1z", "👩‍👩‍👧", "]]>-->", "\u{202E}abc", "x", " ", "Әлия\u{A0}ханым",
    ]

    private static let expires = "2 января 2027 г."

    @Test(arguments: templates)
    func rendersAsTheSlowRendererDoes(template: String) throws {
        let bench = try CompileBench(
            layout: template,
            ["base/theme.yml": "allow_values_to: [x.kz]\nfields: {area: {fallback: {ru: \"40 <м²>\"}}}\n"])
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        var number = 0
        for shape in 0..<16 {
            for _ in Self.values {
                var fields: [String: String] = [:]
                for (bit, name) in ["area", "city", "name", "note"].enumerated() where shape & (1 << bit) != 0 {
                    number = (number &* 1_103_515_245 &+ 12345) & 0x7FFF_FFFF
                    fields[name] = Self.values[(number >> 8) % Self.values.count]
                }
                let outcome = bench.render(fields, with: &compiler)
                try #require(outcome.page != nil, "\(outcome.diagnostics)")
                let expected = SlowRenderer(
                    fields: fields, texts: ["title": "Панели", "lead.expires": Self.expires],
                    fallbacks: ["area": "40 <м²>"]
                )
                .render(template)
                #expect(Array(outcome.html.utf8) == Array(expected.utf8), "\(fields)")
            }
        }
    }

    @Test func rendersNaughtyStringsAsTheSlowRendererDoes() throws {
        let url = URL(fileURLWithPath: #filePath).appending(path: "../../../Fixtures/corpora/blns.json").standardized
        let strings = try JSONDecoder().decode([String].self, from: Data(contentsOf: url))
        let template = Self.templates[1]
        let bench = try CompileBench(layout: template)
        try #require(strings.count > 400)
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let kind = PageKind(tenant: LeadText("t"), theme: "base", locale: "ru", present: ["city", "name"])
        let found = compiler.page(for: kind)
        let page = try #require(found)
        for string in strings where !string.isEmpty && !string.utf8.contains(0) {
            var output: [UInt8] = []
            let fields = ["city", "name"].map { LeadField(name: $0, value: LeadText(string)) }
            page.html.append(
                fields: fields, LinkValues(url: [], expires: Array(Self.expires.utf8)), to: &output)
            let expected = SlowRenderer(fields: ["city": string, "name": string], texts: [:], fallbacks: [:])
                .render(template)
            #expect(output == Array(expected.utf8))
        }
    }
}

/// Fills one template for one lead, straight from its text.
private struct SlowRenderer {
    let fields: [String: String]
    /// What stands for names that are no field.
    let texts: [String: String]
    let fallbacks: [String: String]

    func render(_ template: String) -> String {
        var output = ""
        var rest = Substring(template)
        fill(&rest, until: nil, dot: nil, isShown: true, &output)
        return output
    }

    private func fill(_ rest: inout Substring, until end: String?, dot: String?, isShown: Bool, _ output: inout String)
    {
        while let open = rest.range(of: "{{", options: .literal) {
            if isShown { output += rest[..<open.lowerBound] }
            rest = rest[open.upperBound...]
            guard let close = rest.range(of: "}}", options: .literal) else { return }
            var tag = String(rest[..<close.lowerBound])
            rest = rest[close.upperBound...]
            switch tag.removeFirst() {
            case "!": continue
            case "/": return
            case "#": fill(&rest, until: tag, dot: tag, isShown: isShown && value(tag) != nil, &output)
            case "^": fill(&rest, until: tag, dot: dot, isShown: isShown && value(tag) == nil, &output)
            case let first:
                let name = "\(first)\(tag)" == "." ? dot ?? "" : "\(first)\(tag)"
                if isShown { output += escaped(value(name) ?? "", after: output) }
            }
        }
        if isShown { output += rest }
        rest = ""
    }

    private func value(_ name: String) -> String? {
        if let text = texts[name] { return text }
        let field = String(name.dropFirst(5))
        return fields[field] ?? fallbacks[field]
    }

    private func escaped(_ value: String, after output: String) -> String {
        let written = Array(output.utf8)
        let tag = written.lastIndex(of: UInt8(ascii: "<")).map { written[$0...] } ?? []
        let isInTag = !tag.contains(UInt8(ascii: ">")) && !tag.isEmpty
        let quotes = tag.count { $0 == UInt8(ascii: "\"") }
        let isURL =
            isInTag && quotes % 2 == 1
            && String(decoding: tag, as: UTF8.self).range(
                of: "href=\"https://x.kz/[^\"]*$", options: .regularExpression) != nil
        return value.unicodeScalars.map { scalar in
            if isURL {
                return String(scalar).utf8.map { byte in
                    let isPlain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
                        .contains(byte)
                    return isPlain ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
                }.joined()
            }
            switch scalar {
            case "&": return "&amp;"
            case "<": return "&lt;"
            case ">": return "&gt;"
            case "\"" where isInTag: return "&quot;"
            case "'" where isInTag: return "&#39;"
            case "`" where isInTag: return "&#96;"
            default: return String(scalar)
            }
        }.joined()
    }
}
