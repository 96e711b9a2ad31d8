/// WAHA, the WhatsApp HTTP API: a server of one's own.
///
/// Media need its Plus edition, which is free since version 2026.6.1. What it answers with depends on the engine below
/// it: a message with `key.id`, one with `id`, or nothing at all (devlikeapro/waha#1087). So the status alone counts.
enum WAHA {
    struct Forms {
        var text, audio, image, document: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (verb: String, variant: String, limits: [RequestForm.Limit]) in
                RequestForm(
                    .waha, variant, "POST", "{base_url}/api/\(verb)",
                    headers: [.init("Content-Type", "application/json")],
                    secrets: [.init("api_key", .header, "X-Api-Key")],
                    fill: [.init("base_url", .path), .init("session", .body)] + recipient, needs: [.optIn],
                    limits: limits, ok: .init(status: [201]))
            }
            text = form("sendText", "text", [.init("text", .utf16, 4096)])
            audio = form("sendVoice", "audio", [])
            image = form("sendImage", "image", [])
            document = form("sendFile", "document", [])
        }

        var all: [RequestForm] { [text, audio, image, document] }
    }

    /// The type that makes a voice message of a sound.
    static let voiceType: RequestValue = "audio/ogg; codecs=opus"
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let waha = ChannelName("waha")
}

extension Channel {
    static let waha = Channel(
        name: .waha, title: "WAHA",
        summary: "A WhatsApp number on a server of one's own, with voice, pictures and documents in the chat.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = WAHA.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.", forms: forms.all),
            ]
        }(),
        failures: [
            .init(.status([422]), .config, "the session is not connected", reason: .instance)
        ] + webFailures,
        remarks: webRemarks + [
            "Media need its Plus edition, which is free since version 2026.6.1.",
            "It accepts numbers that WhatsApp does not know (devlikeapro/waha#2083).",
        ]
    ) { terms in
        let forms = WAHA.Forms(terms.fill(recipient: .init("wid", .body, "chatId")))
        return { greeting in
            let chat = terms.recipient(RequestValue("\(greeting.recipient.digits ?? "")@c.us"), or: "wid")
            let session = RequestValue.placeholder("session")
            var list = RequestList(greeting)
            list.add(
                forms.text,
                .json([
                    "session": session, "chatId": chat, "text": .text(greeting.message.text), "linkPreview": true,
                    "linkPreviewHighQuality": false,
                ]), sizes: [greeting.message.length.utf16Units])
            guard terms.settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Greeting.webRules)
            for medium in chosen {
                let url = RequestValue.text(medium.url)
                guard medium.medium.kind != .voice else {
                    let file: RequestValue = ["url": url, "mimetype": WAHA.voiceType]
                    list.add(
                        forms.audio, .json(["session": session, "chatId": chat, "file": file, "convert": false]))
                    continue
                }
                let file: RequestValue = [
                    "url": url, "mimetype": RequestValue(medium.file.facts.mimeType),
                    "filename": RequestValue(medium.fileName),
                ]
                let value: RequestValue = ["session": session, "chatId": chat, "file": file]
                let caption = medium.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
                list.add(
                    medium.medium.kind == .image ? forms.image : forms.document, .json(value.adding(caption)))
            }
            return .sending(list, problems: problems)
        }
    }
}
