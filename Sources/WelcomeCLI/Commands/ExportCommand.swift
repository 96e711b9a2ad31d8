import ArgumentParser
import WelcomeCore
import WelcomeIO

/// `welcome export`: files for programs that stand between the manifest and a messenger.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints what n8n or Flowise imports to work with this site.",
        subcommands: [ExportN8NCommand.self, ExportFlowiseCommand.self])
}
