import Foundation
import Glibc
import Testing
import WelcomeTestSupport

/// Sources that give nothing and do not end: a signal ends the build all the same.
@Suite struct EndlessSourceTests {
    /// A query that goes on for ever without a row.
    private static let query =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n WHERE i < 0"

    private func database(_ site: SiteFolder, _ sql: String) throws {
        let made = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db")], input: sql)
        try #require(made.status == 0, "\(made.stderr)")
        try site.replace("leads.ndjson", with: "leads.db", in: "welcome.yml")
    }

    private func expectStop(
        of site: SiteFolder, _ arguments: [String] = [], by signal: Int32, _ status: Int32
    ) throws {
        // The shell tells its own number, which is the program's once it has become the program.
        let words = ["build", "--site", site.path, "--now", SiteFolder.now, "-v"] + arguments
        let program = try RunningProgram(
            "/bin/bash", ["-c", "echo $$; exec \"$0\" \"$@\"", WelcomeBinary.path] + words,
            environment: ["WELCOME_KEYS": nil])
        try program.waitForLine()
        let process = try #require(pid_t(program.saidSoFar.prefix { $0.isNumber }))
        // Until the handler of the signal is there, the signal would end the program at once.
        Thread.sleep(forTimeInterval: 1.5)
        let asked = ContinuousClock.now
        kill(process, signal)
        #expect(try program.end().status == status)
        #expect(ContinuousClock.now - asked < .seconds(5))
        #expect(!site.exists("output/manifest.json"))
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func endsAQueryThatNeverDoes(signal: Int32, status: Int32) throws {
        let site = try SiteFolder.shop()
        try database(site, "CREATE TABLE t(x);")
        try site.write(try site.text("welcome.yml") + "leads_query: \(Self.query)\n", to: "welcome.yml")
        try expectStop(of: site, by: signal, status)
    }

    @Test func endsATableOfThemesThatNeverDoes() throws {
        let site = try SiteFolder.shop()
        try database(
            site,
            "CREATE TABLE leads(id); CREATE VIEW themes AS \(Self.query.replacing("i AS id", with: "i AS theme"));")
        try expectStop(of: site, by: SIGTERM, 143)
    }

    @Test func endsAPipeThatGivesNothing() throws {
        let site = try SiteFolder.shop()
        try expectStop(of: site, ["--leads", "-"], by: SIGTERM, 143)
        let other = try SiteFolder.shop()
        _ = unsafe mkfifo(other.absolute("pipe"), 0o600)
        try expectStop(of: other, ["--leads", other.absolute("pipe")], by: SIGINT, 130)
    }
}
