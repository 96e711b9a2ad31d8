package import ArgumentParser
import WelcomeIO

/// The program's command line.
package struct Welcome: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "welcome",
        abstract: "Builds a welcome page for every lead, and the manifest from which a CRM sends the links.",
        discussion: """
            A site is a folder with welcome.yml, themes and a source of leads. `welcome init --sample` makes one to \
            look at; `welcome build` builds it.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, BuildCommand.self, CheckCommand.self, ExplainCommand.self, VerifyCommand.self,
            RevokeCommand.self, ForgetCommand.self, PruneCommand.self, KeysCommand.self, ChannelsCommand.self,
            NginxCommand.self, SchemaCommand.self, ExportCommand.self,
        ])

    package init() {}

    /// Runs the command that the process was started with, and ends the process.
    package static func start() {
        StandardStreams.prepare()
        main()
    }
}
