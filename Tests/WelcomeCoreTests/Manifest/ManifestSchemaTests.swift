import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// The schemas are written by hand; their lists of names must be those that the program writes and reads.
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

    @Test func namesEveryProblemOfARecipientOrMessage() throws {
        let text = try #require(
            try value("manifest", ["$defs", "problem", "properties", "code", "description"]) as? String)
        let codes =
            RecipientProblem.allCases.map(\.rawValue) + MessageProblem.allCases.map(\.rawValue)
            + GreetingProblem.allCases.map(\.rawValue)
        for code in codes + ChannelProblem.allCases.map(\.rawValue) {
            #expect(text.contains(code))
        }
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
        #expect(try channel.variants.map(\.rawValue) == texts("settings", place + ["send", "enum"]))
        let names = try #require(try value("settings", place) as? [String: Any]).keys
        #expect(Set(names) == Set(["send"] + channel.settingNames.map(\.rawValue)))
    }

    @Test func refusesColumnsAsFieldsOfATheme() throws {
        let names = try texts("theme", "properties", "fields", "propertyNames", "not", "enum")
        let own: Set<String> = ["name", "city", "note"]
        let columns = LeadColumn.allCases.map(\.columnName).filter { !own.contains($0) }
        #expect(names == columns + ["expires"])
    }

    private func texts(_ schema: String, _ path: String...) throws -> [String] { try texts(schema, path) }

    /// Returns the texts of a list in a schema, without what stands for an absent value.
    private func texts(_ schema: String, _ path: [String]) throws -> [String] {
        try #require(try value(schema, path) as? [Any]).compactMap { $0 as? String }
    }

    private func value(_ schema: String, _ path: [String]) throws -> Any {
        let file = Fixtures.packageRoot.appendingPathComponent("Sources/WelcomeCLI/Schemas/\(schema).schema.json")
        return try path.reduce(try JSONSerialization.jsonObject(with: Data(contentsOf: file))) { value, key in
            try #require((value as? [String: Any])?[key], "\(schema): \(path)")
        }
    }
}
