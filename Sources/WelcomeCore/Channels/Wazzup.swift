/// Wazzup, a service that CRMs reach WhatsApp and MAX through.
///
/// wazzup24.com/help/api-en/sending-messages. A message has a text or a file, never both, so media go without captions.
enum Wazzup {
    static func forms(_ recipient: [RequestForm.Placeholder]) -> MessageForms {
        let form = { (variant: String, limits: [RequestForm.Limit]) in
            RequestForm(
                .wazzup, variant, "POST", "https://api.wazzup24.com/v3/message",
                headers: [.init("Content-Type", "application/json")],
                secrets: [.init("token", .bearer, "Authorization")],
                fill: [.init("channel_id", .body, "channelId")] + recipient, needs: [.optIn], limits: limits,
                ok: .init(status: [201], "messageId"))
        }
        return MessageForms(
            text: form("text", [.init("text", .utf16, 4096)]), audio: form("audio", []), image: form("image", []),
            document: form("document", []))
    }

    static let rules: [Greeting.MediaRule] = [
        .init(kind: .voice, formats: [.ogg, .mp3], maxBytes: 10 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 5 << 20),
        .init(kind: .document, formats: [.pdf], maxBytes: 10 << 20),
    ]

    /// The codes stand in one of two spellings on the provider's own page.
    static let failures: [Channel.Failure] =
        ["repeatedCrmMessageId", "REPEATED_CRM_MESSAGE_ID"].map {
            .init(.text("error", equals: $0), .ambiguous, "this message went out within the last minute")
        } + [
            .init(.text("error", equals: "BAD_CONTACT"), .permanent, "no such account", reason: .number),
            .init(.begins("error", "CHANNEL_"), .config, "the channel is not connected", reason: .instance),
            .init(
                .text("error", equals: "WRONG_TRANSPORT"), .config, "the channel is of another messenger",
                reason: .instance),
            .init(.status([401, 403]), .config, "the key is refused", reason: .token),
            .init(.status([400, 404, 422]), .permanent, "content or recipient refused"),
            .init(.status([429]), .retry, "too much at once"),
            .init(.status([408, 500, 502, 503, 504]), .ambiguous, "the provider's own trouble"),
            .init(.silence, .ambiguous, "a key is remembered for a minute only"),
        ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let wazzup = ChannelName("wazzup")
}

extension Channel {
    static let wazzup = Channel(
        name: .wazzup, title: "Wazzup",
        summary: "WhatsApp through Wazzup, or MAX with `chat: max`: voice, pictures and documents in the chat.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = Wazzup.forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.", forms: forms.all),
            ]
        }(),
        settings: [.chat],
        failures: Wazzup.failures,
        remarks: [
            "`crmMessageId` is the request's key: Wazzup refuses a second message with it for a minute, no longer.",
            "`chat: max` finds people by their phone in MAX, which is usual in Russia; the channel has to be one of MAX.",
            "Through an official channel (WABA) only within 24 hours after the lead wrote.",
        ]
    ) { terms in
        let isMAX = terms.settings.values[.chat] == "max"
        let member = isMAX ? "phone" : "chatId"
        let forms = Wazzup.forms(terms.fill(recipient: .init("digits", .body, member)))
        return { greeting in
            let digits = terms.recipient(RequestValue(greeting.recipient.digits ?? ""), or: "digits")
            var list = RequestList(greeting)
            let add = { (form: RequestForm, content: RequestValue.Member, sizes: [Int]) in
                list.add(
                    form,
                    .json(
                        .object([
                            .init(name: "channelId", value: .placeholder("channel_id")),
                            .init(name: "chatType", value: isMAX ? "max" : "whatsapp"),
                            .init(name: member, value: digits), content,
                            .init(name: "crmMessageId", value: RequestValue(list.nextKey)),
                            // The lead still waits for a person.
                            .init(name: "clearUnanswered", value: false),
                        ])), sizes: sizes)
            }
            add(
                forms.text, .init(name: "text", value: .text(greeting.message.text)),
                [greeting.message.length.utf16Units])
            guard terms.settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Wazzup.rules)
            for medium in chosen {
                add(forms[medium.medium.kind], .init(name: "contentUri", value: .text(medium.url)), [])
            }
            return .sending(list, problems: problems)
        }
    }
}
