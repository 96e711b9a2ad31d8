extension SiteSettings {
    private static let keys = [
        "base_url", "site_id", "timezone", "locales", "leads", "leads_query", "themes", "output", "keys", "links",
        "pages",
        "media", "manifest", "aliases", "guards", "tenants",
    ]
    private static let tenantKeys = [
        "name", "base_url", "aliases", "theme", "locale", "region", "channel", "channels", "phone", "whatsapp",
        "stop_words",
        "timezone",
    ]

    /// Reads the text of a settings file, which diagnostics call `file`.
    ///
    /// - Returns: the settings, unless `base_url` or the whole text is unusable, and every diagnostic. Settings that come
    ///   with an error among the diagnostics are for completing a report, not for building.
    package static func parse(_ text: String, file: String) -> (settings: SiteSettings?, diagnostics: [Diagnostic]) {
        var reader = YAMLReader(file: file, codes: .settings)
        guard let root = reader.mapping(of: text) else { return (nil, reader.diagnostics) }
        reader.rejectUnknownKeys(in: root, known: keys)
        let known = reader.diagnostics.count
        guard let baseURL = reader.string("base_url", in: root) else {
            // One that is no text has been reported already; one without a value has not.
            if reader.diagnostics.count == known {
                let mark = root.pairs.first { $0.key == "base_url" }?.mark
                reader.report(
                    .settingsValue, mark, "`base_url` is required", fix: "base_url: https://w.example.kz")
            }
            return (nil, reader.diagnostics)
        }
        guard let url = reader.origin(baseURL) else { return (nil, reader.diagnostics) }

        var settings = SiteSettings(baseURL: url)
        settings.siteID = reader.string("site_id", in: root).flatMap { reader.siteID($0) }
        if let zone = reader.string("timezone", in: root) {
            settings.timezone = zone.value
            settings.writtenZones.append(zone)
        }
        settings.leadsPath = reader.string("leads", in: root)?.value
        settings.leadsQuery = reader.string("leads_query", in: root)?.value
        settings.themesPath = reader.string("themes", in: root)?.value ?? settings.themesPath
        settings.outputPath = reader.string("output", in: root)?.value ?? settings.outputPath
        settings.keysPath = reader.string("keys", in: root)?.value ?? settings.keysPath
        if let locales = reader.mapping("locales", in: root) {
            reader.rejectUnknownKeys(in: locales, known: ["default", "available"])
            let available = reader.strings("available", in: locales)
            if let available, !available.isEmpty { settings.availableLocales = available.map(\.value) }
            for locale in available ?? [] { reader.checkLocale(locale) }
            if let chosen = reader.string("default", in: locales) {
                settings.defaultLocale = chosen.value
                reader.checkLocale(chosen, among: settings.availableLocales)
            }
        }
        if let links = reader.mapping("links", in: root) {
            reader.rejectUnknownKeys(in: links, known: ["expires_after_days"])
            settings.expiresAfterDays =
                reader.integer("expires_after_days", in: links, within: 1...3650) ?? settings.expiresAfterDays
        }
        if let pages = reader.mapping("pages", in: root) {
            reader.rejectUnknownKeys(in: pages, known: ["store"])
            settings.pageStore = reader.choice("store", in: pages, as: PageStore.self) ?? .html
        }
        if let media = reader.mapping("media", in: root) {
            reader.rejectUnknownKeys(in: media, known: ["fetch", "hosts", "sandbox"])
            settings.mediaFetch = reader.choice("fetch", in: media, as: MediaFetch.self) ?? .off
            settings.mediaSandbox = reader.choice("sandbox", in: media, as: MediaSandbox.self) ?? .preferred
            settings.mediaHosts = reader.mediaHosts(in: media, isFetching: settings.mediaFetch == .mirror)
        }
        if let manifest = reader.mapping("manifest", in: root) {
            reader.rejectUnknownKeys(in: manifest, known: ["recipients"])
            settings.includesRecipients = reader.boolean("recipients", in: manifest) ?? true
        }
        settings.aliases = reader.aliases(in: root)
        if let guards = reader.mapping("guards", in: root) {
            reader.rejectUnknownKeys(in: guards, known: ["lost_leads_percent"])
            settings.lostLeadsPercent =
                reader.integer("lost_leads_percent", in: guards, within: 1...100) ?? settings.lostLeadsPercent
        }
        var tenants: [TenantSettings] = []
        for pair in reader.mapping("tenants", in: root)?.pairs ?? [] {
            guard let mapping = reader.mapping(pair.value, named: "tenant `\(pair.key)`") else { continue }
            tenants.append(parseTenant(pair.key, mapping, &settings, &reader))
        }
        settings.tenants = tenants
        return (settings, reader.diagnostics)
    }

    private static func parseTenant(
        _ id: String, _ mapping: YAMLMapping, _ settings: inout SiteSettings, _ reader: inout YAMLReader
    ) -> TenantSettings {
        reader.rejectUnknownKeys(in: mapping, known: tenantKeys)
        var tenant = TenantSettings(id: LeadText(id))
        tenant.name = reader.string("name", in: mapping)?.value
        tenant.baseURL = reader.string("base_url", in: mapping).flatMap { reader.origin($0) }
        tenant.aliases = reader.aliases(in: mapping)
        tenant.theme = reader.string("theme", in: mapping)?.value
        if let locale = reader.string("locale", in: mapping) {
            tenant.locale = locale.value
            reader.checkLocale(locale, among: settings.availableLocales)
        }
        tenant.region = reader.choice("region", in: mapping, as: Region.self) ?? .KZ
        tenant.channel = reader.choice("channel", in: mapping, as: ChannelName.self) ?? .chatflow
        if let channel = reader.string("channel", in: mapping) {
            reader.warnOfEnd(of: tenant.channel, at: channel.location)
        }
        tenant.channels = reader.channelSettings(in: mapping)
        reader.checkMAX(of: tenant, at: reader.location(mapping.pairs.first { $0.key == "channels" }?.mark))
        tenant.phone = reader.string("phone", in: mapping).flatMap { reader.phoneDigits($0, region: tenant.region) }
        tenant.whatsapp =
            reader.string("whatsapp", in: mapping).flatMap { reader.phoneDigits($0, region: tenant.region) }
        tenant.stopWords = reader.strings("stop_words", in: mapping)?.map(\.value).filter { !$0.isEmpty } ?? []
        if let zone = reader.string("timezone", in: mapping) {
            tenant.timezone = zone.value
            settings.writtenZones.append(zone)
        }
        return tenant
    }
}

extension YAMLReader {
    /// Reads the origin of links.
    ///
    /// A row of a table may name no host of this machine, where only a page is tried out.
    mutating func origin(_ text: Located<String>, isOfTable: Bool = false) -> BaseURL? {
        if let url = BaseURL(text.value), !(isOfTable && url.isOfThisMachine) { return url }
        report(
            codes.value, at: text.location,
            "`base_url` must be https:// and a host's public name in lower case, without a path",
            fix: "base_url: https://w.example.kz; labels of up to 63 letters, digits and hyphens, 253 in all")
        return nil
    }

    /// The hosts under `aliases`, with or without `https://`.
    mutating func aliases(in mapping: YAMLMapping) -> [BaseURL] {
        (strings("aliases", in: mapping) ?? []).compactMap { alias($0) }
    }

    private mutating func alias(_ text: Located<String>) -> BaseURL? {
        let isURL = text.value.hasPrefix("https://") || text.value.hasPrefix("http://")
        if let url = BaseURL(isURL ? text.value : "https://\(text.value)") { return url }
        report(
            codes.value, at: text.location, "an alias must be a lower-case host, without a path",
            fix: "aliases: [old.example.kz]")
        return nil
    }

    mutating func siteID(_ text: Located<String>) -> String? {
        let isPlain = text.value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        if isPlain, (1...64).contains(text.value.utf8.count) { return text.value }
        report(
            codes.value, at: text.location, "`site_id` must have 1 to 64 letters, digits, `-`, `_` or `.`",
            fix: "a name of your own, such as my-shop-2026")
        return nil
    }

    /// Returns the digits of a shop's own number with its country code.
    mutating func phoneDigits(_ text: Located<String>, region: Region) -> String? {
        let recipient = Recipient.normalise(raw: Array(text.value.utf8), region: region)
        if let digits = recipient.digits { return digits }
        report(
            codes.value, at: text.location, "a shop's number must be a whole phone number with its country code",
            fix: "+7 701 123 45 67")
        return nil
    }

    mutating func checkLocale(_ locale: Located<String>, among available: [String]? = nil) {
        let bytes = Array(locale.value.utf8)
        let isPlain =
            (2...8).contains(bytes.count)
            && bytes.allSatisfy { (97...122).contains($0) || (65...90).contains($0) || $0 == 45 }
        if locale.value == "kz" || !isPlain {
            report(
                codes.value, at: locale.location, "`\(locale.value)` is not a language",
                fix: locale.value == "kz" ? "did you mean `kk`? (kz is the country)" : "use a code such as kk, ru, en")
        } else if let available, !available.contains(locale.value) {
            report(
                codes.value, at: locale.location, "`\(locale.value)` is not among `locales: available`",
                fix: nearestName(to: locale.value, among: available).map { "did you mean `\($0)`?" })
        }
    }
}
