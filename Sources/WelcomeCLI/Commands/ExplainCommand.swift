import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome explain`: what a build decides about one lead, and why.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows what a lead gets and where each value comes from.",
        discussion: """
            Prints personal data of that one lead: theme, language, media, link, message and request. Nothing is \
            written, and a link shown for a new lead is the one that the next build would issue.
            """)

    @Argument(help: "The lead's id.")
    var lead: String

    @Option(help: ArgumentHelp("The lead's tenant, where several have one of this id.", valueName: "id"))
    var tenant: String?

    @Option(
        help: ArgumentHelp(
            "How this channel would send, in place of the lead's own; `welcome channels` lists them.",
            valueName: "name"))
    var channel: ChannelName?

    @Flag(help: "Print the requests as commands for a shell, with variables for what only the CRM has.")
    var curl = false

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    @Flag(help: "Print the manifest line that the lead would have.")
    var json = false

    func validate() throws {
        guard !json || !curl else { throw ValidationError("--json and --curl are two forms of the same thing") }
    }

    func run() throws {
        let console = Console(reporting)
        do {
            var options = BuildOptions(now: moment.moment, jobs: 1, keysText: keysFromEnvironment)
            options.toolPath = toolPathFromEnvironment
            let explanations = try Explanation.make(
                lead: lead, tenant: tenant, channel: channel, site: place.open(), options: options)
            for explanation in explanations {
                console.show(explanation.diagnostics)
                if curl {
                    show(explanation, console)
                } else if json {
                    Console.data(json: line(of: explanation))
                } else {
                    Console.data(ExplanationText(explanation, isChannelAsked: channel != nil).description)
                }
            }
            if explanations.contains(where: { $0.page == nil || (curl && $0.line.requests.isEmpty) }) {
                throw ExitStatus.diagnostics.code
            }
        } catch let failure as BuildFailure {
            throw console.end(failure).code
        }
    }

    /// Prints the requests as commands, or says why there are none.
    private func show(_ explanation: Explanation, _ console: Console) {
        let line = explanation.line
        for problem in line.problems {
            console.say(problem.code.rawValue + (problem.column.map { " in \($0)" } ?? ""))
        }
        if line.requests.isEmpty { console.say("Nothing would be sent: the lead is \(line.state.rawValue).") }
        Console.data(line.requests.map { ShellCommand($0).text }.joined(separator: "\n"))
    }

    private func line(of explanation: Explanation) -> String {
        var json = JSONWriter()
        explanation.line.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension ChannelName: ExpressibleByArgument {}
