import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome check`: everything that a build would complain about.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Finds everything that a build would complain about, and writes nothing.",
        discussion: "Checks every theme in every locale, used by a lead or not.")

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    func run() throws {
        let console = Console(reporting)
        var status = ExitStatus.done
        do throws(BuildFailure) {
            let site = try place.open()
            let themes = try ThemeCheck.run(site)
            var options = BuildOptions(now: moment.moment, jobs: 1, keysText: keysFromEnvironment)
            options.isDryRun = true
            options.isMomentStated = moment.now != nil
            options.toolPath = toolPathFromEnvironment
            var build = Build(site: site, options: options)
            let (report, failure) = build.run()
            let fromLeads = report.diagnostics.filter { !themes.contains($0) }
            let diagnostics = themes + fromLeads + report.rowDiagnostics + report.readinessDiagnostics
            console.show(diagnostics)
            if diagnostics.contains(where: { $0.severity == .error }) { status = .diagnostics }
            if let failure {
                let ending = console.end(failure)
                if status == .done || ending != .diagnostics { status = ending }
            }
            if status == .done { console.say(summary(of: report)) }
        } catch {
            status = console.end(error)
        }
        if status != .done { throw status.code }
    }

    private func summary(of report: BuildReport) -> String {
        guard !report.unsendable.isEmpty else { return "\(report.leads) leads and all themes are fine." }
        let states = ManifestState.allCases.compactMap { state in
            report.byState[state].map { "\($0) \(state.rawValue)" }
        }
        return "All themes are fine. \(report.leads) leads: \(states.joined(separator: ", "))."
    }
}
