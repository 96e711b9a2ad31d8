import ArgumentParser
import WelcomeCore
import WelcomeIO

/// `welcome keys`: the keys that sign links.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Adds or lists signing keys.",
        discussion: """
            A link keeps the key that it was signed with. A new key signs new links only, of leads from its first day \
            on; an old one may be destroyed when no link needs it any more.
            """,
        subcommands: [KeysNewCommand.self, KeysListCommand.self])
}

/// `welcome keys new`: one more signing key.
struct KeysNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Adds a signing key to the key file.",
        discussion: """
            The keys that are there stay as they are, and every link stays valid. A key file that is missing or damaged \
            is never replaced by a new one: links that were sent depend on it.
            """)

    @Option(
        help: ArgumentHelp("The first day whose leads it signs; today unless said otherwise.", valueName: "yyyy-mm-dd"),
        transform: { text in
            guard let day = CivilDate(iso: Array(text.utf8)), day.daysSinceEpoch >= 0 else {
                throw ValidationError("--not-before takes a day such as 2026-11-23")
            }
            return day
        })
    var notBefore: CivilDate?

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    func run() throws {
        let console = Console(reporting)
        do throws(BuildFailure) {
            let added = try KeyAddition.make(
                in: place.open(), notBefore: notBefore, now: moment.moment, environmentText: keysFromEnvironment)
            console.say(
                """
                Key \(added.id) is in \(added.file). It signs new links of leads created \(added.signs.words).
                Back the file up now, in a safe place and never in git: links cannot be made again without it.
                """)
            if added.isRewritten {
                console.say("Its list stood between brackets; now each key has lines of its own.")
            }
        } catch {
            throw console.end(error).code
        }
    }
}

/// `welcome keys list`: what each key signs, and until when it is needed.
struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists signing keys, what they sign and when they may be destroyed.",
        discussion: """
            Nothing is written, and no key is shown. Exit code 78 when links that still work need a key that is missing.
            """)

    @OptionGroup var place: SiteOptions
    @OptionGroup var moment: MomentOption
    @OptionGroup var reporting: ReportOptions

    @Flag(help: "Print the list as one JSON object.")
    var json = false

    func run() throws {
        let console = Console(reporting)
        let status: ExitStatus
        do throws(BuildFailure) {
            let (inventory, diagnostics) = try KeyInventory.make(
                of: place.open(), now: moment.moment, environmentText: keysFromEnvironment)
            if json { Console.data(json: inventory.json) } else { Console.data(inventory.table) }
            console.show(diagnostics)
            if inventory.keys.contains(where: { if case .removable = $0.disposition { true } else { false } }) {
                console.say(
                    """
                    To destroy a key, take it out of the key file and of its backups. New links of leads from its days \
                    are then signed with the next older key, or else with the oldest.
                    """)
            }
            status = diagnostics.isEmpty ? .done : .settings
        } catch {
            status = console.end(error)
        }
        if status != .done { throw status.code }
    }
}
