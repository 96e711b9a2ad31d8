extension ChannelName {
    /// How settings and rows name the channel below.
    package static let chatflowFlow = ChannelName("chatflow-flow")
}

extension Channel {
    /// ChatFlow's newer route, for cabinets that have a flow in place of an instance.
    static let chatflowFlow = Channel(
        name: .chatflowFlow, title: "ChatFlow, by a flow",
        summary: "The message with the page's link, through the route n8n/action/text of newer cabinets.",
        addressing: .phone, modes: [.init(variant: .text, summary: "The message as a text.", forms: [form([])])],
        failures: [
            .init(
                .text("message", equals: "Flow ID not found"), .config, "the cabinet has no such flow",
                reason: .instance),
            .init(.status([404]), .config, "there is no such flow or route: nothing was sent", reason: .instance),
        ] + ChatFlow.failures
    ) { terms in
        let form = form(terms.fill(recipient: .init("digits", .query, "recipient")))
        return { greeting in
            var query = [ChannelRequest.Parameter(key: "msg", value: greeting.message.text)]
            if terms.includesRecipients, let digits = greeting.recipient.digits {
                query.insert(.init("recipient", digits), at: 0)
            }
            var list = RequestList(greeting)
            list.add(form, query: query, sizes: [greeting.message.length.utf16Units])
            return .sending(list)
        }
    }

    private static func form(_ recipient: [RequestForm.Placeholder]) -> RequestForm {
        RequestForm(
            .chatflowFlow, "text", "GET", "https://app.chatflow.kz/api/v1/n8n/action/text",
            secrets: [.init("token", .bearer, "Authorization")], fill: [.init("flow_id", .query)] + recipient,
            needs: [.optIn], limits: [.init("msg", .utf16, ChatFlow.maxUnits)],
            ok: .init(status: [200, 201], "success", is: .isTrue))
    }
}
