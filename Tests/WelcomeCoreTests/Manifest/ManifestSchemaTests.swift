import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// The schemas as they are printed: their lists of names must be those that the program writes and reads.
@Suite struct ManifestSchemaTests {
    @Test func listsEveryState() throws {
        let names = ManifestState.allCases.map(\.rawValue)
        #expect(try names == texts("manifest", "properties", "state", "enum"))
        #expect(try Set(names) == Set(texts("manifest-pointer", "properties", "counts", "required")))
    }

    @Test func listsEveryRecipientKindAndNote() throws {
        let recipient = ["$defs", "recipient", "properties"]
        #expect(try RecipientKind.allCases.map(\.rawValue) == texts("manifest", recipient + ["kind", "enum"]))
        #expect(
            try RecipientNote.allCases.map(\.rawValue) == texts("manifest", recipient + ["notes", "items", "enum"]))
    }

    @Test func listsEveryPlaceOfAPlaceholder() throws {
        let names = RequestForm.Placeholder.Place.allCases.map(\.rawValue)
        #expect(try names == texts("manifest", "$defs", "placeholder", "properties", "where", "enum"))
    }

    @Test func listsEveryChoiceOfTheSettings() throws {
        let tenant = ["$defs", "tenant", "properties"]
        #expect(try Region.allCases.map(\.rawValue) == texts("settings", tenant + ["region", "enum"]))
        #expect(try ChannelName.allCases.map(\.rawValue) == texts("settings", tenant + ["channel", "enum"]))
        #expect(
            try PageStore.allCases.map(\.rawValue)
                == texts("settings", "properties", "pages", "properties", "store", "enum"))
        #expect(
            try MediaFetch.allCases.map(\.rawValue)
                == texts("settings", "properties", "media", "properties", "fetch", "enum"))
        let channels = ChannelName.allCases.map(\.rawValue)
        #expect(try channels == texts("manifest", "$defs", "request", "properties", "channel", "enum"))
    }

    @Test func namesEveryProblemAndNoOther() throws {
        let text = try #require(
            try value("manifest", ["$defs", "problem", "properties", "code", "description"]) as? String)
        let named = text.matches(of: /[a-z]+(_[a-z]+)+/).map { String($0.output.0) }
        #expect(named.sorted() == ProblemCode.allCases.map(\.rawValue).sorted())
    }

    @Test func listsEveryNameWithinARequest() throws {
        let request = ["$defs", "request", "properties"]
        let needs = RequestForm.Need.allCases.map(\.rawValue)
        #expect(try needs == texts("manifest", request + ["needs", "items", "enum"]))
        let units = RequestForm.Limit.Unit.allCases.map(\.rawValue)
        #expect(try units == texts("manifest", request + ["limits", "items", "properties", "counted_as", "enum"]))
        #expect(try RequestForm.Retry.allCases.map(\.rawValue) == texts("manifest", request + ["retry", "enum"]))
        let forms = ChannelName.allCases.flatMap { $0.channel.modes.flatMap(\.forms) }
        #expect(try Set(forms.map(\.variant)) == Set(texts("manifest", request + ["variant", "enum"])))
        #expect(try Set(forms.map(\.method)) == Set(texts("manifest", request + ["method", "enum"])))
    }

    @Test(arguments: ChannelName.allCases) func listsEverySettingOfAChannel(channel: ChannelName) throws {
        let place = ["$defs", "tenant", "properties", "channels", "properties", channel.rawValue, "properties"]
        let description = channel.channel
        #expect(try description.variants.map(\.rawValue) == texts("settings", place + ["send", "enum"]))
        let names = try #require(try value("settings", place) as? [String: Any]).keys
        #expect(Set(names) == Set(["send"] + description.settings.map(\.rawValue)))
    }

    /// What is printed for people keeps to the width of the file, and no placeholder is left.
    @Test(arguments: ["leads.sql", "manifest.schema.json", "settings.schema.json", "theme.schema.json"])
    func fillsEveryPlaceholder(file: String) throws {
        let source = try source(file)
        let text = SchemaText.filled(source)
        #expect(text != source)
        for name in ["$channels", "$columns", "$channel-settings"] { #expect(!text.contains(name)) }
        let longest = { (text: String) in text.split(separator: "\n").map(\.count).max() ?? 0 }
        #expect(longest(text) <= max(120, longest(source)))
    }

    @Test func listsEveryChannelInTheTables() throws {
        let names = ChannelName.allCases.map { "'\($0.rawValue)'" }
        let table = SchemaText.filled(try source("leads.sql"))
        let list = try #require(table.firstMatch(of: /channel IN \(([^)]*)\)/)).output.1
        #expect(list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init) == names)
    }

    @Test(arguments: LeadColumn.allCases) func everyColumnIsInTheTableAndInTheDocumentation(column: LeadColumn) throws {
        let table = try #require(try source("leads.sql").components(separatedBy: "CREATE TABLE").dropFirst().first)
        #expect(table.contains("\n  \(column.columnName) "))
        let page = Fixtures.packageRoot.appendingPathComponent("Documentation/FORMATS.md")
        let sections = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix("Leads\n") })
        #expect(section.split(separator: "\n").contains { $0.hasPrefix("| ") && $0.contains("`\(column.columnName)`") })
    }

    @Test func refusesColumnsAsFieldsOfATheme() throws {
        let names = try texts("theme", "properties", "fields", "propertyNames", "not", "enum")
        let columns = LeadColumn.allCases.map(\.columnName).filter { !["name", "city", "note"].contains($0) }
        #expect(names == columns + ["expires"])
    }

    private func texts(_ schema: String, _ path: String...) throws -> [String] { try texts(schema, path) }

    /// Returns the texts of a list in a schema, without what stands for an absent value.
    private func texts(_ schema: String, _ path: [String]) throws -> [String] {
        try #require(try value(schema, path) as? [Any]).compactMap { $0 as? String }
    }

    private func value(_ schema: String, _ path: [String]) throws -> Any {
        let text = SchemaText.filled(try source("\(schema).schema.json"))
        return try path.reduce(try JSONSerialization.jsonObject(with: Data(text.utf8))) { value, key in
            try #require((value as? [String: Any])?[key], "\(schema): \(path)")
        }
    }

    private func source(_ file: String) throws -> String {
        let url = Fixtures.packageRoot.appendingPathComponent("Sources/WelcomeCLI/Schemas/\(file)")
        return try String(contentsOf: url, encoding: .utf8)
    }
}
