import Foundation
import Testing
import WelcomeTestSupport

/// The guide by which a shop chooses its channel, against the channels that there are.
@Suite struct ChannelGuideTests {
    private struct Channels: Decodable {
        var channels: [Channel]
    }

    private struct Channel: Decodable {
        struct Way: Decodable {
            struct Form: Decodable {
                struct Placeholder: Decodable {
                    var name: String
                }

                var fill: [Placeholder]
            }

            var send: String
            var requests: [Form]
        }

        var name: String
        var settings: [String]
        var ways: [Way]
    }

    private func rows(below heading: String) throws -> [[String]] {
        let page = Fixtures.packageRoot.appendingPathComponent("Documentation/channels.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading) } ?? ""
        return section.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func channels() throws -> [Channel] {
        try JSONDecoder().decode(Channels.self, from: WelcomeBinary.run(["channels", "--json"]).output).channels
    }

    @Test func offersEveryChannelToTheShop() throws {
        let offered = try rows(below: "Which one?").map { $0[1] }.joined(separator: " ")
        for channel in try channels() { #expect(offered.contains("`\(channel.name)`"), "\(channel.name)") }
    }

    @Test func listsWhatCanBeSet() throws {
        let rows = try rows(below: "What can be set").dropFirst()
        let words = { (cell: String) in cell.matches(of: /`([a-z0-9-]+)`/).map { String($0.output.1) } }
        for channel in try channels() {
            let row = try #require(rows.first { words($0[0]).contains(channel.name) }, "\(channel.name)")
            #expect(words(row[1]) == channel.ways.map(\.send), "\(channel.name)")
            let named = row.count > 2 ? row[2].replacing(/\([^)]*\)/, with: "") : ""
            #expect(words(named) == channel.settings.filter { $0 != "send" }, "\(channel.name)")
        }
        #expect(rows.flatMap { words($0[0]) }.count == (try channels().count))
    }

    @Test func namesWhatTheCRMFillsIn() throws {
        let rows = try rows(below: "For the CRM's developer")
        for channel in try channels() {
            let row = try #require(rows.first { $0[0].contains("`\(channel.name)`") }, "\(channel.name)")
            for placeholder in channel.ways.flatMap(\.requests).flatMap(\.fill) {
                #expect(row[3].contains("`\(placeholder.name)`"), "\(channel.name) \(placeholder.name)")
            }
        }
    }
}
