import Foundation
import Testing
import WelcomeTestSupport

/// Leads from a pipe: each is read once, and none is lost.
@Suite struct PipedLeadsTests {
    private static let csv = "id,phone\n" + (1...3).map { "\($0),+7701000000\($0)\n" }.joined()
    private static let ndjson = (1...3).map { "{\"id\":\"\($0)\",\"phone\":\"+7701000000\($0)\"}\n" }.joined()

    private func expectLeads(
        _ site: SiteFolder, _ run: ProgramRun, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        #expect(run.status == 0, "\(run.stderr)", sourceLocation: sourceLocation)
        #expect(try site.published().lines.map(\.lead) == ["1", "2", "3"], sourceLocation: sourceLocation)
    }

    /// Runs the program by a shell, in which `$welcome` is a build of the site and `$leads` are the leads.
    private func run(_ script: String, _ site: SiteFolder, _ leads: String) throws -> ProgramRun {
        try site.write(leads, to: "input")
        return try ProgramRun.run(
            "/bin/bash", ["-c", script],
            environment: [
                "welcome": WelcomeBinary.path, "site": site.path, "now": SiteFolder.now,
                "leads": site.absolute("input"),
                "WELCOME_KEYS": nil,
            ])
    }

    @Test(arguments: [csv, ndjson, "\u{FEFF}sep=,\n" + csv, csv.replacingOccurrences(of: "\n", with: "\r")])
    func readsEveryByteOnce(leads: String) throws {
        for source in [
            "cat \"$leads\" | \"$welcome\" build --site \"$site\" --now $now --leads -",
            "cat \"$leads\" | \"$welcome\" build --site \"$site\" --now $now --leads /dev/stdin",
            "\"$welcome\" build --site \"$site\" --now $now --leads - < \"$leads\"",
            "\"$welcome\" build --site \"$site\" --now $now --leads <(cat \"$leads\")",
            "\"$welcome\" build --site \"$site\" --now $now --leads <(while IFS= read -r -n1 -d '' c; do printf %s \"${c:-$'\\n'}\"; done < \"$leads\")",
        ] {
            let site = try SiteFolder.shop()
            try expectLeads(site, try run(source, site, leads))
        }
    }

    @Test func readsANamedPipeAndASocket() throws {
        let site = try SiteFolder.shop()
        let script = """
            mkfifo "$site/pipe"
            (sleep 0.3; cat "$leads" > "$site/pipe") &
            "$welcome" build --site "$site" --now $now --leads "$site/pipe"
            """
        try expectLeads(site, try run(script, site, Self.csv))
        // Node.js gives the programs that it starts a socket.
        let python = """
            import os, socket, subprocess, sys
            ours, theirs = socket.socketpair()
            child = subprocess.Popen(sys.argv[2:], stdin=theirs)
            theirs.close()
            ours.sendall(open(sys.argv[1], "rb").read())
            ours.close()
            sys.exit(child.wait())
            """
        let other = try SiteFolder.shop()
        try other.write(Self.ndjson, to: "input")
        let run = try ProgramRun.run(
            "/usr/bin/python3",
            [
                "-c", python, other.absolute("input"), WelcomeBinary.path, "build", "--site", other.path, "--now",
                SiteFolder.now, "--leads", "-",
            ], environment: ["WELCOME_KEYS": nil])
        try expectLeads(other, run)
    }

    @Test func saysThatADatabaseCannotComeThroughAPipe() throws {
        let site = try SiteFolder.shop()
        let made = try ProgramRun.run(
            "/usr/bin/sqlite3", [site.absolute("leads.db"), "CREATE TABLE leads(id); INSERT INTO leads VALUES(1);"])
        try #require(made.status == 0)
        let script = "cat \"$site/leads.db\" | \"$welcome\" build --site \"$site\" --now $now --leads -"
        let run = try run(script, site, "")
        #expect(run.status == 1)
        #expect(
            run.stderr.contains("a SQLite database cannot be read from a pipe [source-unreadable]"), "\(run.stderr)")
    }

    @Test func saysThatNothingCame() throws {
        let site = try SiteFolder.shop()
        let run = try run("\"$welcome\" build --site \"$site\" --now $now --leads - < /dev/null", site, "")
        #expect(run.status == 1)
        #expect(run.stderr.contains("[source-empty]"))
    }
}
