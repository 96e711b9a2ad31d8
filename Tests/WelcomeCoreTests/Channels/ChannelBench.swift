import Testing

@testable import WelcomeCore

/// A greeting made up for a test, and what channels make of it.
struct ChannelBench {
    static let url = "https://w.example.kz/3h1616s4pe1nj96z0mam"

    var settings: [ChannelName: ChannelSettings] = [:]
    var includesRecipients = true
    var phone = "+77011234567"
    var address: String?
    var fields: [LeadField] = [LeadField(name: "name", value: LeadText("Айгүл"))]
    var media: [Greeting.Medium] = []
    var title = "Панели"

    /// Settings that satisfy every way of every channel.
    static func settings(_ channel: ChannelName, _ variant: ChannelVariant) -> ChannelSettings {
        var values: [ChannelSettings.Name: String] = [:]
        let templates: [ChannelName: String] = [.twilio: "HX0123456789abcdef0123456789abcdef"]
        for name in ChannelSettings.required(variant, channel) {
            switch name {
            case .template: values[name] = templates[channel] ?? "welcome_page"
            case .namespace: values[name] = "shop_ns"
            case .bot: values[name] = "shop_bot"
            default: break
            }
        }
        return ChannelSettings(
            variant: variant, values: values, parameters: variant == .template ? ["name"] : [])
    }

    /// What `channel` makes of a greeting with these words above the link.
    func deliver(_ channel: ChannelName, _ variant: ChannelVariant? = nil, words: String = "Привет!") throws -> Delivery
    {
        let own = settings[channel] ?? Self.settings(channel, variant ?? channel.channel.variants[0])
        let send = channel.channel.prepare(ChannelTerms(settings: own, includesRecipients: includesRecipients))
        let code = try #require(LinkCode(Array("3h1616s4pe1nj96z0mam".utf8)))
        let recipient =
            switch channel.channel.addressing {
            case .phone: Recipient.normalise(raw: Array(phone.utf8), region: .KZ)
            case .telegramChat:
                NormalisedRecipient(kind: .telegramChat, address: address.map { Array($0.utf8) } ?? Array("4242".utf8))
            case .email:
                NormalisedRecipient(kind: .email, address: address.map { Array($0.utf8) } ?? Array("a@b.example".utf8))
            }
        let text = words.isEmpty ? Self.url : "\(words)\n\(Self.url)"
        return send(
            Greeting(
                identity: LeadIdentity(tenant: LeadText("t1"), lead: LeadText("clx1"), slot: LeadText("welcome")),
                message: .init(text: Array(text.utf8)), url: Array(Self.url.utf8), code: code, recipient: recipient,
                fields: fields, page: GreetingPage(locale: "ru", title: title, media: media),
                origin: Array("https://w.example.kz".utf8), now: Timestamp(secondsSinceEpoch: 1_795_406_400)))
    }

    /// A medium of one file.
    static func medium(
        _ kind: Greeting.Medium.Kind, _ format: MediaFormat, bytes: Int = 1_000, caption: String? = nil,
        size: (width: Int, height: Int) = (640, 480), digit: String = "a"
    ) -> Greeting.Medium {
        var facts = MediaFacts(format: format)
        if format.kind == .image { (facts.width, facts.height) = size }
        if format.kind == .audio { facts.durationMilliseconds = 16_979 }
        let file = MediaAsset(
            hash: String(repeating: digit, count: 32), byteCount: bytes, facts: facts, content: .bytes([]))
        return Greeting.Medium(kind: kind, files: [file], linked: file, caption: caption)
    }

    /// One of each kind, in the forms that channels take.
    static let allMedia = [
        medium(.voice, .ogg, digit: "1"), medium(.image, .jpeg, caption: "Фасад", digit: "2"),
        medium(.image, .png, digit: "3"), medium(.document, .pdf, caption: "Каталог: цены", digit: "4"),
    ]
}

extension ChannelRequest {
    /// The request as it stands in the manifest.
    var text: String {
        var json = JSONWriter()
        write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The JSON body alone.
    var bodyText: String? {
        if case .json(let value) = body { String(decoding: value.json, as: UTF8.self) } else { nil }
    }

    /// What the request is, in short: its variant and the last part of its address.
    var kind: String { "\(form.variant) \(form.url.split(separator: "/").last ?? "")" }
}
