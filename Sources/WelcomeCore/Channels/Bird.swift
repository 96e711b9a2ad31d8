/// Bird's interface for WhatsApp, which has taken the place of MessageBird's.
///
/// Checked against the models of Bird's own client library (PyPI messagebird-sdk).
enum Bird {
    struct Forms {
        var messages: MessageForms
        var template: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (variant: String, needs: [RequestForm.Need], limits: [RequestForm.Limit]) in
                RequestForm(
                    .bird, variant, "POST", "https://{region}.platform.bird.com/v1/whatsapp/messages",
                    headers: [.init("Content-Type", "application/json")], keyHeader: "Idempotency-Key",
                    secrets: [.init("token", .bearer, "Authorization")],
                    fill: [.init("region", .path), .init("from", .body)] + recipient, needs: needs,
                    limits: limits, ok: .init(status: [200, 201, 202], "id"))
            }
            messages = MessageForms(
                text: form("text", [.optIn, .window24h], [.init("text.body", .utf16, 4096)]),
                audio: form("audio", [.optIn, .window24h], []), image: form("image", [.optIn, .window24h], []),
                document: form("document", [.optIn, .window24h], []))
            template = form("template", [.optIn, .template], [])
        }
    }

    /// One member, whose name is the kind of content.
    static func content(_ chosen: Greeting.Chosen) -> RequestValue.Member {
        let url = RequestValue.Member(name: "url", value: .text(chosen.url))
        let caption = chosen.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
        switch chosen.medium.kind {
        case .voice:
            // Only this form is a voice message; any other is a file of sound.
            let isNote = chosen.file.facts.format == .ogg
            return .init(name: "audio", value: .object([url] + (isNote ? [.init(name: "voice", value: true)] : [])))
        case .image: return .init(name: "image", value: .object([url] + caption))
        case .document:
            let name = RequestValue.Member(name: "filename", value: RequestValue(chosen.fileName))
            return .init(name: "document", value: .object([url, name] + caption))
        }
    }

    static func template(
        _ settings: ChannelSettings, _ greeting: Greeting, _ values: [[UInt8]]
    ) -> RequestValue.Member {
        let name = settings.values[.template] ?? ""
        let parameter = { (text: [UInt8]) -> RequestValue in ["type": "text", "text": .text(text)] }
        var components: [RequestValue] = []
        if !values.isEmpty { components.append(["type": "body", "parameters": .list(values.map(parameter))]) }
        components.append(["type": "button", "parameters": [parameter(greeting.code.bytes)]])
        return .init(
            name: "template",
            value: [
                name.hasPrefix(idPrefix) ? "id" : "slug": RequestValue(name),
                "language": RequestValue(settings.language(greeting.page.locale)), "components": .list(components),
            ])
    }

    /// How the id of a template begins; anything else is its handle.
    static let idPrefix = "wat_"

    static let failures: [Channel.Failure] = [
        .init(.status([401, 403]), .config, "key, number or account refused", reason: .token),
        .init(.status([402]), .config, "the balance is used up", reason: .token),
        .init(.status([400, 404, 412, 413, 421, 422]), .permanent, "content or recipient refused"),
        .init(.status([409]), .ambiguous, "another request had this key: the message may be out"),
        .init(.status([429]), .retry, "too much at once"),
        .init(.status([408, 500, 502, 503, 504]), .ambiguous, "the provider's own trouble"),
        .init(.silence, .ambiguous, "how long a key is remembered is not published"),
    ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let bird = ChannelName("bird")
}

extension Channel {
    static let bird = Channel(
        name: .bird, title: "Bird",
        summary: "WhatsApp through Bird: official, with voice, pictures and documents in the chat, and templates.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = Bird.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text, with a preview.", forms: [forms.messages.text]),
                .init(
                    variant: .template,
                    summary: "An approved template whose button ends in its variable, the code.",
                    forms: [forms.template]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.",
                    forms: forms.messages.all),
            ]
        }(),
        settings: [.template, .language, .parameters], templateForm: .handle,
        failures: Bird.failures,
        remarks: [
            "`region` is the part of the key behind its first underscore, such as eu1; `from` is the shop's number.",
            "What became of a message comes by webhook: the answer says accepted, not delivered.",
        ]
    ) { terms in
        let settings = terms.settings
        let forms = Bird.Forms(terms.fill(recipient: .init("e164", .body, "to")))
        return { greeting in
            let to = terms.recipient(RequestValue(greeting.recipient.e164 ?? ""), or: "e164")
            var list = RequestList(greeting)
            let add = { (form: RequestForm, content: RequestValue.Member, sizes: [Int]) in
                let value: RequestValue = ["to": to, "from": .placeholder("from")]
                list.add(form, .json(value.adding([content])), sizes: sizes)
            }
            if settings.variant == .template {
                guard case .success(let values) = greeting.parameters(settings.parameters) else {
                    return .refused(.parameterMissing)
                }
                add(forms.template, Bird.template(settings, greeting, values), [])
                return .sending(list)
            }
            add(
                forms.messages.text,
                .init(name: "text", value: ["body": .text(greeting.message.text), "preview_url": true]),
                [greeting.message.length.utf16Units])
            guard settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(WhatsAppCloud.rules)
            for medium in chosen { add(forms.messages[medium.medium.kind], Bird.content(medium), []) }
            return .sending(list, problems: problems)
        }
    }
}
