import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome revoke`: a page goes offline now.
struct RevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Takes a lead's page offline now, without a build.",
        discussion: """
            The page goes first, then the manifest says so. The lead stays revoked, whatever its row says later, until \
            `welcome revoke --undo` gives it a new link; the old one stays dead.

            Exit codes: 0 done, 1 no such lead, 75 a build was running for longer than --wait.
            """)

    @OptionGroup var lead: LeadOptions

    @Option(help: ArgumentHelp("Only the link with this purpose.", valueName: "slot"))
    var slot: String?

    @Flag(help: "Let the lead have a new link, and issue it if the lead is in the source.")
    var undo = false

    @OptionGroup var options: LinkWorkOptions

    func run() throws {
        umask(0o022)
        let console = Console(options.reporting)
        do throws(BuildFailure) {
            let work = try options.work()
            let named = NamedLead(id: lead.lead, tenant: lead.tenant, slot: slot)
            if undo {
                try reissue(named, work, console)
            } else {
                let pages = try Revocation.revoke(named, work)
                let noun = pages == 1 ? "page" : "pages"
                console.say(pages == 0 ? "It was offline already." : "\(pages) \(noun) went offline.")
            }
        } catch {
            throw console.end(error).code
        }
    }

    private func reissue(_ named: NamedLead, _ work: LinkWork, _ console: Console) throws(BuildFailure) {
        switch try Revocation.undo(named, work, keysText: keysFromEnvironment) {
        case .notRevoked: console.say("The lead was not revoked.")
        case .issued(let report):
            console.show(report.diagnostics + report.rowDiagnostics)
            console.say("The lead has a new link; the manifest names it.")
        }
    }
}
