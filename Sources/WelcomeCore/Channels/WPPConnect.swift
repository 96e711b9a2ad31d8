/// wppconnect-server, a browser that is logged in to WhatsApp Web.
///
/// Left to itself it asks strangers' servers for a preview of the link, which would give the link away: previews are
/// off (wppconnect-team/wppconnect-server#1422).
enum WPPConnect {
    struct Forms {
        var text, audio, image, document: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (verb: String, variant: String, limits: [RequestForm.Limit]) in
                RequestForm(
                    .wppconnect, variant, "POST", "{base_url}/api/{session}/\(verb)",
                    headers: [.init("Content-Type", "application/json")],
                    secrets: [.init("token", .bearer, "Authorization")],
                    fill: [.init("base_url", .path), .init("session", .path)] + recipient, needs: [.optIn],
                    limits: limits, ok: .init(status: [200, 201], "status", is: .text("success")))
            }
            text = form("send-message", "text", [.init("message", .utf16, 4096)])
            audio = form("send-voice", "audio", [])
            image = form("send-image", "image", [])
            document = form("send-file", "document", [])
        }

        var all: [RequestForm] { [text, audio, image, document] }
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let wppconnect = ChannelName("wppconnect")
}

extension Channel {
    static let wppconnect = Channel(
        name: .wppconnect, title: "wppconnect-server",
        summary: "A WhatsApp number in a browser on a server of one's own, with media in the chat.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = WPPConnect.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text, without a preview.", forms: [forms.text]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.", forms: forms.all),
            ]
        }(),
        failures: [
            // Its check of the number answers 400 where it fails or throws, and lets the message go out all the same.
            .init(.status([400]), .ambiguous, "the number was not found, or its check failed: the message may be out")
        ] + webFailures,
        remarks: webRemarks + [
            "Previews are off: they would be made by servers of strangers, who would learn the link."
        ]
    ) { terms in
        let forms = WPPConnect.Forms(terms.fill(recipient: .init("digits", .body, "phone")))
        return { greeting in
            let phone = terms.recipient(RequestValue(greeting.recipient.digits ?? ""), or: "digits")
            var list = RequestList(greeting)
            list.add(
                forms.text,
                .json([
                    "phone": phone, "isGroup": false, "message": .text(greeting.message.text),
                    "options": ["linkPreview": false],
                ]), sizes: [greeting.message.length.utf16Units])
            guard terms.settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Greeting.webRules)
            for medium in chosen {
                let value: RequestValue = ["phone": phone, "isGroup": false, "path": .text(medium.url)]
                guard medium.medium.kind != .voice else {
                    list.add(forms.audio, .json(value))
                    continue
                }
                let name = RequestValue.Member(name: "filename", value: RequestValue(medium.fileName))
                let caption = medium.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
                list.add(
                    medium.medium.kind == .image ? forms.image : forms.document, .json(value.adding([name] + caption)))
            }
            return .sending(list, problems: problems)
        }
    }
}
