import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome init`: a new site to build on.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a new site: settings, signing keys and a starter theme.",
        discussion: "Never overwrites a file: it stops at the first that is there already.")

    @Argument(help: ArgumentHelp("The new site's folder.", valueName: "dir"))
    var directory = "."

    @Flag(help: "Add two real themes and a database of awkward, invented leads.")
    var sample = false

    @OptionGroup var reporting: ReportOptions

    func run() throws {
        let console = Console(reporting)
        do throws(BuildFailure) {
            let site = NewSite(directory: directory, shipped: try ShippedFiles.find())
            try sample ? site.createSample() : site.createStarter()
            console.say(
                """
                A new site is in \(directory == "." ? "this folder" : directory).
                keys.yml signs its links: keep a copy in a safe place, and never in git.
                Next: welcome build\(directory == "." ? "" : " --site \(directory)")
                """)
        } catch {
            throw console.end(error).code
        }
    }
}
