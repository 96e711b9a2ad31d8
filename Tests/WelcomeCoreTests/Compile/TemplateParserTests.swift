import Testing

@testable import WelcomeCore

@Suite struct TemplateParserTests {
    /// A tree as text: names in their order, with `#`, `^`, `>` and `!` before what they are.
    private func outline(_ text: String) -> (outline: String, diagnostics: [String]) {
        let origin = SourceLocation(file: "t")
        let (template, diagnostics) = Template.parse(Array(text.utf8), origin: origin)
        func describe(_ nodes: [TemplateNode]) -> String {
            nodes.map { node in
                switch node {
                case .text(let range): "'\(String(decoding: template.bytes[range], as: UTF8.self))'"
                case .variable(let name, _, _): name
                case .section(let name, let isInverted, _, let children):
                    "\(isInverted ? "^" : "#")\(name)(\(describe(children)))"
                case .partial(let name, _): ">\(name)"
                case .comment: "!"
                }
            }.joined(separator: " ")
        }
        return (
            describe(template.nodes),
            diagnostics.map {
                "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.code.rawValue): \($0.summary)"
            }
        )
    }

    @Test(arguments: [
        ("", ""),
        ("a", "'a'"),
        ("{{a}}", "a"),
        ("{{ a.b_c }}", "a.b_c"),
        ("{{{a}}}", "a"),
        ("{{& a}}", "a"),
        ("x{{! {{no}} y", "'x' ! ' y'"),
        ("{{! a\nb }}{{c}}", "! c"),
        ("{{#a}}x{{^b}}y{{/b}}{{/a}}", "#a('x' ^b('y'))"),
        ("{{# a }}{{.}}{{/ a }}", "#a(.)"),
        ("{{> foot}}{{>a/b-c}}", ">foot >a/b-c"),
        ("{ {a} } }} {", "'{ {a} } }} {'"),
        ("имя {{a}} é", "'имя ' a ' é'"),
        ("{{\ta\n}}", "a"),
    ])
    func readsTags(text: String, expected: String) {
        let result = outline(text)
        #expect(result.outline == expected)
        #expect(result.diagnostics == [])
    }

    @Test(arguments: [
        ("ab {{c", "1:4 template-syntax: this tag is never closed"),
        ("{{{c}}", "1:1 template-syntax: this tag is never closed"),
        ("é\né {{#a}}x", "2:3 template-syntax: section `a` is never closed"),
        ("{{#a}}{{^b}}{{/b}}", "1:1 template-syntax: section `a` is never closed"),
        ("{{#a}}{{/b}}", "1:7 template-syntax: `{{/b}}` closes a section that is not open"),
        ("x{{/a}}", "1:2 template-syntax: `{{/a}}` closes a section that is not open"),
        ("{{}}", "1:1 template-tag: this tag has no name"),
        ("{{# }}", "1:1 template-tag: this tag has no name"),
        ("{{имя}}", "1:1 template-tag: `имя` is not a name"),
        ("{{upper(a)}}", "1:1 template-tag: `upper(a)` is not a name"),
        ("{{.a}}", "1:1 template-tag: `.a` is not a name"),
        ("{{a b}}", "1:1 template-tag: `a b` is not a name"),
        ("{{>*a}}", "1:1 template-tag: `*a` is not a name"),
        ("{{=<% %>=}}", "1:1 template-tag: this kind of Mustache tag is not supported"),
        ("{{<a}}", "1:1 template-tag: this kind of Mustache tag is not supported"),
        ("{{$a}}", "1:1 template-tag: this kind of Mustache tag is not supported"),
        ("{{% CONTENT_TYPE:TEXT}}", "1:1 template-tag: this kind of Mustache tag is not supported"),
    ])
    func refusesBrokenAndUnsupportedTags(text: String, diagnostic: String) {
        #expect(outline(text).diagnostics == [diagnostic])
    }

    @Test func placesAreThoseOfTheFileThatHoldsTheText() throws {
        let origin = SourceLocation(file: "ru.md", line: 4, column: 3)
        let (_, diagnostics) = Template.parse(Array("a\nбв {{#x}}".utf8), origin: origin, indent: 2)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.location == SourceLocation(file: "ru.md", line: 5, column: 6))
        #expect(diagnostic.excerpt == "  бв {{#x}}")
        #expect(diagnostic.fix == "add {{/x}}")
    }
}
