extension ChannelName {
    /// How settings and rows name the channel below.
    package static let smsc = ChannelName("smsc")
}

extension Channel {
    /// SMSC, a gateway for short messages in Kazakhstan.
    ///
    /// smsc.kz/api/http/send. A number behind a plus is taken as it is; without one the gateway would mend it by itself.
    static let smsc = Channel(
        name: .smsc, title: "SMSC",
        summary: "The message as a short message through smsc.kz.", addressing: .phone,
        modes: [.init(variant: .text, summary: "The message as a text.", forms: [smscForm([])])],
        settings: [.sender],
        failures: [
            .init(.numbers("error_code", [1, 5]), .config, "a parameter is wrong", reason: .parameters),
            .init(.numbers("error_code", [2]), .config, "the key is refused", reason: .token),
            .init(.numbers("error_code", [3]), .config, "the balance is used up", reason: .token),
            .init(.numbers("error_code", [4]), .retry, "the address of the CRM is blocked for a while"),
            .init(.numbers("error_code", [6]), .permanent, "text or sender's name is forbidden"),
            .init(.numbers("error_code", [7, 8]), .permanent, "no such number", reason: .number),
            .init(.numbers("error_code", [9]), .ambiguous, "the same message within a minute: the first may be out"),
            .init(.status([500, 502, 503, 504]), .ambiguous, "the gateway's own trouble"),
            .init(.html, .ambiguous, "no answer of the gateway"),
            .init(.silence, .ambiguous, "there is no second try by a key"),
        ],
        remarks: ShortMessage.remarks + [
            "An answer may hold an id and an error: only `cnt`, the number of parts, says that it was taken.",
            "Without `sender` the gateway's own name stands above the message.",
            "Addresses hold the key and the message: never log them.",
        ]
    ) { terms in
        let form = smscForm(terms.fill(recipient: .init("e164", .query, "phones")))
        let more: [ChannelRequest.Parameter] =
            [.init("charset", "utf-8"), .init("fmt", "3")]
            + (terms.settings.values[.sender].map { [.init("sender", $0)] } ?? [])
        return { greeting in
            var query = [ChannelRequest.Parameter(key: "mes", value: greeting.message.text)]
            if terms.includesRecipients, let number = greeting.recipient.e164 {
                query.insert(.init("phones", number), at: 0)
            }
            var list = RequestList(greeting)
            list.add(form, query: query + more, sizes: [greeting.message.length.smsParts])
            return .sending(list)
        }
    }

    private static func smscForm(_ recipient: [RequestForm.Placeholder]) -> RequestForm {
        RequestForm(
            .smsc, "text", "GET", "https://smsc.kz/sys/send.php", secrets: [.init("api_key", .query, "apikey")],
            fill: recipient,
            needs: [.optIn, .sender], limits: [.init("mes", .smsParts, ShortMessage.maxParts)],
            ok: .init(status: [200], "cnt"))
    }
}
