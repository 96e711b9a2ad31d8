import Foundation
import Testing
import WelcomeTestSupport

/// Databases as they are copied and mounted: what cannot be read is said with what to do.
@Suite struct DatabaseStateTests {
    private func site(_ journal: String) throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try site.createDirectory("data")
        try site.replace("leads.ndjson", with: "data/leads.db", in: "welcome.yml")
        // The connection ends without the care that it would take at its end, as one whose files are copied meanwhile.
        let python = """
            import os, sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("PRAGMA journal_mode = " + sys.argv[2])
            c.execute("CREATE TABLE leads(id, phone)")
            c.executemany("INSERT INTO leads VALUES(?, '+77010000001')", [(str(n) * 50,) for n in range(300)])
            if sys.argv[2] == "DELETE":
                c.execute("PRAGMA cache_size = 1")
                c.execute("BEGIN")
                c.execute("UPDATE leads SET id = id || 'x'")
            os._exit(0)
            """
        let run = try ProgramRun.run("/usr/bin/python3", ["-c", python, site.absolute("data/leads.db"), journal])
        try #require(run.status == 0, "\(run.stderr)")
        return site
    }

    @Test func saysWhatToDoAboutAHotJournal() throws {
        let site = try site("DELETE")
        try #require(site.exists("data/leads.db-journal"))
        let run = try site.build()
        #expect(run.status == 1, "\(run.stderr)")
        #expect(run.stderr.contains("a program was cut off while it wrote to the database"), "\(run.stderr)")
        let cure = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("data/leads.db"), ".schema"])
        #expect(cure.status == 0)
        #expect(try site.build().status == 0)
    }

    @Test func warnsOfACopyWithoutItsLog() throws {
        let site = try site("WAL")
        #expect(!(try site.build("--dry-run").stderr.contains("[source-log]")))
        for file in ["data/leads.db-wal", "data/leads.db-shm"] { try site.remove(file) }
        let run = try site.build()
        #expect(run.status == 1)
        #expect(run.stderr.contains("a copy without that lacks the newest rows [source-log]"), "\(run.stderr)")
        #expect(run.stderr.contains("the database has no table `leads`"))
    }

    @Test(.enabled(if: MountedFolder.isAllowed, "SKIPPED: no folder can be mounted here"))
    func saysWhatToDoWhereTheFolderIsReadOnly() throws {
        let site = try site("WAL")
        try site.remove("data/leads.db-shm")
        let script = """
            mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$0" build --site "$2" --now "$3"
            """
        let run = try ProgramRun.run(
            "/usr/bin/unshare",
            [
                "--mount", "/bin/bash", "-c", script, WelcomeBinary.path, site.absolute("data"), site.path,
                SiteFolder.now,
            ],
            environment: ["WELCOME_KEYS": nil])
        #expect(run.status == 74, "\(run.stderr)")
        #expect(run.stderr.contains("the database is in WAL mode, which needs a file -shm beside it"), "\(run.stderr)")
    }
}
