import ArgumentParser
import WelcomeCore
import WelcomeIO

/// One lead, by the id that the CRM gave it.
struct LeadOptions: ParsableArguments {
    @Argument(help: "The lead's id.")
    var lead: String

    @Option(help: ArgumentHelp("The lead's tenant, where several have one of this id.", valueName: "id"))
    var tenant: String?
}

/// What the commands share that change links without a look at leads.
struct LinkWorkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds to wait for a build that is running.", valueName: "seconds"))
    var wait = 30.0

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        guard (0...3600).contains(wait) else { throw ValidationError("--wait takes a number from 0 to 3600") }
    }

    /// The work's place and moment.
    func work() throws(BuildFailure) -> LinkWork {
        LinkWork(site: try place.open(), now: moment.moment, timeout: wait)
    }
}
