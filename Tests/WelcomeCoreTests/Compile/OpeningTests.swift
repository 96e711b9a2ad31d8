import Testing

@testable import WelcomeCore

/// The heading of a text and its first paragraph, which stand above voice and pictures.
@Suite struct OpeningTests {
    @Test(arguments: [
        ("# Привет\n\nПервый.\n\nВторой.", "<h1>Привет</h1>\n<p>Первый.</p>\n", "<p>Второй.</p>\n"),
        ("# Привет\n\n- Раз\n\nДва.", "<h1>Привет</h1>\n", "<ul>\n<li>Раз</li>\n</ul>\n<p>Два.</p>\n"),
        ("Первый.\n\n# Привет", "", "<p>Первый.</p>\n<h1>Привет</h1>\n"),
        ("# Привет", "<h1>Привет</h1>\n", ""),
        ("## Привет\n\nПервый.", "", "<h2>Привет</h2>\n<p>Первый.</p>\n"),
        ("# A `</h1>`\n\n`</p>`", "<h1>A <code>&lt;/h1&gt;</code></h1>\n<p><code>&lt;/p&gt;</code></p>\n", ""),
    ])
    func cutsBehindTheFirstParagraph(body: String, opening: String, rest: String) throws {
        let outcome = try CompileBench(layout: "{{{opening}}}|{{{rest}}}|{{{content}}}", body: body).render()
        #expect(outcome.html == "\(opening)|\(rest)|\(opening)\(rest)")
    }

    @Test func keepsValuesOfTheLeadInBothParts() throws {
        let body = "# {{#lead.name}}{{lead.name}}{{/lead.name}}\n\nA.\n\n{{#lead.city}}{{lead.city}}{{/lead.city}}"
        let outcome = try CompileBench(layout: "{{{opening}}}|{{{rest}}}", body: body)
            .render(["name": "</h1>", "city": "<p>"])
        #expect(
            outcome.html
                == "<h1><bdi>&lt;/h1&gt;</bdi></h1>\n<p>A.</p>\n|<p><bdi>&lt;p&gt;</bdi></p>\n")
    }
}
