/// A short message.
///
/// Gateways differ, so that the CRM turns number, text and parts into its gateway's request.
enum ShortMessage {
    /// Phones join more, but operators bill each and some refuse long ones.
    static let maxParts = 10

    static let remarks = [
        "One Cyrillic letter makes a part 70 characters long instead of 160: keep the text short.",
        "Kazakhstan: names of senders are registered beforehand, consent is needed, weekdays 9 to 21.",
    ]

    static func form(_ recipient: [RequestForm.Placeholder]) -> RequestForm {
        RequestForm(
            .sms, "text", "POST", "{gateway_url}", headers: [.init("Content-Type", "application/json")],
            secrets: [.init("login", .header, "Authorization")], fill: [.init("gateway_url", .path)] + recipient,
            needs: [.optIn, .sender], limits: [.init("text", .smsParts, maxParts)], ok: nil)
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let sms = ChannelName("sms")
}

extension Channel {
    static let sms = Channel(
        name: .sms, title: "SMS",
        summary: "The message as a short message, with its encoding and number of parts, for any gateway.",
        addressing: .phone,
        modes: [.init(variant: .text, summary: "The message as a text.", forms: [ShortMessage.form([])])],
        failures: [.init(.silence, .ambiguous, "what a gateway's answers mean, its own pages say")],
        remarks: ShortMessage.remarks
    ) { terms in
        let form = ShortMessage.form(terms.fill(recipient: .init("e164", .body, "to")))
        return { greeting in
            let length = greeting.message.length
            var list = RequestList(greeting)
            list.add(
                form,
                .json([
                    "to": terms.recipient(RequestValue(greeting.recipient.e164 ?? ""), or: "e164"),
                    "text": .text(greeting.message.text), "encoding": length.isGSM ? "gsm7" : "ucs2",
                    "parts": .number(length.smsParts),
                ]), sizes: [length.smsParts])
            return .sending(list)
        }
    }
}
