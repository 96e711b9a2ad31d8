/// ChatFlow's `send-text`, the one request that its gateway carries out reliably.
///
/// Always a GET: the gateway has no POST route and answers one with an HTML page. A text beyond 1200 UTF-16 units does
/// not fit its request line, so it makes a lead unsendable instead.
package enum ChatFlow {
    static let text = form("send-text", .chatflow, "text", limits: [.init("msg", .utf16, maxUnits)])
    static let textToFill = form(
        "send-text", .chatflow, "text", limits: [.init("msg", .utf16, maxUnits)], recipient: .init("jid", .query))
    /// The longest text, once it is percent-encoded, that web servers take in a request line.
    static let maxUnits = TemplateSet.maxMessageUnits

    /// A form of the older routes, which all take a token and an instance in the query.
    static func form(
        _ verb: String, _ channel: ChannelName, _ variant: String, limits: [RequestForm.Limit] = [],
        recipient: RequestForm.Placeholder? = nil
    ) -> RequestForm {
        RequestForm(
            channel, variant, "GET", "https://app.chatflow.kz/api/v1/\(verb)",
            secrets: [.init("token", .query)],
            fill: [.init("instance_id", .query)] + [recipient].compactMap(\.self), needs: [.optIn], limits: limits,
            ok: .init("success", is: .isTrue))
    }

    /// The pair that names the recipient, where the manifest may.
    static func recipient(_ greeting: Greeting, _ terms: ChannelTerms) -> [ChannelRequest.Parameter] {
        guard terms.includesRecipients, let jid = greeting.recipient.jid else { return [] }
        return [.init("jid", jid)]
    }

    /// What the gateway says, all with the status 200.
    static let failures: [Channel.Failure] = [
        .init(
            .text("message", equals: "This number is not found on WhatsApp"), .permanent, "no such account",
            reason: .number),
        .init(.text("message", equals: "Please add token"), .config, "the token is missing", reason: .token),
        .init(.text("msg", equals: "Please add token"), .config, "the token is missing", reason: .token),
        .init(
            .text("message", equals: "Either your instance_id is invalid or your instance is not longer connected"),
            .config, "the WhatsApp number is not connected", reason: .instance),
        .init(.begins("message", "Parameter ["), .config, "a parameter is missing", reason: .parameters),
        .init(.html, .ambiguous, "the route does not exist, or the answer got lost"),
        .init(.silence, .ambiguous, "answers were seen to take longer than 30 seconds"),
    ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let chatflow = ChannelName("chatflow")
}

extension Channel {
    static let chatflow = Channel(
        name: .chatflow, title: "ChatFlow, one text",
        summary: "The message with the page's link, through ChatFlow's send-text.", addressing: .phone,
        modes: [.init(variant: .text, summary: "The message as a text.", forms: [ChatFlow.text])],
        failures: ChatFlow.failures,
        remarks: ["Send only to leads who wrote first, 30 to 90 seconds apart: WhatsApp restricts other numbers."]
    ) { terms in
        let form = terms.includesRecipients ? ChatFlow.text : ChatFlow.textToFill
        return { greeting in
            let size = greeting.message.length.utf16Units
            guard size <= ChatFlow.maxUnits else {
                return .refused(.tooLong)
            }
            let query =
                ChatFlow.recipient(greeting, terms)
                + [ChannelRequest.Parameter(key: "msg", value: greeting.message.text)]
            let key = dedupKey(for: greeting.identity, index: 0)
            return Delivery(requests: [ChannelRequest(form, query: query, sizes: [size], dedupKey: key)])
        }
    }
}
