import ArgumentParser
import WelcomeCore

/// `welcome export flowise`: a tool by which an assistant gives a lead the lead's own link.
struct ExportFlowiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flowise",
        abstract: "Prints a custom tool for Flowise that returns the link of the lead in the chat, and of no other.",
        discussion: """
            welcome export flowise --link-url URL > get_welcome_link-CustomTool.json

            The tool sends the session's id to the CRM, with the key in the variable welcome_link_key, and the CRM says \
            whose link it is. Documentation/n8n.md has the details.
            """)

    @Option(
        help: ArgumentHelp("The CRM's address that gives the link of a session.", valueName: "url"),
        transform: { try WebAddress.parse($0, option: "--link-url") })
    var linkURL: String

    func run() {
        let script = String(decoding: PackageResources.flowise_get_link_js, as: UTF8.self)
        Console.data(json: FlowiseTool(linkURL: linkURL, script: script).text)
    }
}
