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

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    @Flag(help: "Print the manifest line that the lead would have.")
    var json = false

    func run() throws {
        let console = Console(reporting)
        do {
            var options = BuildOptions(now: moment.moment, jobs: 1, keysText: keysFromEnvironment)
            options.toolPath = toolPathFromEnvironment
            let explanations = try Explanation.make(lead: lead, tenant: tenant, site: place.open(), options: options)
            for explanation in explanations {
                console.show(explanation.diagnostics)
                Console.data(json ? line(of: explanation) : ExplanationText(explanation).description)
            }
            if explanations.contains(where: { $0.page == nil }) { throw ExitStatus.findings.code }
        } catch let failure as BuildFailure {
            throw console.end(failure).code
        }
    }

    private func line(of explanation: Explanation) -> String {
        var json = JSONWriter()
        explanation.line.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
