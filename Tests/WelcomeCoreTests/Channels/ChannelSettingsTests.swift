import Testing

@testable import WelcomeCore

/// What settings may say of channels, and what they say where it is wrong.
@Suite struct ChannelSettingsTests {
    private func parse(_ channels: String) throws -> (tenant: TenantSettings?, diagnostics: [Diagnostic]) {
        let text = "base_url: https://w.example.kz\ntenants:\n  t1:\n    channels:\n      \(channels)\n"
        let (settings, diagnostics) = SiteSettings.parse(text, file: "welcome.yml")
        return (settings?.tenants.first, diagnostics)
    }

    @Test func readsEverySetting() throws {
        let (tenant, diagnostics) = try parse(
            "whatsapp-cloud: {send: template, template: welcome_page, language: kk, version: v25.0, parameters: [name, city]}"
        )
        #expect(diagnostics.isEmpty)
        #expect(
            tenant?.settings(of: .whatsappCloud)
                == ChannelSettings(
                    variant: .template, values: [.template: "welcome_page", .language: "kk", .version: "v25.0"],
                    parameters: ["name", "city"]))
        #expect(tenant?.settings(of: .telegram) == ChannelSettings(variant: .text))
        #expect(tenant?.settings(of: .chatflowMedia) == ChannelSettings(variant: .media))
    }

    @Test(arguments: [
        ("pigeon: {}", "unknown key `pigeon`"), ("telegramm: {}", "unknown key `telegramm`"),
        ("telegram: {buton: x}", "unknown key `buton`"), ("sms: {bot: shop_bot}", "unknown key `bot`"),
        ("telegram: {send: audio}", "`send` of `telegram` must be one of: text, deep-link, media"),
        ("sms: {send: media}", "`send` of `sms` must be one of: text"),
        ("whatsapp-cloud: {send: template}", "`send: template` of `whatsapp-cloud` needs `template`"),
        ("telegram: {send: deep-link}", "`send: deep-link` of `telegram` needs `bot`"),
        ("whatsapp-cloud: {version: 26.0}", "`version` must be a version of the Graph API such as v26.0"),
        ("whatsapp-cloud: {version: v26.0/x}", "`version` must be a version of the Graph API such as v26.0"),
        ("telegram: {bot: \"@shop_bot\"}", "`bot` must be the name of the bot without @, such as shop_bot"),
        ("telegram: {button: \"123456789012345678901\"}", "`button` must be 1 to 20 characters long"),
        (
            "twilio: {template: welcome_page}",
            "`template` must be the id of a content template: HX and 32 hexadecimal digits"
        ),
        ("whatsapp-cloud: {language: russian}", "`language` must be a language such as ru, kk or ky_KG"),
        ("wazzup: {chat: viber}", "`chat` must be whatsapp or max"),
        (
            "smsc: {sender: Магазин}",
            "`sender` must be a registered name, up to 15 Latin letters, digits, spaces, `.`, `_` and `-`"
        ),
        (
            "mobizon: {sender: abcdefghijklmnop}",
            "`sender` must be a registered name, up to 15 Latin letters, digits, spaces, `.`, `_` and `-`"
        ),
        (
            "bird: {template: 0F1E}",
            "`template` must be a template's handle, a-z, 0-9, _ and -, or its id, which begins with wat_"
        ),
        ("email: {from: shop}", "`from` must be an e-mail address such as shop@example.kz"),
        ("email: {subject: \"a\\nBcc: b\"}", "`subject` must be one line of 1 to 150 characters"),
        ("telegram: {token: x}", "`token` has no place in settings"),
        ("waha: {API-Key: x}", "`API-Key` has no place in settings"),
    ])
    func saysWhatIsDue(channels: String, summary: String) throws {
        let diagnostics = try parse(channels).diagnostics
        #expect(diagnostics.map(\.summary) == [summary])
        #expect(diagnostics.allSatisfy { $0.severity == .error && $0.location?.line == 5 })
    }

    @Test func warnsOfAChannelThatEndsWhereverATenantChoosesIt() throws {
        let text = "base_url: https://w.example.kz\ntenants:\n  t1: {channel: messagebird}\n  t2: {channel: bird}\n"
        let (settings, diagnostics) = SiteSettings.parse(text, file: "welcome.yml")
        #expect(diagnostics.map(\.code) == [.channelEnd])
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(diagnostics.first?.location?.line == 3)
        let rows = [
            TableRow(position: .row(1), values: ["id": "t2", "channel": "messagebird"]),
            TableRow(position: .row(2), values: ["id": "t3", "channel": "waha"]),
        ]
        let table = settings?.overlaid(byTenants: rows, file: "leads.db").diagnostics ?? []
        #expect(table.map(\.code) == [.channelEnd])
        #expect(table.first?.location?.row == 1)
    }

    @Test func takesMAXInRussiaAlone() throws {
        let text = { (region: String) in
            "base_url: https://w.example.kz\ntenants:\n  t1:\n    \(region)\n    channels: {wazzup: {chat: max}}\n"
        }
        for region in ["name: T", "region: KZ"] {
            let diagnostics = SiteSettings.parse(text(region), file: "welcome.yml").diagnostics
            #expect(diagnostics.map(\.summary) == ["`chat: max` of `wazzup` is for tenants of the region RU alone"])
            #expect(diagnostics.first?.location?.line == 5)
        }
        let (settings, diagnostics) = SiteSettings.parse(text("region: RU"), file: "welcome.yml")
        #expect(diagnostics.isEmpty)
        for (region, faults) in [("RU", 0), ("KZ", 1)] {
            let rows = [TableRow(position: .row(1), values: ["id": "t1", "region": region])]
            let table = settings?.overlaid(byTenants: rows, file: "leads.db").diagnostics ?? []
            #expect(table.map(\.tenant) == [String?](repeating: "t1", count: faults))
        }
    }

    @Test func namesTheNearestChannel() throws {
        #expect(try parse("telegramm: {}").diagnostics.first?.fix == "did you mean `telegram`?")
        #expect(try parse("telegram: {send: meda}").diagnostics.first?.fix == "did you mean `media`?")
    }

    /// A line with a secret on it is not shown by any diagnostic, whichever comes first.
    @Test(arguments: ["telegram: {botx: 1, token: S3CRET}", "telegram: {token: S3CRET, botx: 1}"])
    func showsNoLineThatHoldsASecret(channels: String) throws {
        let diagnostics = try parse(channels).diagnostics
        #expect(Set(diagnostics.map(\.code)) == [.settingsSecret, .settingsUnknownKey])
        #expect(diagnostics.allSatisfy { $0.excerpt == nil })
    }

    @Test(arguments: ["name", "theme", "keys", "template", "language", "monkey", "parameters"])
    func takesOrdinaryNamesForWhatTheyAre(key: String) {
        #expect(!SecretNames.contain(key))
    }
}
