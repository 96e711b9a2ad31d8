import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome verify`: what became of a link.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Says whether a link is valid, expired, revoked, or not one of this site.",
        discussion: """
            Letters that were mistyped, as o for 0, are mended as the page does it that answers a link to nowhere. Exit \
            code 0 for a valid link, 1 for any other.
            """)

    @Argument(help: "A code, or the whole link.")
    var link: String

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    func run() throws {
        let console = Console(reporting)
        do {
            let inquiry = try LinkInquiry.make(link, site: place.open(), now: moment.moment)
            let mended = inquiry.code.flatMap { inquiry.isMended ? " (mistyped; the code is \($0))" : nil } ?? ""
            Console.data("\(inquiry.verdict)\(mended)\n")
            if !inquiry.verdict.isValid { throw ExitStatus.diagnostics.code }
        } catch let failure as BuildFailure {
            throw console.end(failure).code
        }
    }
}
