import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome forget`: a person is erased.
struct ForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erases a person everywhere below the output folder, and prints a receipt.",
        discussion: """
            Let the CRM stop sending first. The page goes, then media of its own, its manifest lines with every older \
            manifest, and its rows of the ledger. A mark that names nobody stays, so that a source of before cannot \
            bring the person back: its row is rejected. The receipt is one JSON object; keep it, and run the command \
            again after a backup was restored.

            The source of leads, backups and the web server's logs are not ours to change.
            """)

    @OptionGroup var lead: LeadOptions
    @OptionGroup var options: LinkWorkOptions

    func run() throws {
        umask(0o022)
        let console = Console(options.reporting)
        do throws(BuildFailure) {
            let work = try options.work()
            let receipt = try Erasure.forget(NamedLead(id: lead.lead, tenant: lead.tenant), work)
            Console.data(json: Self.render(receipt))
            if receipt.isInSource != false {
                console.say(
                    receipt.isInSource == true
                        ? "The source still has a row of this lead: remove it there; until then builds reject it."
                        : "The source could not be read: see to it that it has no row of this lead.")
            }
        } catch {
            throw console.end(error).code
        }
    }

    private static func render(_ receipt: Erasure.Receipt) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("v", 1)
            json.member("tenant", receipt.tenant)
            json.member("lead", receipt.lead)
            json.member("forgotten_at", receipt.erasedAt.iso)
            json.key("removed")
            json.object { json in
                json.member("pages", receipt.pages)
                json.member("media", receipt.media)
                json.member("manifest_lines", receipt.manifestLines)
                json.member("links", receipt.links)
            }
            json.key("in_source")
            if let isInSource = receipt.isInSource { json.boolean(isInSource) } else { json.null() }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
