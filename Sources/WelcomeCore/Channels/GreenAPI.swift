/// GREEN-API, a service around WhatsApp Web.
///
/// green-api.com/en/docs/api/sending. The token stands in the address, so addresses must not be logged. Its host is the
/// account's, such as https://7700.api.greenapi.com.
enum GreenAPI {
    static func forms(_ recipient: [RequestForm.Placeholder]) -> MessageForms {
        let form = { (verb: String, variant: String, limits: [RequestForm.Limit]) in
            RequestForm(
                .greenAPI, variant, "POST", "{base_url}/waInstance{id_instance}/\(verb)/{token}",
                headers: [.init("Content-Type", "application/json")], secrets: [.init("token", .path)],
                fill: [.init("base_url", .path), .init("id_instance", .path)] + recipient, needs: [.optIn],
                limits: limits, ok: .init(status: [200], "idMessage"))
        }
        return MessageForms(
            text: form("sendMessage", "text", [.init("message", .utf16, 20_000)]),
            audio: form("sendFileByUrl", "audio", []), image: form("sendFileByUrl", "image", []),
            document: form("sendFileByUrl", "document", []))
    }

    /// What a file is it takes from the ending of its name: Ogg for a voice message.
    static let rules: [Greeting.MediaRule] = [
        .init(kind: .voice, formats: [.ogg, .mp3], maxBytes: 100 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 100 << 20, maxCaption: 1024),
        .init(kind: .document, formats: [.pdf], maxBytes: 100 << 20),
    ]

    static let failures: [Channel.Failure] = [
        .init(.status([401, 403, 404]), .config, "instance or token refused", reason: .token),
        .init(.status([466]), .config, "the plan's number of chats or calls is used up"),
        .init(.status([400]), .permanent, "content or recipient refused"),
        .init(.status([429]), .retry, "too much at once"),
        .init(.status([408, 499, 500, 502, 503, 504]), .ambiguous, "trouble in the service or on its connection"),
        .init(.silence, .ambiguous, "there is no second try by a key"),
    ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let greenAPI = ChannelName("green-api")
}

extension Channel {
    static let greenAPI = Channel(
        name: .greenAPI, title: "GREEN-API",
        summary: "A WhatsApp number through GREEN-API, with voice, pictures and documents in the chat.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = GreenAPI.forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.", forms: forms.all),
            ]
        }(),
        failures: GreenAPI.failures,
        remarks: webRemarks + [
            "`base_url` is the account's own host, such as https://7700.api.greenapi.com.",
            "An accepted message waits in a queue, up to 24 hours where the number is not connected; one to a number that "
                + "WhatsApp does not know is accepted too (green-api/issues#319).",
            "Addresses hold the token: never log them.",
        ]
    ) { terms in
        let forms = GreenAPI.forms(terms.fill(recipient: .init("wid", .body, "chatId")))
        return { greeting in
            let chat = terms.recipient(RequestValue("\(greeting.recipient.digits ?? "")@c.us"), or: "wid")
            var list = RequestList(greeting)
            list.add(
                forms.text,
                .json(["chatId": chat, "message": .text(greeting.message.text), "linkPreview": true]),
                sizes: [greeting.message.length.utf16Units])
            guard terms.settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(GreenAPI.rules)
            for medium in chosen {
                let value: RequestValue = [
                    "chatId": chat, "urlFile": .text(medium.url), "fileName": RequestValue(medium.fileName),
                ]
                let caption = medium.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
                list.add(forms[medium.medium.kind], .json(value.adding(caption)))
            }
            return .sending(list, problems: problems)
        }
    }
}
