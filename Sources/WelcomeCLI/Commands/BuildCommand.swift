import ArgumentParser
import Dispatch
import Foundation
import Glibc
import WelcomeCore
import WelcomeIO

/// `welcome build`: pages, links and the manifest.
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Builds a page for every lead and publishes the manifest.",
        discussion: """
            Only new and changed pages are written. If anything is wrong with settings, themes or the source as a \
            whole, nothing is published; a row that cannot be used costs that row and is listed in rejects.ndjson. A fault \
            in a tenant's own rows of the tables themes and tenants costs that tenant alone: its pages stay as they are.

            Exit codes: 0 done, 1 errors found, 3 published with rejected rows or without some tenants, 64 usage, \
            74 disk, 75 another build is running, 78 settings or keys.
            """)

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    @Option(name: .customLong("lead"), help: ArgumentHelp("Only this lead; may be repeated.", valueName: "id"))
    var leadIDs: [String] = []

    @Option(help: ArgumentHelp("Only the leads of this tenant.", valueName: "id"))
    var tenant: String?

    @Flag(help: "Write every page, changed or not, and ask again for media by URL.")
    var force = false

    @Flag(help: "Let a fault in one tenant's own rows stop the build for all.")
    var strict = false

    @Flag(help: "Decide everything and write nothing.")
    var dryRun = false

    @Flag(help: "Make a lost or damaged ledger anew from the manifest, then build.")
    var recoverLedger = false

    @Flag(help: "Go on although many leads are gone from the source, or many pages expire at once.")
    var acceptLoss = false

    @Flag(help: "Give up live links under a host that is neither `base_url` nor an alias any more.")
    var acceptNewHost = false

    @Flag(help: "Nothing was ever published for this site, so it may begin without a ledger.")
    var firstBuild = false

    @Option(help: ArgumentHelp("Pages rendered side by side.", valueName: "n"))
    var jobs = BuildCommand.usualJobs(processors: ProcessInfo.processInfo.activeProcessorCount)

    @Flag(help: "Print a report as one JSON object.")
    var json = false

    private static let mostJobs = 64

    /// How many pages are rendered side by side on a machine with so many processors, unless somebody asks for others.
    static func usualJobs(processors: Int) -> Int { min(max(processors, 1), mostJobs) }

    func validate() throws {
        guard (1...Self.mostJobs).contains(jobs) else {
            throw ValidationError("--jobs takes a number from 1 to \(Self.mostJobs)")
        }
        guard !(recoverLedger && firstBuild) else {
            throw ValidationError("--recover-ledger makes a lost ledger anew, --first-build says that there was none")
        }
        guard !recoverLedger || (leadIDs.isEmpty && tenant == nil && !dryRun) else {
            throw ValidationError(
                "--recover-ledger is for a build of everything: not with --lead, --tenant or --dry-run")
        }
    }

    func run() throws {
        // Pages are for the web server to read, whatever the umask of the shell; secrets have modes of their own.
        umask(0o022)
        let console = Console(reporting)
        let stop = StopFlag()
        let signals = [SIGINT, SIGTERM].map { watch($0, raising: stop) }
        defer { for signal in signals { signal.cancel() } }
        let status: ExitStatus
        do throws(BuildFailure) {
            let progress = BuildProgress()
            var build = Build(site: try place.open(), options: options, stop: stop, progress: progress)
            let line = reporting.quiet ? nil : ProgressLine(of: progress)
            let (report, failure) = build.run()
            line?.end()
            console.show(report.diagnostics + report.rowDiagnostics + report.readinessDiagnostics)
            let isPartlyDone = report.rejected > 0 || report.costsTenants
            status = failure.map { console.end($0) } ?? (isPartlyDone ? .rejected : .done)
            if json { Console.data(json: ReportJSON.render(report)) }
            for phase in report.phases { console.detail("\(phase.name): \(String(format: "%.3f s", phase.seconds))") }
            for note in report.notes { console.detail(note) }
            if let plan = report.plan, report.isPublished { console.detail("\(plan)") }
            if failure == nil {
                console.say(summary(of: report))
                for advice in report.advice { console.say("Advice: \(advice).") }
            }
        } catch {
            status = console.end(error)
        }
        if status != .done { throw status.code }
    }

    private var options: BuildOptions {
        var options = BuildOptions(now: moment.moment, jobs: jobs, keysText: keysFromEnvironment)
        options.toolPath = toolPathFromEnvironment
        options.leads = leadIDs
        options.tenant = tenant
        options.isForced = force
        options.isStrict = strict
        options.isDryRun = dryRun
        options.recoversLedger = recoverLedger
        options.isFirstBuild = firstBuild
        options.isMomentStated = moment.now != nil
        options.acceptsLoss = acceptLoss
        options.acceptsNewHost = acceptNewHost
        return options
    }

    private func summary(of report: BuildReport) -> String {
        let seconds = report.phases.reduce(0) { $0 + $1.seconds }
        let time = String(format: "%.2f s", seconds)
        guard report.isPublished else {
            return (report.plan.map { "\($0)\n" } ?? "") + "Dry run: \(report.leads) leads in \(time), nothing written."
        }
        let states = ManifestState.allCases.compactMap { state in
            report.byState[state].map { "\($0) \(state.rawValue)" }
        }
        return """
            \(report.leads) leads: \(states.joined(separator: ", ")); \(report.rejected) rows rejected.
            \(report.pagesWritten) pages written, \(report.pagesUnchanged) unchanged, \(report.pagesRemoved) removed in \
            \(time). Build \(report.build).
            """
    }

    private func watch(_ number: Int32, raising stop: StopFlag) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { stop.raise(number) }
        source.resume()
        return source
    }
}
