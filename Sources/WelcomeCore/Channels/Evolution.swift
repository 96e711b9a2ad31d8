/// Evolution API, a server of one's own around Baileys.
enum Evolution {
    struct Forms {
        var text, audio, image, document: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (verb: String, variant: String, limits: [RequestForm.Limit]) in
                RequestForm(
                    .evolution, variant, "POST", "{base_url}/message/\(verb)/{instance}",
                    headers: [.init("Content-Type", "application/json")], secrets: [.init("apikey", .header)],
                    fill: [.init("base_url", .path), .init("instance", .path)] + recipient, needs: [.optIn],
                    limits: limits, ok: .init(status: [200, 201], "key.id"))
            }
            text = form("sendText", "text", [.init("text", .utf16, 4096)])
            audio = form("sendWhatsAppAudio", "audio", [])
            image = form("sendMedia", "image", [])
            document = form("sendMedia", "document", [])
        }

        var all: [RequestForm] { [text, audio, image, document] }
    }
}

extension Greeting {
    /// What servers around WhatsApp Web take: they label any sound Ogg with Opus, so it has to be that.
    static let webRules: [MediaRule] = [
        .init(kind: .voice, formats: [.ogg], maxBytes: 16 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 16 << 20, maxCaption: 1024),
        .init(kind: .document, formats: [.pdf], maxBytes: 100 << 20, maxCaption: 1024),
    ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let evolution = ChannelName("evolution")
}

extension Channel {
    /// What answers of servers around WhatsApp Web mean.
    static let webFailures: [Failure] = [
        .init(.status([401, 403]), .config, "the key is refused", reason: .token),
        .init(.status([404]), .config, "no such session, or not connected", reason: .instance),
        .init(.status([400, 422]), .permanent, "content refused"),
        .init(.status([408, 500, 502, 503, 504]), .ambiguous, "trouble in the server or on its connection"),
        .init(.silence, .ambiguous, "there is no second try by a key"),
    ]

    /// What holds for everything around WhatsApp Web.
    static let webRemarks = [
        "Unofficial: against WhatsApp's terms, and numbers get banned. Send only to leads who wrote first."
    ]

    static let evolution = Channel(
        name: .evolution, title: "Evolution API",
        summary: "A WhatsApp number on a server of one's own, with voice, pictures and documents in the chat.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = Evolution.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.", forms: forms.all),
            ]
        }(),
        failures: [
            .init(.isFalse("response.message.0.exists"), .permanent, "no such account", reason: .number)
        ] + webFailures,
        remarks: webRemarks + [
            "Its check of a number has been wrong (evolution-foundation/evolution-api#2308): a refused one may be repeated."
        ]
    ) { terms in
        let forms = Evolution.Forms(terms.fill(recipient: .init("digits", .body, "number")))
        return { greeting in
            let number = terms.recipient(RequestValue(greeting.recipient.digits ?? ""), or: "digits")
            var list = RequestList(greeting)
            list.add(
                forms.text,
                .json(["number": number, "text": .text(greeting.message.text), "linkPreview": true, "delay": 0]),
                sizes: [greeting.message.length.utf16Units])
            guard terms.settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Greeting.webRules)
            for medium in chosen {
                guard medium.medium.kind != .voice else {
                    // The file is Opus in Ogg as it is; left to itself the server makes another of it.
                    list.add(
                        forms.audio, .json(["number": number, "audio": .text(medium.url), "encoding": false]))
                    continue
                }
                let isImage = medium.medium.kind == .image
                let value: RequestValue = [
                    "number": number, "mediatype": isImage ? "image" : "document",
                    "mimetype": RequestValue(medium.file.facts.mimeType), "media": .text(medium.url),
                    "fileName": RequestValue(medium.fileName),
                ]
                let caption = medium.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
                list.add(isImage ? forms.image : forms.document, .json(value.adding(caption)))
            }
            return .sending(list, problems: problems)
        }
    }
}
