import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome prune`: what time has made useless goes.
struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Removes expired pages, and assets that the last two builds did not use.",
        discussion: """
            A build removes expired pages too; this is for days without one. An asset stays as long as any page names \
            it, such as that of a lead that has left the source.
            """)

    @Flag(help: "Print what was removed as one JSON object.")
    var json = false

    @Flag(help: "Go on although many pages expire at once.")
    var acceptLoss = false

    @OptionGroup var options: LinkWorkOptions

    func run() throws {
        umask(0o022)
        let console = Console(options.reporting)
        do throws(BuildFailure) {
            var work = try options.work()
            work.acceptsLoss = acceptLoss
            let report = try Pruning.prune(work)
            if json { Console.data(json: Self.render(report)) }
            console.say(
                """
                Removed \(report.expiredPages) expired pages, and \(report.assets) unused assets of \
                \(report.assetBytes) bytes.
                """)
            if report.otherForms > 0 {
                console.say("Removed \(report.otherForms) pages in the form that the site used before.")
            }
            if report.unknownPages > 0 {
                console.say("\(report.unknownPages) pages belong to no link that is known here; they were left alone.")
            }
        } catch {
            throw console.end(error).code
        }
    }

    private static func render(_ report: Pruning.Report) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("expired_pages", report.expiredPages)
            json.member("other_forms", report.otherForms)
            json.member("assets", report.assets)
            json.member("asset_bytes", report.assetBytes)
            json.member("unknown_pages", report.unknownPages)
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
