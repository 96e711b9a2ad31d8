import Foundation
import WelcomeTestSupport

/// A shop with a tenant for each way to deliver, each with one lead, and media of every kind.
enum ChannelSite {
    /// The tenants' settings by the leads' ids.
    static let tenants: [(id: String, settings: String)] = [
        ("chatflow", "channel: chatflow"),
        ("flow", "channel: chatflow-flow"),
        ("chatflow-media", "channel: chatflow-media"),
        ("links", "channel: links"),
        ("cloud-text", "channel: whatsapp-cloud"),
        ("cloud-cta", "channel: whatsapp-cloud, channels: {whatsapp-cloud: {send: cta}}"),
        (
            "cloud-template",
            "channel: whatsapp-cloud, channels: {whatsapp-cloud: {send: template, template: welcome_page, parameters: [name]}}"
        ),
        ("cloud-media", "channel: whatsapp-cloud, channels: {whatsapp-cloud: {send: media, version: v26.0}}"),
        ("twilio-text", "channel: twilio"),
        (
            "twilio-template",
            "channel: twilio, channels: {twilio: {send: template, template: HX0123456789abcdef0123456789abcdef, parameters: name}}"
        ),
        ("twilio-media", "channel: twilio, channels: {twilio: {send: media}}"),
        ("messagebird-text", "channel: messagebird"),
        (
            "messagebird-template",
            "channel: messagebird, channels: {messagebird: {send: template, template: welcome_page, namespace: shop_ns, parameters: [name]}}"
        ),
        ("messagebird-media", "channel: messagebird, channels: {messagebird: {send: media}}"),
        (
            "bird-template",
            "channel: bird, channels: {bird: {send: template, template: welcome_page, parameters: [name]}}"
        ),
        ("bird-media", "channel: bird, channels: {bird: {send: media}}"),
        ("360dialog-text", "channel: 360dialog"),
        ("360dialog-cta", "channel: 360dialog, channels: {360dialog: {send: cta}}"),
        (
            "360dialog-template",
            "channel: 360dialog, channels: {360dialog: {send: template, template: welcome_page, parameters: [name]}}"
        ),
        ("360dialog-media", "channel: 360dialog, channels: {360dialog: {send: media}}"),
        ("wazzup-media", "channel: wazzup, channels: {wazzup: {send: media}}"),
        ("wazzup-max", "channel: wazzup, region: RU, channels: {wazzup: {chat: max}}"),
        ("telegram-text", "channel: telegram"),
        ("telegram-media", "channel: telegram, channels: {telegram: {send: media}}"),
        ("telegram-link", "channel: telegram, channels: {telegram: {send: deep-link, bot: shop_bot}}"),
        ("evolution-media", "channel: evolution, channels: {evolution: {send: media}}"),
        ("waha-media", "channel: waha, channels: {waha: {send: media}}"),
        ("wppconnect-media", "channel: wppconnect, channels: {wppconnect: {send: media}}"),
        ("green-api-media", "channel: green-api, channels: {green-api: {send: media}}"),
        ("baileys-media", "channel: baileys, channels: {baileys: {send: media}}"),
        ("sms", "channel: sms"),
        ("sms-latin", "channel: sms"),
        ("smsc", "channel: smsc, channels: {smsc: {sender: Shop}}"),
        ("mobizon", "channel: mobizon, channels: {mobizon: {sender: Shop}}"),
        ("email", "channel: email, channels: {email: {from: shop@example.kz, subject: \"\(subject)\"}}"),
    ]

    /// More than one encoded word, with letters of one to four bytes.
    static let subject = "Панели: цены, фото и «образцы» 📦 для Вашего дома и дачи"

    /// Makes the site; nothing is built.
    static func make(more settings: String = "") throws -> SiteFolder {
        let tenants = tenants.map { "  \($0.id): {theme: shop, locale: ru, \($0.settings)}\n" }.joined()
        let site = try SiteFolder.shop(
            settings: """
                base_url: https://w.example.kz
                locales: {default: ru, available: [kk, ru, en]}
                leads: leads.ndjson
                \(settings)
                tenants:
                \(tenants)
                """)
        try addMedia(to: site)
        try site.writeLeads(
            Self.tenants.map { tenant in
                var lead = [
                    "id": tenant.id, "tenant": tenant.id, "phone": "8 701 123 45 67",
                    "created_at": "2026-11-01T09:00:00+05:00",
                ]
                if tenant.id != "sms-latin" { lead["name"] = "Айгүл" }
                if tenant.id.hasPrefix("telegram"), tenant.id != "telegram-link" { lead["channel_address"] = "4242" }
                if tenant.id == "email" { lead["channel_address"] = "aigul@b.example" }
                if tenant.id == "sms-latin" { lead["theme"] = "latin" }
                return lead
            })
        return site
    }

    /// Gives the theme `shop` a voice, two pictures and a document, and makes a theme whose text is ASCII.
    static func addMedia(to site: SiteFolder) throws {
        for name in ["voice-ru.ogg", "photo-flower.jpg", "grey.jpg", "catalog.pdf"] {
            try site.copy(Fixtures.path("media/\(name)"), to: "themes/shop/media/\(name)")
        }
        try site.write(
            """
            extends: base
            title: Shop
            voice: {file: media/voice-ru.ogg, transcript: Здравствуйте}
            images:
              - {file: media/photo-flower.jpg, caption: Фасад}
              - {file: media/grey.jpg}
            documents: [{file: media/catalog.pdf, title: Каталог & цены}]

            """, to: "themes/shop/theme.yml")
        let latin = "---\ntitle: Latin\nmessage: |\n  Prices {and} photos [new]: see ~ below\n  {{url}}\n---\nText.\n"
        try site.write("extends: base\ntitle: Latin\n", to: "themes/latin/theme.yml")
        try site.write(latin, to: "themes/latin/ru.md")
    }

    /// The site after its first build, which all tests share.
    static func built() throws -> SiteFolder { try SiteFolder(restoring: firstBuild.get()) }

    private static let firstBuild = Result {
        let site = try make()
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return try site.snapshot()
    }
}

extension SiteFolder {
    /// The path of the one file that holds all lines.
    func manifestFile() throws -> String { absolute("output/\(try published().pointer.files[0].file)") }

    /// The lines of the manifest as JSON, by their leads.
    func manifestLines() throws -> [String: [String: Any]] {
        let text = try Data(contentsOf: URL(fileURLWithPath: manifestFile()))
        return try text.split(separator: 10).reduce(into: [:]) { lines, line in
            guard let value = try JSONSerialization.jsonObject(with: line) as? [String: Any],
                let lead = value["lead"] as? String
            else { return }
            lines[lead] = value
        }
    }
}
