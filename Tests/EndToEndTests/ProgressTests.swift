import Foundation
import Testing
import WelcomeTestSupport

/// What a person sees while a build runs.
@Suite struct ProgressTests {
    private func site(leads: Int) throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try site.writeLeads(
            (0..<leads).map { number in
                ["id": "n\(number)", "name": "Айгүл", "theme": "shop", "phone": "+7\(7_010_000_000 + number)"]
            })
        return site
    }

    @Test func terminalShowsOneLineThatGoesAgain() throws {
        let site = try site(leads: 6_000)
        let run = try PythonTool.run(
            "run_in_terminal", [WelcomeBinary.path, "build", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0, "\(run.stdout)")
        let line =
            /\r\u{1B}\[K(leads|links and pages|publish): [0-9 ]+( of 6 000 \([0-9]+ %\))?, [0-9 ]+\/s(, [0-9a-z ]+ left)?/
        #expect(run.stdout.contains(line), "\(run.stdout)")
        let rest = try #require(run.stdout.components(separatedBy: "\r\u{1B}[K").last)
        #expect(rest.hasPrefix("6000 leads: "), "\(rest)")
    }

    @Test func terminalShowsNothingToWhoWantsQuiet() throws {
        let site = try site(leads: 3_000)
        let run = try PythonTool.run(
            "run_in_terminal", [WelcomeBinary.path, "build", "-q", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0)
        #expect(!run.stdout.contains("\r\u{1B}[K"))
    }

    @Test func otherBuildsOfSecondsSayNothingOnTheWay() throws {
        let run = try site(leads: 2_000).build()
        #expect(run.status == 0)
        #expect(!run.stderr.contains("links and pages") && !run.stderr.contains("\u{1B}"))
    }
}
