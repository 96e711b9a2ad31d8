import Foundation
import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// The specification's own cases for the part of Mustache that themes may use.
@Suite struct MustacheSpecificationTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var data: JSON
        var template: String
        var expected: String
        var partials: [String: String]?

        var testDescription: String { name }
    }

    /// What no template of a theme meets: lists of anything but records, data that is no record, names that themes
    /// cannot have, and partials that include themselves.
    private static let foreign: Set<String> = [
        "Implicit Iterators - Basic Interpolation", "Implicit Iterators - HTML Escaping",
        "Implicit Iterators - Triple Mustache", "Implicit Iterators - Ampersand",
        "Implicit Iterators - Basic Integer Interpolation", "Implicit Iterator - String",
        "Implicit Iterator - Integer", "Implicit Iterator - Decimal", "Implicit Iterator - Array",
        "Implicit Iterator - HTML Escaping", "Implicit Iterator - Triple mustache", "Implicit Iterator - Ampersand",
        "Implicit Iterator - Root-level", "Recursion",
    ]

    private static func cases() throws -> [Case] {
        struct File: Decodable { var tests: [Case] }
        return try ["comments", "interpolation", "inverted", "partials", "sections"].flatMap { name in
            let data = try Data(contentsOf: Fixtures.url("mustache/\(name).json"))
            return try JSONDecoder().decode(File.self, from: data).tests
        }.filter { !foreign.contains($0.name) }
    }

    @Test func rendersAsTheSpecificationSays() throws {
        let cases = try Self.cases()
        #expect(cases.count > 100)
        for example in cases {
            func parse(_ text: String) -> Template {
                let (template, diagnostics) = Template.parse(Array(text.utf8), origin: SourceLocation(file: "t"))
                #expect(diagnostics.isEmpty, "\(example.name): \(diagnostics)")
                return template
            }
            guard case .record(let values) = example.data.value else {
                Issue.record("\(example.name) has no names")
                continue
            }
            var renderer = TemplateRenderer(
                present: [], fallbacks: [:], partials: (example.partials ?? [:]).mapValues(parse),
                table: SlotTable(avoiding: []))
            renderer.values = values
            let output = try renderer.fill(parse(example.template), escapesHTML: true)
            #expect(String(decoding: output, as: UTF8.self) == example.expected, "\(example.name)")
        }
    }

    /// The data of a case.
    struct JSON: Decodable, Sendable {
        var value: TemplateValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                value = .flag(flag)
            } else if let text = try? container.decode(String.self) {
                value = .text(text)
            } else if let number = try? container.decode(Double.self) {
                value = .text(number == number.rounded() ? "\(Int(number))" : "\(number)")
            } else if let names = try? container.decode([String: JSON].self) {
                value = .record(names.mapValues(\.value))
            } else if let items = try? container.decode([[String: JSON]].self) {
                value = .list(items.map { $0.mapValues(\.value) })
            } else {
                value = .nothing
            }
        }
    }
}
