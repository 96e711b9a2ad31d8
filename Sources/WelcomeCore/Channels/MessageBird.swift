/// MessageBird's Conversations API, the one before Bird, which takes its keys until the end of 2026.
///
/// A template's `params` fill placeholders of its text and no others: neither a button's address nor a header.
enum MessageBird {
    struct Forms {
        var text, audio, image, file, template: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (variant: String, needs: [RequestForm.Need], limits: [RequestForm.Limit]) in
                RequestForm(
                    .messagebird, variant, "POST", "https://conversations.messagebird.com/v1/send",
                    headers: [.init("Content-Type", "application/json")],
                    secrets: [.init("access_key", .header, "Authorization", prefix: "AccessKey ")],
                    fill: [.init("channel_id", .body, "from")] + recipient, needs: needs, limits: limits,
                    ok: .init(status: [200, 201, 202], "id"))
            }
            text = form("text", [.optIn, .window24h], [.init("content.text", .utf16, 4096)])
            audio = form("audio", [.optIn, .window24h], [])
            image = form("image", [.optIn, .window24h], [])
            file = form("document", [.optIn, .window24h], [])
            template = form("template", [.optIn, .template], [])
        }
    }

    static let rules: [Greeting.MediaRule] = [
        .init(kind: .voice, formats: [.ogg, .mp3], maxBytes: 16 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 5 << 20, maxCaption: 1024),
        .init(kind: .document, formats: [.pdf], maxBytes: 100 << 20, maxCaption: 1024),
    ]

    static func content(_ chosen: Greeting.Chosen) -> (type: String, value: RequestValue) {
        let caption = chosen.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
        let file: RequestValue = ["url": .text(chosen.url)]
        return switch chosen.medium.kind {
        case .voice: ("audio", ["audio": file])
        case .image: ("image", ["image": file.adding(caption)])
        case .document: ("file", ["file": file.adding(caption)])
        }
    }

    static func template(_ settings: ChannelSettings, _ greeting: Greeting, _ values: [[UInt8]]) -> RequestValue {
        let parameters = (values + [greeting.code.bytes]).map {
            RequestValue.object([.init(name: "default", value: .text($0))])
        }
        return [
            "hsm": [
                "namespace": RequestValue(settings.values[.namespace] ?? ""),
                "templateName": RequestValue(settings.values[.template] ?? ""),
                "language": [
                    "policy": "deterministic", "code": RequestValue(settings.language(greeting.page.locale)),
                ],
                "params": .list(parameters),
            ]
        ]
    }

    static let failures: [Channel.Failure] = [
        .init(.status([401, 403]), .config, "key, channel or account refused", reason: .token),
        .init(.status([400, 404, 409, 422]), .permanent, "content or recipient refused"),
        .init(.status([429]), .retry, "too much at once"),
        .init(.status([408, 500, 502, 503, 504]), .ambiguous, "the provider's own trouble"),
        .init(.silence, .ambiguous, "there is no second try by a key"),
    ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let messagebird = ChannelName("messagebird")
}

extension Channel {
    static let messagebird = Channel(
        name: .messagebird, title: "MessageBird Conversations",
        summary: "WhatsApp through MessageBird's older interface: official, with media in the chat and templates.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = MessageBird.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .template,
                    summary: "An approved template whose text holds the link: its last placeholder is the code.",
                    forms: [forms.template]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.",
                    forms: [forms.text, forms.audio, forms.image, forms.file]),
            ]
        }(),
        settings: [.template, .namespace, .language, .parameters],
        failures: MessageBird.failures,
        remarks: [
            "It ends: keys of MessageBird work until 31 December 2026. Then only `bird` sends, with a key of Bird's.",
            "A template's button cannot be filled here: the link stands in the text.",
        ],
        end: "31 December 2026"
    ) { terms in
        let settings = terms.settings
        let forms = MessageBird.Forms(terms.fill(recipient: .init("e164", .body, "to")))
        return { greeting in
            let to = terms.recipient(RequestValue(greeting.recipient.e164 ?? ""), or: "e164")
            var list = RequestList(greeting)
            let add = { (form: RequestForm, type: String, content: RequestValue, sizes: [Int]) in
                list.add(
                    form,
                    .json([
                        "to": to, "from": .placeholder("channel_id"), "type": RequestValue(type), "content": content,
                    ]), sizes: sizes)
            }
            if settings.variant == .template {
                guard case .success(let values) = greeting.parameters(settings.parameters) else {
                    return .refused(.parameterMissing)
                }
                add(forms.template, "hsm", MessageBird.template(settings, greeting, values), [])
                return .sending(list)
            }
            add(
                forms.text, "text", ["text": .text(greeting.message.text)], [greeting.message.length.utf16Units])
            guard settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(MessageBird.rules)
            for medium in chosen {
                let (type, content) = MessageBird.content(medium)
                let form = [Greeting.Medium.Kind.voice: forms.audio, .image: forms.image][medium.medium.kind]
                add(form ?? forms.file, type, content, [])
            }
            return .sending(list, problems: problems)
        }
    }
}
