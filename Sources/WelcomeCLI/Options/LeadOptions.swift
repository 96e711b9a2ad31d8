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

/// How long a command waits that must not fail because a build is running.
struct PatienceOption: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds to wait for a build that is running.", valueName: "seconds"))
    var wait = 30.0

    func validate() throws {
        guard (0...3600).contains(wait) else { throw ValidationError("--wait takes a number from 0 to 3600") }
    }
}
