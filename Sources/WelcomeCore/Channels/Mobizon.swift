extension ChannelName {
    /// How settings and rows name the channel below.
    package static let mobizon = ChannelName("mobizon")
}

extension Channel {
    /// Mobizon, a gateway for short messages in Kazakhstan.
    ///
    /// mobizon.kz/help/api-docs/message
    static let mobizon = Channel(
        name: .mobizon, title: "Mobizon",
        summary: "The message as a short message through mobizon.kz.", addressing: .phone,
        modes: [.init(variant: .text, summary: "The message as a text.", forms: [mobizonForm([])])],
        settings: [.sender],
        failures: [
            .init(.present("data.recipient"), .permanent, "the number is refused", reason: .number),
            .init(.numbers("code", [1, 2, 99]), .permanent, "content refused"),
            .init(.numbers("code", [4, 5, 6, 11, 12]), .config, "a parameter is wrong", reason: .parameters),
            .init(.numbers("code", [8, 9, 13, 14]), .config, "key or account refused", reason: .token),
            .init(.numbers("code", [30]), .retry, "too much at once"),
            .init(.numbers("code", [3, 10, 15, 98, 100, 999]), .ambiguous, "the gateway's own trouble"),
            .init(.status([500, 502, 503, 504]), .ambiguous, "the gateway's own trouble"),
            .init(.html, .ambiguous, "no answer of the gateway"),
            .init(.silence, .ambiguous, "there is no second try by a key"),
        ],
        remarks: ShortMessage.remarks + ["Without `sender` the gateway's own name stands above the message."]
    ) { terms in
        let form = mobizonForm(terms.fill(recipient: .init("digits", .body, "recipient")))
        let query: [ChannelRequest.Parameter] = [.init("output", "json"), .init("api", "v1")]
        let sender: [ChannelRequest.Parameter] = terms.settings.values[.sender].map { [.init("from", $0)] } ?? []
        return { greeting in
            var pairs = [ChannelRequest.Parameter(key: "text", value: greeting.message.text)]
            if terms.includesRecipients, let digits = greeting.recipient.digits {
                pairs.insert(.init("recipient", digits), at: 0)
            }
            var list = RequestList(greeting)
            list.add(form, query: query, .form(pairs + sender), sizes: [greeting.message.length.smsParts])
            return .sending(list)
        }
    }

    private static func mobizonForm(_ recipient: [RequestForm.Placeholder]) -> RequestForm {
        RequestForm(
            .mobizon, "text", "POST", "https://api.mobizon.kz/service/Message/SendSmsMessage",
            headers: [.init("Content-Type", "application/x-www-form-urlencoded")],
            secrets: [.init("api_key", .query, "apiKey")], fill: recipient, needs: [.optIn, .sender],
            limits: [.init("text", .smsParts, ShortMessage.maxParts)], ok: .init(status: [200], "data.messageId"))
    }
}
