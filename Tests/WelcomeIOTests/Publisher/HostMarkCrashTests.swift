import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Wherever a build stops, a fragment that asks for marks finds those of every page that the manifest names.
@Suite(.needs(.manyBuilds)) struct HostMarkCrashTests {
    private static let now = ChangingLeads.firstDay
    private static let leads =
        "id,tenant,theme,phone\n1,,base,+77011234561\n2,b,base,+77011234562\n3,c,base,+77011234563\n"

    private static func settings(b: String?, c: String?) -> SiteFile {
        let tenants = [("b", b), ("c", c)].compactMap { id, host in host.map { "  \(id): {base_url: https://\($0)}\n" }
        }
        return .text(
            "base_url: https://w.example.kz\nleads: leads.csv\nlocales: {default: ru, available: [ru]}\n"
                + (tenants.isEmpty ? "" : "tenants:\n") + tenants.joined())
    }

    /// What a line says of its link.
    private struct Line: Decodable {
        var url: String
    }

    /// The links of the published manifest that have no mark, where the site has marks at all.
    private func unmarked(_ published: PublishedSite) throws -> [String] {
        guard try published.lines() != nil, published.files.keys.contains(where: { $0.hasPrefix("site/h/") }) else {
            return []
        }
        return try published.manifestText().split(separator: "\n").compactMap { line in
            let url = try JSONDecoder().decode(Line.self, from: Data(line.utf8)).url
            let mark = url.replacing("https://", with: "site/h/")
            return published.files[mark] == nil ? mark : nil
        }
    }

    private func marks(_ site: StoppableSite) -> [String] {
        site.published.files.keys.filter { $0.hasPrefix("site/h/") }.sorted()
    }

    /// The settings before and after: marks come to be, and tenants move.
    @Test(
        arguments: [
            ([nil, nil], ["b.example.kz", "c.example.kz"]), (["b.example.kz", nil], ["c.example.kz", "b.example.kz"]),
        ] as [([String?], [String?])])
    func hasEveryMarkWhereverABuildStops(before: [String?], after: [String?]) throws {
        let site = try StoppableSite(["welcome.yml": Self.settings(b: before[0], c: before[1])])
        try #require(try site.build(Self.leads, now: Self.now) == nil)
        let start = try site.moment()
        try site.site.put(Self.settings(b: after[0], c: after[1]), at: "welcome.yml")
        try #require(try site.build(Self.leads, now: Self.now) == nil)
        let (clean, count) = (marks(site), site.memory.operations.count)
        try #require(clean.count == 3)
        #expect(try unmarked(site.published) == [])

        for stop in 0..<count {
            try site.restore(start)
            #expect(try site.build(Self.leads, now: Self.now, fault: .stop(at: stop)) != nil)
            let last = site.memory.operations.last ?? "nothing"
            #expect(try unmarked(site.published) == [], "stopped after \(last)")
            #expect(try site.build(Self.leads, now: Self.now) == nil)
            #expect(marks(site) == clean, "stopped after \(last)")
        }
    }
}
