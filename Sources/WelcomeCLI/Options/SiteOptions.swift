import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// Where the site is; shared by every command that reads one.
struct SiteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The site's folder, with welcome.yml.", valueName: "dir"))
    var site = "."

    @Option(
        help: ArgumentHelp(
            "The source of leads: SQLite, CSV or NDJSON; - for CSV or NDJSON on standard input.", valueName: "file"))
    var leads: String?

    @Option(help: ArgumentHelp("The folder to write: site, manifest and ledger.", valueName: "dir"))
    var output: String?

    @Option(help: ArgumentHelp("The folder of themes.", valueName: "dir"))
    var themes: String?

    func open() throws(BuildFailure) -> Site {
        let source = leads == "-" ? "/dev/stdin" : leads
        return try Site(directory: site, overrides: .init(leads: source, output: output, themes: themes))
    }
}

/// How diagnostics are shown; shared by every command that has any.
struct ReportOptions: ParsableArguments {
    @Option(help: "How problems are shown: text, json (an object a line) or github (annotations).")
    var format = DiagnosticFormat.text

    @Flag(name: .shortAndLong, help: "Only say what went wrong.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more.")
    var verbose = false
}

/// The moment that counts as now.
struct MomentOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The moment that counts as now, for builds that can be repeated.", valueName: "rfc3339"),
        transform: { text in
            guard let moment = Timestamp(rfc3339: Array(text.utf8)) else {
                throw ValidationError("--now takes a moment such as 2026-11-23T09:00:00+05:00")
            }
            return moment
        })
    var now: Timestamp?

    var moment: Timestamp {
        now ?? Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
    }
}

/// The text of the signing keys where a secret store passes it in the environment.
var keysFromEnvironment: String? { ProcessInfo.processInfo.environment["WELCOME_KEYS"] }

/// Where programs that prepare media are looked for: where a shell would find them.
///
/// Services and cron jobs may be started without `PATH`; then it is the system's.
var toolPathFromEnvironment: String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.isEmpty ? "/usr/local/bin:/usr/bin:/bin" : path
}
