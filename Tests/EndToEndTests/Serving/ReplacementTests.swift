import Foundation
import Testing
import WelcomeTestSupport

/// Readers of a page that is replaced or removed at this very moment.
@Suite struct ReplacementTests {
    /// Equal answers in a row, as `watch_page.py` prints them.
    struct Answers: Decodable {
        var status: Int
        var sha256: String
        var isWhole: Bool
        var count: Int
    }

    private func end(_ reader: RunningProgram) throws -> [Answers] {
        let run = try reader.end()
        #expect(run.status == 0, "\(run.stderr)")
        return try JSONDecoder().decode([Answers].self, from: run.output.split(separator: 10).last ?? Data())
    }

    @Test func givesEveryReaderOneWholeVersion() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        let line = try #require(try served.site.published().line("a1"))
        let path = try served.site.published().pagePath(line)
        var known: Set<String> = [try hash(path)]

        let readers = try (0..<2).map { _ in try served.server.watch(page) }
        for version in 0..<20 {
            try served.site.changeLead("a1") {
                $0["name"] = String(repeating: "Айгүл", count: version % 7 + 1) + "\(version)"
            }
            #expect(try served.site.build().status == 0)
            known.insert(try hash(path))
        }
        #expect(known.count == 21)
        for reader in readers {
            let answers = try end(reader)
            #expect(answers.allSatisfy { $0.status == 200 && $0.isWhole && known.contains($0.sha256) })
            #expect(Set(answers.map(\.sha256)).count > 2)
        }
    }

    @Test func givesAPageWholeUntilItIsGone() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        let line = try #require(try served.site.published().line("a1"))
        let known = try hash(try served.site.published().pagePath(line))

        let reader = try served.server.watch(page)
        try served.site.changeLead("a1") { $0["revoked"] = true }
        #expect(try served.site.build().status == 0)
        #expect(try served.server.send(HTTPRequest(page, from: "127.0.4.1")).status == 404)

        let answers = try end(reader)
        #expect(answers.allSatisfy { $0.isWhole })
        #expect(answers.first?.status == 200)
        #expect(answers.first?.sha256 == known)
        // What comes after the page was asked for so often that it may be limited.
        #expect(answers.dropFirst().allSatisfy { [404, 429].contains($0.status) })
        #expect(answers.dropFirst().first?.status ?? 404 == 404)
    }

    private func hash(_ path: String) throws -> String {
        let run = try ProgramRun.run("/usr/bin/sha256sum", ["-b", path])
        return String(run.stdout.prefix(64))
    }
}
