/// A custom tool that Flowise imports: it answers with the link of the lead whose chat it is used in.
package struct FlowiseTool: Sendable {
    /// The CRM's address that gives the link of a session.
    package var linkURL: String
    /// The body of the tool's function, with `LINK_URL` where the address goes.
    package var script: String

    package init(linkURL: String, script: String) {
        self.linkURL = linkURL
        self.script = script
    }

    /// The file's text, as Flowise exports and loads tools.
    package var text: String {
        var literal = JSONWriter()
        literal.string(linkURL)
        let address = String(decoding: literal.bytes, as: UTF8.self)
        let parts = script.split(separator: "LINK_URL", omittingEmptySubsequences: false)
        let tool: JSONValue = [
            "name": "get_welcome_link",
            "description": .string(
                "Returns the personal welcome page of the person in this chat: voice message, photos and prices. Use it when "
                    + "they ask for the page, the price list or the photos. It takes no arguments and knows no other person."
            ),
            "color": "linear-gradient(rgb(31,111,84), rgb(12,54,42))",
            "iconSrc": "",
            // No argument at all: what the model passes on comes from the chat, and so from anybody.
            "schema": "[]",
            "func": .string(parts.joined(separator: address)),
        ]
        return tool.line
    }
}
