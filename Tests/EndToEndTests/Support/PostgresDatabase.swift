import Foundation
import Synchronization
import WelcomeTestSupport

/// A database of a real PostgreSQL, with the table that the CRM's documentation describes.
///
/// All databases are of one server, which is started when the first is asked for and ends with the tests. It listens on
/// a socket in a folder of its own, and keeps nothing safe, for nothing of it lasts.
struct PostgresDatabase {
    private let name: String
    private let folder: String

    /// The server did not start, or a statement failed.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Makes a database with an empty table `WelcomeSend`.
    init() throws {
        folder = try Self.server.withLock { server in
            if let server { return server.folder }
            let started = try Self.start()
            server = started
            return started.folder
        }
        name = "d\(UInt32.random(in: 0 ... .max))"
        _ = try Self.run(Self.client(folder, "postgres"), "CREATE DATABASE \(name)")
        try query(Self.table)
    }

    /// What Prisma makes of the model `WelcomeSend` in `Documentation/crm.md`.
    private static let table = """
        CREATE TABLE "WelcomeSend" (
            "dedupKey" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "leadId" TEXT NOT NULL,
            "outcome" TEXT NOT NULL DEFAULT 'claimed', "reason" TEXT, "mayRepeat" BOOLEAN NOT NULL DEFAULT false,
            "claimedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "settledAt" TIMESTAMP(3))
        """

    // MARK: Statements

    /// The command line of the client, to which a statement can be added.
    var client: [String] { Self.client(folder, name) }

    /// Carries out a statement; its rows, in which columns are separated by a bar.
    @discardableResult
    func query(_ statement: String) throws -> [String] { try Self.run(client, statement) }

    private static func client(_ folder: String, _ database: String) -> [String] {
        ["/usr/bin/psql", "--no-psqlrc", "--quiet", "--host", folder, "--username", "shop", "--dbname", database]
    }

    private static func run(_ client: [String], _ statement: String) throws -> [String] {
        let run = try ProgramRun.run(
            client[0], client.dropFirst() + ["--tuples-only", "--no-align", "--command", statement])
        guard run.status == 0 else { throw Failure(description: run.stderr) }
        return run.stdout.split(separator: "\n").map(String.init)
    }

    // MARK: The server

    /// The folder of the newest server's programs; `nil` where there is none.
    static let programs: String? = {
        let root = "/usr/lib/postgresql"
        // Where the folder is not there, neither is the server, and that is all that is asked.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let found = versions.compactMap { Int($0) }.sorted().last.map { "\(root)/\($0)/bin" }
        return found.flatMap { FileManager.default.isExecutableFile(atPath: "\($0)/postgres") ? $0 : nil }
    }()

    /// PostgreSQL refuses to be root.
    private static let launcher = NSUserName() == "root" ? "/sbin/runuser -u postgres --" : ""

    /// Starts the server, and ends it when standard input does: when the tests are over, however they ended.
    private static let script = """
        exec 2>&1
        folder=$1 programs=$2
        trap 'rm -rf "$folder"' EXIT
        [ -z "$3" ] || chown postgres "$folder"
        cd "$folder"
        $3 "$programs/initdb" --pgdata data --username shop --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync
        $3 "$programs/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=off &
        server=$!
        read -r _
        # Nobody reads any more, and whoever writes to nobody is killed.
        exec >/dev/null 2>&1
        kill "$server"
        wait "$server"
        """

    /// A server that runs; whoever lets go of it ends it.
    private struct Server {
        /// Where its socket lies.
        var folder: String
        var process: RunningProgram
    }

    private static let server = Mutex<Server?>(nil)

    private static func start() throws -> Server {
        guard let programs else { throw Failure(description: "PostgreSQL is not here") }
        // The path of a socket has at most 107 bytes, so not in the tests' own temporary folder.
        let folder = "/tmp/welcome-pg-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = try RunningProgram("/bin/sh", ["-c", script, "sh", folder, programs, launcher])
        guard try process.waitForOutput(containing: "ready to accept connections") else {
            throw Failure(description: process.saidSoFar)
        }
        return Server(folder: folder, process: process)
    }
}
