/// WhatsApp's own Cloud API, of Meta.
///
/// developers.facebook.com/documentation/business-messaging/whatsapp
enum WhatsAppCloud {
    static let standardVersion = "v26.0"

    struct Forms {
        var messages: MessageForms
        var cta, template: RequestForm

        /// The forms of a channel that takes Meta's messages, at an address and with a key of its own.
        init(_ channel: ChannelName, _ url: String, secret: RequestForm.Placeholder, fill: [RequestForm.Placeholder]) {
            let form = { (variant: String, needs: [RequestForm.Need], limits: [RequestForm.Limit]) in
                RequestForm(
                    channel, variant, "POST", url, headers: [.init("Content-Type", "application/json")],
                    secrets: [secret], fill: fill, needs: needs, limits: limits,
                    ok: .init(status: [200], "messages.0.id"))
            }
            messages = MessageForms(
                text: form("text", [.optIn, .window24h], [.init("text.body", .utf16, 4096)]),
                audio: form("audio", [.optIn, .window24h], []), image: form("image", [.optIn, .window24h], []),
                document: form("document", [.optIn, .window24h], []))
            cta = form("cta", [.optIn, .window24h], [.init("interactive.body.text", .utf16, 1024)])
            template = form("template", [.optIn, .template], [])
        }

        init(version: String, _ recipient: [RequestForm.Placeholder]) {
            self.init(
                .whatsappCloud, "https://graph.facebook.com/\(version)/{phone_number_id}/messages",
                secret: .init("token", .bearer, "Authorization"), fill: [.init("phone_number_id", .path)] + recipient)
        }
    }

    static let rules: [Greeting.MediaRule] = [
        .init(kind: .voice, formats: [.ogg, .mp3, .m4a], maxBytes: 16 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 5 << 20, maxCaption: 1024),
        .init(kind: .document, formats: [.pdf], maxBytes: 100 << 20, maxCaption: 1024),
    ]

    /// The three first members, the content and the key, which comes back with every status of the message.
    static func body(
        _ type: String, _ content: RequestValue, to: RequestValue, key: String
    ) -> ChannelRequest.Body {
        .json([
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": to, "type": RequestValue(type),
            type: content, "biz_opaque_callback_data": RequestValue(key),
        ])
    }

    static func content(_ chosen: Greeting.Chosen) -> (type: String, value: RequestValue) {
        let caption = chosen.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
        switch chosen.medium.kind {
        case .voice:
            // Only this form is a voice message; any other is a file of sound.
            let value: RequestValue = ["link": .text(chosen.url)]
            return (
                "audio", chosen.file.facts.format == .ogg ? value.adding([.init(name: "voice", value: true)]) : value
            )
        case .image:
            let value: RequestValue = ["link": .text(chosen.url)]
            return ("image", value.adding(caption))
        case .document:
            let value: RequestValue = ["link": .text(chosen.url), "filename": RequestValue(chosen.fileName)]
            return ("document", value.adding(caption))
        }
    }

    static func template(_ settings: ChannelSettings, _ greeting: Greeting, _ values: [[UInt8]]) -> RequestValue {
        var components: [RequestValue] = []
        let parameter = { (text: [UInt8]) -> RequestValue in ["type": "text", "text": .text(text)] }
        if !values.isEmpty { components.append(["type": "body", "parameters": .list(values.map(parameter))]) }
        components.append([
            "type": "button", "sub_type": "url", "index": "0", "parameters": [parameter(greeting.code.bytes)],
        ])
        return [
            "name": RequestValue(settings.values[.template] ?? ""),
            "language": ["code": RequestValue(settings.language(greeting.page.locale))],
            "components": .list(components),
        ]
    }

    static let failures: [Channel.Failure] = [
        .init(
            .numbers("error.code", [2, 4, 80007, 130429, 131000, 131016, 131056, 133004, 131057]), .retry,
            "too much at once, or Meta's own trouble"),
        .init(
            .numbers("error.code", [131026, 131030, 131062]), .permanent, "this person cannot be written to",
            reason: .number),
        .init(.numbers("error.code", [131047]), .permanent, "the 24 hours are over: a template is needed"),
        .init(
            .numbers("error.code", [131008, 131009, 131051, 131052, 131053]), .permanent, "content or medium refused"),
        .init(
            .numbers("error.code", [131048, 131049, 131050, 130472]), .permanent, "held back as spam, or not wanted"),
        .init(
            .numbers("error.code", [132000, 132001, 132005, 132007, 132012, 132015, 132016]), .config,
            "the template does not fit, or is paused"),
        .init(.numbers("error.code", [190, 368, 131031]), .config, "token or account refused", reason: .token),
        .init(.status([500, 502, 503, 504]), .ambiguous, "Meta's own trouble, without a code"),
        .init(.silence, .ambiguous, "there is no second try by a key"),
    ]

    static let remarks = [
        "Media errors come later by webhook, after a 200.",
        "Without a template only within 24 hours after the lead wrote; 72 after a click-to-WhatsApp ad.",
    ]

    static func modes(_ forms: Forms) -> [Channel.DeliveryMode] {
        [
            .init(variant: .text, summary: "The message as a text, with a preview.", forms: [forms.messages.text]),
            .init(variant: .cta, summary: "The message with the link behind a button.", forms: [forms.cta]),
            .init(
                variant: .template,
                summary: "An approved template whose button ends in {{1}}, the code, behind the site's address.",
                forms: [forms.template]),
            .init(
                variant: .media, summary: "The text, then each medium as a message of its own.",
                forms: forms.messages.all),
        ]
    }
}

extension ChannelSettings {
    /// The language of a template: what is set, else what providers call the page's.
    func language(_ locale: String) -> String {
        values[.language] ?? (locale == "ky" ? "ky_KG" : locale)
    }

    /// The words on a button.
    func button(_ locale: String) -> String {
        values[.button] ?? ["kk": "Ашу", "ru": "Открыть"][locale] ?? "Open"
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let whatsappCloud = ChannelName("whatsapp-cloud")
}

extension Channel {
    static let whatsappCloud = Channel(
        name: .whatsappCloud, title: "WhatsApp Cloud API",
        summary: "Meta's own interface: official, with voice, pictures and documents in the chat, and templates.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: WhatsAppCloud.modes(WhatsAppCloud.Forms(version: WhatsAppCloud.standardVersion, [])),
        settings: [.version, .button, .template, .language, .parameters],
        failures: WhatsAppCloud.failures, remarks: WhatsAppCloud.remarks
    ) { terms in
        WhatsAppCloud.sender(
            terms,
            WhatsAppCloud.Forms(
                version: terms.settings.values[.version] ?? WhatsAppCloud.standardVersion,
                terms.fill(recipient: .init("e164", .body, "to"))))
    }
}

extension WhatsAppCloud {
    /// Makes what sends greetings on some terms, by the forms of a channel that takes Meta's messages.
    static func sender(_ terms: ChannelTerms, _ forms: Forms) -> @Sendable (Greeting) -> Delivery {
        let settings = terms.settings
        return { greeting in
            let to = terms.recipient(RequestValue(greeting.recipient.e164 ?? ""), or: "e164")
            var list = RequestList(greeting)
            let add = { (form: RequestForm, type: String, content: RequestValue, sizes: [Int]) in
                list.add(
                    form, body(type, content, to: to, key: list.nextKey), sizes: sizes)
            }
            switch settings.variant {
            case .cta:
                let words = greeting.words.isEmpty ? Array(greeting.page.title.utf8) : greeting.words
                add(
                    forms.cta, "interactive",
                    [
                        "type": "cta_url", "body": ["text": .text(words)],
                        "action": [
                            "name": "cta_url",
                            "parameters": [
                                "display_text": RequestValue(settings.button(greeting.page.locale)),
                                "url": .text(greeting.url),
                            ],
                        ],
                    ], [MessageLength(of: words).utf16Units])
            case .template:
                guard case .success(let values) = greeting.parameters(settings.parameters) else {
                    return .refused(.parameterMissing)
                }
                add(forms.template, "template", template(settings, greeting, values), [])
            case .text, .media, .deepLink:
                add(
                    forms.messages.text, "text", ["preview_url": true, "body": .text(greeting.message.text)],
                    [greeting.message.length.utf16Units])
            }
            guard settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(rules)
            for medium in chosen {
                let (type, content) = WhatsAppCloud.content(medium)
                add(forms.messages[medium.medium.kind], type, content, [])
            }
            return .sending(list, problems: problems)
        }
    }
}
