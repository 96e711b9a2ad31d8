import Foundation
import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// What must hold for any values in a message, tried with values that are made of what links are made of.
///
/// A value that breaks a rule belongs into the tables of `LinkLikeTextTests`.
@Suite struct MessagePropertyTests {
    private static let pieces = [
        "evil", "kz", "рф", "com", "me", "Айгүл", "Иванов", "А", "С", "г", "д", "5", "10", "www", "http", "https",
        "://", ":", "/",
        ".", ".", ".", "\u{3002}", "\u{FF0E}", "\u{2024}", "\u{200B}", "@", "-", "_", " ", "«", "»", ",", "ｋｚ",
        "Москва", "🙂", "'",
        "т.е.", "t.me/x", "wa.me/7", "{{url}}", "\"", "<",
    ]
    private static let message = """
        {{#lead.name}}{{lead.name}}, здравствуйте!{{/lead.name}}{{^lead.name}}Здравствуйте!{{/lead.name}} Цены{{#lead.city}} \
        для города {{lead.city}}{{/lead.city}}, {{lead.size}}.
        {{url}}
        """

    private func value(_ random: inout SeededNumbers) -> String {
        (0..<Int.random(in: 1...5, using: &random)).map { _ in
            random.pick(Self.pieces)
        }.joined()
    }

    private func bench() throws -> CompileBench {
        try CompileBench([
            "base/theme.yml": "title: T\nfields: {size: {fallback: {ru: любой размер}}}\n",
            "base/ru.md": CompileBench.text("Текст.", message: Self.message),
        ])
    }

    /// The message that a lead gets, and the fields that it goes without.
    private func message(
        _ values: [String: String], _ compiler: inout ThemeCompiler
    ) throws -> (text: [UInt8], dropped: [String]) {
        var lead = Lead(
            identity: LeadIdentity(tenant: LeadText("default"), lead: LeadText("1"), slot: LeadText("welcome")),
            theme: "base", locale: "ru")
        lead.fields = values.map { LeadField(name: $0.key, value: LeadText($0.value)) }.sorted { $0.name < $1.name }
        let kind = PageKind(of: lead)
        let found = compiler.page(for: kind)
        let page = try #require(found)
        let dropped = page.linkLikeFields(of: lead)
        let message = compiler.message(for: kind, without: dropped)
        let template = try #require(message)
        var text: [UInt8] = []
        template.append(fields: lead.fields, LinkValues(url: Array("URL".utf8), expires: []), to: &text)
        return (text, dropped.map { lead.fields[$0].name })
    }

    @Test func rendersAsIfValuesThatAreLinkedWereAbsent() throws {
        let bench = try bench()
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        try TrialBudget.run(count: 400) { random in
            var values: [String: String] = [:]
            for name in ["name", "city", "size"] where Bool.random(using: &random) { values[name] = value(&random) }
            let (text, dropped) = try message(values, &compiler)
            let place = Comment(rawValue: "\(values)")
            #expect(text == (try message(values.filter { !dropped.contains($0.key) }, &compiler).text), place)
            #expect(Set(dropped) == Set(values.filter { LinkLikeText.isFound(in: $0.value.utf8) }.keys), place)
            // What is left by itself is no link by the plainest of rules either.
            for (name, value) in values where !dropped.contains(name) {
                #expect(!value.contains("://"), place)
                let plain = value.lowercased().replacing("\u{200B}", with: "").replacing(/[。．․]/, with: ".")
                #expect(!plain.contains(/[a-zа-яё0-9]\.(kz|com|me|рф)($|[^a-zа-яё0-9])/), place)
            }
            #expect(compiler.diagnostics.isEmpty)
        }
    }
}
