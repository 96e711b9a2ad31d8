import Testing
import WelcomeCore

/// What `welcome.yml` may say, and how it is told where it is wrong.
@Suite struct SiteSettingsTests {
    private static let host = "base_url: https://w.example.kz\n"

    private func parse(_ text: String) -> (settings: SiteSettings?, diagnostics: [Diagnostic]) {
        let (settings, diagnostics) = SiteSettings.parse(Self.host + text, file: "welcome.yml")
        return (settings, diagnostics)
    }

    @Test func hasDefaultsForEverythingButTheHost() throws {
        let (settings, diagnostics) = parse("")
        let site = try #require(settings)
        #expect(diagnostics.isEmpty)
        #expect(site.baseURL.description == "https://w.example.kz")
        #expect(site.timezone == "Asia/Almaty")
        #expect(site.defaultLocale == "ru")
        #expect(site.availableLocales == ["kk", "ru", "en"])
        #expect(site.leadsPath == nil)
        #expect([site.themesPath, site.outputPath, site.keysPath] == ["themes", "output", "keys.yml"])
        #expect(site.expiresAfterDays == 90)
        #expect(site.pageStore == .html)
        #expect(site.mediaFetch == .off)
        #expect(site.includesRecipients)
        #expect(site.tenants.isEmpty)
    }

    @Test func readsEverySetting() throws {
        let (settings, diagnostics) = parse(
            """
            timezone: Asia/Bishkek
            locales: {default: kk, available: [kk, ru]}
            leads: a.csv
            leads_query: SELECT 1
            themes: t
            output: o
            keys: k.yml
            links: {expires_after_days: 3650}
            pages: {store: gzip}
            media: {fetch: mirror, hosts: [cdn.example.kz]}
            manifest: {recipients: false}
            """)
        let site = try #require(settings)
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        #expect(site.timezone == "Asia/Bishkek")
        #expect(site.defaultLocale == "kk")
        #expect(site.availableLocales == ["kk", "ru"])
        #expect(site.leadsPath == "a.csv")
        #expect(site.leadsQuery == "SELECT 1")
        #expect([site.themesPath, site.outputPath, site.keysPath] == ["t", "o", "k.yml"])
        #expect(site.expiresAfterDays == 3650)
        #expect(site.pageStore == .gzip)
        #expect(site.mediaFetch == .mirror)
        #expect(site.mediaHosts.count == 1)
        #expect(!site.includesRecipients)
        #expect(site.writtenZones.map(\.value) == ["Asia/Bishkek"])
    }

    @Test func readsATenant() throws {
        let (settings, diagnostics) = parse(
            """
            tenants:
              t1:
                name: Магазин
                base_url: https://t1.example.kz/
                theme: panels
                locale: kk
                region: KG
                channel: telegram
                phone: "+996 555 123 456"
                whatsapp: "0555 123 456"
                stop_words: [даром, ""]
                timezone: Asia/Bishkek
            """)
        let site = try #require(settings)
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        let tenant = site.tenant(LeadText("t1"))
        #expect(tenant.name == "Магазин")
        #expect(tenant.baseURL?.description == "https://t1.example.kz")
        #expect(tenant.theme == "panels")
        #expect(tenant.locale == "kk")
        #expect(tenant.region == .KG)
        #expect(tenant.channel == .telegram)
        #expect(tenant.phone == "996555123456")
        #expect(tenant.whatsapp == "996555123456")
        #expect(tenant.stopWords == ["даром"])
        #expect(tenant.timezone == "Asia/Bishkek")
        // A tenant that is not listed has the site's defaults.
        #expect(site.tenant(LeadText("t2")).channel == .chatflow)
    }

    @Test(arguments: [
        ("timezon: Asia/Almaty", "unknown key `timezon`"),
        ("links: {expires_after_days: 0}", "`expires_after_days` must be a whole number from 1 to 3650"),
        ("links: {expires_after_days: 3651}", "`expires_after_days` must be a whole number from 1 to 3650"),
        ("links: {expire: 3}", "unknown key `expire`"),
        ("pages: {store: zip}", "`store` must be one of: html, gzip"),
        ("media: {fetch: always}", "`fetch` must be one of: off, mirror"),
        ("manifest: {recipients: maybe}", "`recipients` must be true or false"),
        ("locales: {default: kz}", "`kz` is not a language"),
        ("locales: {available: [ru], default: kk}", "`kk` is not among `locales: available`"),
        ("tenants: {t1: word}", "tenant `t1` must be a list of `key: value` pairs"),
        ("tenants: {t1: {colour: red}}", "unknown key `colour`"),
        ("tenants: {t1: {region: DE}}", "`region` must be one of: KZ, RU, KG, UZ"),
        ("tenants: {t1: {phone: '12'}}", "a shop's number must be a whole phone number with its country code"),
        ("leads: [a]", "`leads` must be a text"),
    ])
    func saysWhatIsWrong(text: String, summary: String) {
        let diagnostics = parse(text).diagnostics
        #expect(diagnostics.map(\.summary) == [summary])
        #expect(diagnostics.allSatisfy { $0.severity == .error && $0.location?.line == 2 })
    }

    @Test(arguments: ["", "timezone: Asia/Almaty\n", "base_url:\n"]) func wantsAHost(text: String) {
        let (settings, diagnostics) = SiteSettings.parse(text, file: "welcome.yml")
        #expect(settings == nil)
        #expect(diagnostics.map(\.summary) == ["`base_url` is required"])
    }

    @Test(arguments: [
        "w.example.kz", "http://w.example.kz", "https://", "https://W.example.kz", "https://w.example.kz/p",
        "https://.kz", "https://w.example.kz:0", "https://w.example.kz:65536", "https://w.example.kz:1:2",
        "https://user@w.example.kz", "https://w.example.kz?a", "ftp://w.example.kz",
    ])
    func refusesWhatIsNoHost(text: String) {
        #expect(BaseURL(text) == nil)
    }
}
