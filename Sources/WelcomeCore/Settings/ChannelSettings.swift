/// What a tenant sets for one channel, below `channels`: how to send, and names that are no secret.
///
/// Tokens, keys, and the ids of accounts and instances have no place here, for settings and manifest are read by many:
/// the CRM puts them in.
package struct ChannelSettings: Sendable, Hashable {
    /// A setting besides `send`.
    package enum Name: String, CaseIterable, Sendable {
        case version
        case button
        case template
        case namespace
        case language
        case parameters
        case bot
        case from
        case subject
        case chat
        case sender
    }

    /// What the setting `template` of a channel looks like.
    package enum TemplateForm: String, CaseIterable, Sendable {
        /// A name that the shop chose.
        case name
        /// The id of a content template.
        case contentID = "content-id"
        /// A handle, or an id with a prefix.
        case handle
    }

    package var variant: ChannelVariant
    /// Every setting with one value.
    package var values: [Name: String] = [:]
    /// The lead's fields that a template shows, in its order.
    package var parameters: [String] = []

    package init(variant: ChannelVariant, values: [Name: String] = [:], parameters: [String] = []) {
        self.variant = variant
        self.values = values
        self.parameters = parameters
    }

    /// What holds for a channel that nothing is set for.
    package static func standard(for channel: ChannelName) -> ChannelSettings {
        ChannelSettings(variant: channel.channel.modes.first?.variant ?? .text)
    }

    /// The settings without which a channel cannot send a variant.
    package static func required(_ variant: ChannelVariant, _ channel: ChannelName) -> [Name] {
        switch variant {
        case .template: [.template] + channel.channel.settings.filter { $0 == .namespace }
        case .deepLink: [.bot]
        case .text, .cta, .media: []
        }
    }
}

// MARK: - Reading

extension YAMLReader {
    /// Warns of a channel that its provider is about to end, or has ended.
    mutating func warnOfEnd(of channel: ChannelName, at location: SourceLocation) {
        guard let end = channel.channel.end else { return }
        report(
            .channelEnd, at: location, "the provider ends `\(channel.rawValue)` on \(end)",
            fix: "choose another channel before that day; `welcome channels \(channel.rawValue)` says more",
            severity: .warning)
    }

    /// Refuses MAX, which finds people by phones of Russia, for a tenant of another region.
    mutating func checkMAX(of tenant: TenantSettings, at location: SourceLocation) {
        guard tenant.channels[.wazzup]?.values[.chat] == "max", tenant.region != .RU else { return }
        report(
            codes.value, at: location, "`chat: max` of `wazzup` is for tenants of the region RU alone",
            fix: "region: RU, or chat: whatsapp")
    }

    /// Reads `channels` of a tenant.
    mutating func channelSettings(in tenant: YAMLMapping) -> [ChannelName: ChannelSettings] {
        var found: [ChannelName: ChannelSettings] = [:]
        let names = ChannelName.allCases.map(\.rawValue)
        for pair in mapping("channels", in: tenant)?.pairs ?? [] {
            guard let channel = ChannelName(rawValue: pair.key) else {
                rejectUnknownKeys(in: YAMLMapping(pairs: [pair]), known: names)
                continue
            }
            guard let mapping = mapping(pair.value, named: "channel `\(pair.key)`") else { continue }
            found[channel] = channelSettings(of: channel, mapping, pair)
        }
        return found
    }

    private mutating func channelSettings(
        of channel: ChannelName, _ mapping: YAMLMapping, _ pair: YAMLMapping.Pair
    ) -> ChannelSettings {
        let description = channel.channel
        rejectUnknownKeys(in: mapping, known: ["send"] + description.settings.map(\.rawValue))
        var settings = ChannelSettings.standard(for: channel)
        if let text = string("send", in: mapping) {
            let names = description.variants.map(\.rawValue)
            if let variant = ChannelVariant(rawValue: text.value), description.variants.contains(variant) {
                settings.variant = variant
            } else {
                report(
                    codes.value, at: text.location,
                    "`send` of `\(channel.rawValue)` must be one of: "
                        + names.joined(separator: ", "),
                    fix: nearestName(to: text.value, among: names).map { "did you mean `\($0)`?" })
            }
        }
        for name in description.settings where name != .parameters {
            guard let text = string(name.rawValue, in: mapping) else { continue }
            if let form = name.problem(of: text.value, description.templateForm) {
                // What does not look like the expected value may be a secret: it is not shown.
                reportWithoutExcerpt(codes.value, at: text.location, "`\(name.rawValue)` must be \(form)")
            } else {
                settings.values[name] = text.value
            }
        }
        if description.settings.contains(.parameters) {
            settings.parameters = strings(ChannelSettings.Name.parameters.rawValue, in: mapping)?.map(\.value) ?? []
        }
        for name in ChannelSettings.required(settings.variant, channel) where settings.values[name] == nil {
            guard mapping[name.rawValue] == nil else { continue }
            report(
                codes.value, pair.mark,
                "`send: \(settings.variant.rawValue)` of `\(channel.rawValue)` needs `\(name.rawValue)`")
        }
        return settings
    }
}

extension ChannelSettings.Name {
    /// What the value would have to be; `nil` where it is that.
    fileprivate func problem(of text: String, _ templateForm: ChannelSettings.TemplateForm) -> String? {
        let bytes = Array(text.utf8)
        switch self {
        case .version:
            let numbers = bytes.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            let isVersion =
                bytes.first == UInt8(ascii: "v") && numbers.count == 2
                && numbers.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(isDigit) }
            return isVersion ? nil : "a version of the Graph API such as v26.0"
        case .button:
            return text.isEmpty || text.utf16.count > 20 ? "1 to 20 characters long" : nil
        case .template where templateForm == .contentID:
            let isContent = text.hasPrefix("HX") && bytes.count == 34 && bytes.dropFirst(2).allSatisfy(isHexadecimal)
            return isContent ? nil : "the id of a content template: HX and 32 hexadecimal digits"
        case .template where templateForm == .handle:
            let isHandle =
                (1...63).contains(bytes.count)
                && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == 45 }
            return isHandle ? nil : "a template's handle, a-z, 0-9, _ and -, or its id, which begins with wat_"
        case .template:
            let isName =
                (1...128).contains(bytes.count)
                && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
            return isName ? nil : "a template's name: a-z, 0-9 and _"
        case .namespace:
            let isNamespace =
                (1...64).contains(bytes.count)
                && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == 45 }
            return isNamespace ? nil : "the namespace of the templates: a-z, 0-9, _ and -"
        case .language:
            let parts = bytes.split(whereSeparator: { $0 == UInt8(ascii: "_") || $0 == 45 })
            let isLanguage =
                (1...2).contains(parts.count)
                && parts.allSatisfy { (2...3).contains($0.count) && $0.allSatisfy { isLower($0 | 0x20) } }
            return isLanguage ? nil : "a language such as ru, kk or ky_KG"
        case .bot:
            let isName =
                (5...32).contains(bytes.count)
                && bytes.allSatisfy { isLower($0 | 0x20) || isDigit($0) || $0 == UInt8(ascii: "_") }
            return isName ? nil : "the name of the bot without @, such as shop_bot"
        case .from:
            return MailAddress(Array(text.utf8)) == nil ? "an e-mail address such as shop@example.kz" : nil
        case .subject:
            let isLine = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            return isLine && text.utf16.count <= 150 ? nil : "one line of 1 to 150 characters"
        case .chat: return ["whatsapp", "max"].contains(text) ? nil : "whatsapp or max"
        case .sender:
            let isName =
                (1...15).contains(bytes.count)
                && bytes.allSatisfy { isLower($0 | 0x20) || isDigit($0) || " ._-".utf8.contains($0) }
            return isName ? nil : "a registered name, up to 15 Latin letters, digits, spaces, `.`, `_` and `-`"
        case .parameters: return nil
        }
    }

    private func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
}

extension ChannelSettings.Name {
    /// The same as JSON Schema, where `null` stands for an absent value.
    package func schema(_ templateForm: ChannelSettings.TemplateForm) -> String {
        switch self {
        case .version: Self.text(#""pattern": "^v[0-9]{1,3}\\.[0-9]{1,3}$""#)
        case .button: Self.text(#""minLength": 1, "maxLength": 20"#)
        case .template:
            switch templateForm {
            case .name: Self.text(#""pattern": "^[a-z0-9_]{1,128}$""#)
            case .contentID: Self.text(#""pattern": "^HX[0-9a-fA-F]{32}$""#)
            case .handle: Self.text(#""pattern": "^[a-z0-9_-]{1,63}$""#)
            }
        case .namespace: Self.text(#""pattern": "^[a-z0-9_-]{1,64}$""#)
        case .language: Self.text(#""pattern": "^[A-Za-z]{2,3}([_-][A-Za-z]{2,3})?$""#)
        case .parameters:
            ##"{ "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "$ref": "#/$defs/text" }] }"##
        case .bot: Self.text(#""pattern": "^[A-Za-z0-9_]{5,32}$""#)
        case .from: Self.text(#""pattern": "^[^@\\s]+@[A-Za-z0-9.-]+$""#)
        case .subject: Self.text(#""minLength": 1, "maxLength": 150"#)
        case .chat: #"{ "enum": ["whatsapp", "max", null] }"#
        case .sender: Self.text(#""pattern": "^[A-Za-z0-9 ._-]{1,15}$""#)
        }
    }

    private static func text(_ rule: String) -> String { #"{ "type": ["string", "null"], \#(rule) }"# }
}
