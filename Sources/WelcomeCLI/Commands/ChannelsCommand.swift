import ArgumentParser
import WelcomeCore

/// `welcome channels`: what there is to deliver by.
struct ChannelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: "Lists the channels, or says what one needs and sends.",
        discussion: """
            A tenant's channel is one word in welcome.yml, `channel`, and how it sends is set under `channels`. \
            `welcome explain LEAD --channel NAME` shows what a lead would be sent.
            """)

    @Argument(help: ArgumentHelp("The channel.", valueName: "name"))
    var name: ChannelName?

    @Flag(help: "Print JSON, with what each answer means.")
    var json = false

    func run() {
        switch (name, json) {
        case (let name?, false): Console.data(ChannelText.document(name.channel))
        case (nil, false): Console.data(ChannelText.table(ChannelName.allCases.map(\.channel)))
        case (let name?, true): Console.data(json: ChannelJSON.render(name.channel))
        case (nil, true): Console.data(json: ChannelJSON.render(ChannelName.allCases.map(\.channel)))
        }
    }
}
