/// Telegram's Bot API.
///
/// core.telegram.org/bots/api. The token stands in the address, so addresses must not be logged. A bot cannot write first:
/// a chat begins with the lead, who may be led there by a deep link that carries the page's code.
enum Telegram {
    static func form(
        _ method: String, _ variant: String, _ recipient: [RequestForm.Placeholder], limits: [RequestForm.Limit] = []
    ) -> RequestForm {
        RequestForm(
            .telegram, variant, "POST", "https://api.telegram.org/bot{token}/\(method)",
            headers: [.init("Content-Type", "application/json")], secrets: [.init("token", .path)], fill: recipient,
            needs: [.chatID], limits: limits, ok: .init("ok", is: .isTrue))
    }

    struct Forms {
        var message, voice, audio, photo, group, document: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            message = form("sendMessage", "text", recipient, limits: [.init("text", .utf16, maxText)])
            voice = form("sendVoice", "audio", recipient)
            audio = form("sendAudio", "audio", recipient)
            photo = form("sendPhoto", "image", recipient)
            group = form("sendMediaGroup", "image", recipient)
            document = form("sendDocument", "document", recipient)
        }

        var all: [RequestForm] { [message, voice, audio, photo, group, document] }
    }

    static let maxText = 4096
    private static let maxGroup = 10

    static let rules: [Greeting.MediaRule] = [
        // A larger voice by its address comes as a file; MP3 plays as music at least.
        .init(kind: .voice, formats: [.ogg], maxBytes: 1 << 20),
        .init(kind: .voice, formats: [.mp3, .m4a], maxBytes: 20 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 5 << 20, maxCaption: 1024, maxEdges: 10_000),
        .init(kind: .document, formats: [.pdf], maxBytes: 20 << 20, maxCaption: 1024),
    ]

    /// The chat that a row names; a group's is negative, and a channel's begins with `@`.
    static func chatID(_ bytes: [UInt8]) -> Int? {
        guard (1...16).contains(bytes.count), bytes.first != 0x30, bytes.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self))
    }

    static func message(_ greeting: Greeting, chat: RequestValue, _ settings: ChannelSettings) -> RequestValue {
        [
            "chat_id": chat, "text": .text(greeting.message.text),
            "link_preview_options": [
                "is_disabled": false, "url": .text(greeting.url), "prefer_large_media": true, "show_above_text": false,
            ],
            "reply_markup": [
                "inline_keyboard": [
                    [["text": RequestValue(settings.button(greeting.page.locale)), "url": .text(greeting.url)]]
                ]
            ],
        ]
    }

    /// Adds media behind the message: photos in groups of up to ten, everything else by itself.
    static func add(_ chosen: [Greeting.Chosen], chat: RequestValue, _ forms: Forms, to list: inout RequestList) {
        for medium in chosen where medium.medium.kind == .voice {
            let isVoice = medium.file.facts.format == .ogg
            var value: RequestValue = ["chat_id": chat, isVoice ? "voice" : "audio": .text(medium.url)]
            if let seconds = medium.medium.seconds {
                value = value.adding([.init(name: "duration", value: .number(seconds))])
            }
            list.add(isVoice ? forms.voice : forms.audio, .json(value))
        }
        let photos = chosen.filter { $0.medium.kind == .image }
        for start in stride(from: 0, to: photos.count, by: maxGroup) {
            let group = photos[start..<min(start + maxGroup, photos.count)]
            if group.count > 1 {
                let media = group.map { photo -> RequestValue in
                    let value: RequestValue = ["type": "photo", "media": .text(photo.url)]
                    return value.adding(caption(of: photo))
                }
                list.add(forms.group, .json(["chat_id": chat, "media": .list(media)]))
            } else if let photo = group.first {
                let value: RequestValue = ["chat_id": chat, "photo": .text(photo.url)]
                list.add(forms.photo, .json(value.adding(caption(of: photo))))
            }
        }
        for document in chosen where document.medium.kind == .document {
            let value: RequestValue = ["chat_id": chat, "document": .text(document.url)]
            list.add(forms.document, .json(value.adding(caption(of: document))))
        }
    }

    private static func caption(of chosen: Greeting.Chosen) -> [RequestValue.Member] {
        chosen.caption.map { [.init(name: "caption", value: .text($0))] } ?? []
    }

    static let failures: [Channel.Failure] = [
        .init(
            .numbers("error_code", [429]), .retry, "too much at once: `parameters.retry_after` says how long to wait"),
        .init(
            .numbers("error_code", [403]), .permanent, "the lead has blocked the bot, or never started it",
            reason: .number),
        .init(.numbers("error_code", [400]), .permanent, "no such chat, or a medium that was not fetched"),
        .init(.numbers("error_code", [401, 404]), .config, "the token is refused", reason: .token),
        .init(.status([500, 502, 503, 504]), .ambiguous, "Telegram's own trouble"),
        .init(.silence, .ambiguous, "there is no second try by a key"),
    ]
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let telegram = ChannelName("telegram")
}

extension Channel {
    static let telegram = Channel(
        name: .telegram, title: "Telegram bot",
        summary: "The message with a button, and media in the chat, from the shop's bot. The lead has to start it.",
        addressing: .telegramChat, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = Telegram.Forms([])
            let chat = RequestForm.Placeholder("chat_id", .body, origin: Array("https://t.me/{bot}?start={code}".utf8))
            return [
                .init(variant: .text, summary: "The message with a button.", forms: [forms.message]),
                .init(
                    variant: .deepLink,
                    summary: "As text; a lead without a chat gets an address that starts the bot with the code.",
                    forms: [Telegram.form("sendMessage", "text", [chat], limits: forms.message.limits)]),
                .init(variant: .media, summary: "The message, then voice, photos and documents.", forms: forms.all),
            ]
        }(),
        settings: [.button, .bot],
        failures: Telegram.failures,
        remarks: [
            "About one message a second to a chat, 30 a second in all.", "Addresses hold the token: never log them.",
        ]
    ) { terms in
        let settings = terms.settings
        let forms = Telegram.Forms(terms.fill(recipient: .init("chat_id", .body)))
        return { greeting in
            var list = RequestList(greeting)
            let sizes = [greeting.message.length.utf16Units]
            let address = greeting.recipient.address
            guard let chat = address.flatMap(Telegram.chatID) else {
                guard settings.variant == .deepLink, address == nil, let bot = settings.values[.bot] else {
                    return .refused(address == nil ? .chatIDMissing : .chatIDInvalid, column: "channel_address")
                }
                let origin = Array("https://t.me/\(bot)?start=".utf8) + greeting.code.bytes
                let form = Telegram.form(
                    "sendMessage", "text", [.init("chat_id", .body, origin: origin)], limits: forms.message.limits)
                list.add(form, .json(Telegram.message(greeting, chat: .placeholder("chat_id"), settings)), sizes: sizes)
                return .sending(list)
            }
            let recipient = terms.recipient(.number(chat), or: "chat_id")
            list.add(forms.message, .json(Telegram.message(greeting, chat: recipient, settings)), sizes: sizes)
            guard settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Telegram.rules)
            Telegram.add(chosen, chat: recipient, forms, to: &list)
            return .sending(list, problems: problems)
        }
    }
}
