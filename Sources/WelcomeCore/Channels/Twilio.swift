/// Twilio's Messages API, for WhatsApp senders.
///
/// twilio.com/docs/whatsapp; the account stands in the address, and is the CRM's to put in.
enum Twilio {
    struct Forms {
        var text, media, template: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (variant: String, needs: [RequestForm.Need], limits: [RequestForm.Limit]) in
                RequestForm(
                    .twilio, variant, "POST",
                    "https://api.twilio.com/2010-04-01/Accounts/{account_sid}/Messages.json",
                    headers: [.init("Content-Type", "application/x-www-form-urlencoded")],
                    secrets: [.init("login", .basic, "Authorization")],
                    fill: [.init("account_sid", .path), .init("from", .body, "From")] + recipient, needs: needs,
                    limits: limits, ok: .init(status: [201], "sid"))
            }
            text = form("text", [.optIn, .window24h], [.init("Body", .utf16, 1600)])
            media = form("media", [.optIn, .window24h], [])
            template = form("template", [.optIn, .template], [])
        }
    }

    static let rules: [Greeting.MediaRule] = [
        .init(kind: .voice, formats: [.ogg, .mp3], maxBytes: 16 << 20),
        .init(kind: .image, formats: [.jpeg, .png, .webp], maxBytes: 5 << 20, maxCaption: 1600),
        // Documents have no caption, and are named by what serves them.
        .init(kind: .document, formats: [.pdf], maxBytes: 16 << 20),
    ]

    /// A template's variables, numbered from 1, as the text of a JSON object: the fields in order, the code last.
    static func variables(_ values: [[UInt8]], code: [UInt8]) -> [UInt8] {
        RequestValue.object(
            (values + [code]).enumerated().map { .init(name: "\($0 + 1)", value: .text($1)) }
        ).json
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let twilio = ChannelName("twilio")
}

extension Channel {
    static let twilio = Channel(
        name: .twilio, title: "Twilio",
        summary: "WhatsApp through Twilio: official, with media in the chat and content templates.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = Twilio.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .template,
                    summary: "A content template whose button ends in its last variable, the code.",
                    forms: [forms.template]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.",
                    forms: [forms.text, forms.media]),
            ]
        }(),
        settings: [.template, .parameters], templateForm: .contentID,
        failures: [
            .init(.numbers("code", [20003, 20404]), .config, "login or account refused", reason: .token),
            .init(.numbers("code", [63016]), .permanent, "the 24 hours are over: a template is needed"),
            .init(.numbers("code", [63021, 63030, 21617, 21623]), .permanent, "content refused"),
            .init(
                .numbers("code", [63005, 63013, 63032, 21211, 21610]), .permanent, "this person cannot be written to",
                reason: .number),
            .init(.numbers("code", [63019]), .permanent, "the medium was not fetched"),
            .init(.numbers("code", [63018, 20429]), .retry, "too much at once"),
            .init(.status([500, 502, 503, 504]), .ambiguous, "Twilio's own trouble"),
            .init(.silence, .ambiguous, "there is no second try by a key"),
        ],
        remarks: [
            "201 says accepted, not delivered: what became of it comes to the status callback.",
            "`login` is a key and its secret, or the account and its token, with a colon between them.",
        ]
    ) { terms in
        let settings = terms.settings
        let forms = Twilio.Forms(terms.fill(recipient: .init("whatsapp_e164", .body, "To")))
        return { greeting in
            var to: [ChannelRequest.Parameter] = []
            if terms.includesRecipients, let number = greeting.recipient.e164 {
                to.append(.init("To", "whatsapp:\(number)"))
            }
            var list = RequestList(greeting)
            if settings.variant == .template {
                guard case .success(let values) = greeting.parameters(settings.parameters) else {
                    return .refused(.parameterMissing)
                }
                let pairs: [ChannelRequest.Parameter] = [
                    .init("ContentSid", settings.values[.template] ?? ""),
                    .init(key: "ContentVariables", value: Twilio.variables(values, code: greeting.code.bytes)),
                ]
                list.add(forms.template, .form(to + pairs))
                return .sending(list)
            }
            list.add(
                forms.text, .form(to + [.init(key: "Body", value: greeting.message.text)]),
                sizes: [greeting.message.length.utf16Units])
            guard settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Twilio.rules)
            for medium in chosen {
                let caption = medium.caption.map { [ChannelRequest.Parameter(key: "Body", value: $0)] } ?? []
                list.add(forms.media, .form(to + caption + [.init(key: "MediaUrl", value: medium.url)]))
            }
            return .sending(list, problems: problems)
        }
    }
}
