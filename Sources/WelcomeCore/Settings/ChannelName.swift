/// The channels a tenant can choose.
package enum ChannelName: String, CaseIterable, Sendable {
    case chatflow
    case chatflowFlow = "chatflow-flow"
    case chatflowMedia = "chatflow-media"
    case links
    case whatsappCloud = "whatsapp-cloud"
    case twilio
    case messagebird
    case bird
    case dialog360 = "360dialog"
    case wazzup
    case telegram
    case evolution
    case waha
    case wppconnect
    case greenAPI = "green-api"
    case baileys
    case sms
    case smsc
    case mobizon
    case email

    /// What the setting `send` may say, the default first.
    package var variants: [ChannelVariant] {
        switch self {
        case .chatflow, .chatflowFlow, .sms, .smsc, .mobizon, .email: [.text]
        case .chatflowMedia, .links: [.media]
        case .whatsappCloud, .dialog360: [.text, .cta, .template, .media]
        case .twilio, .messagebird, .bird: [.text, .template, .media]
        case .telegram: [.text, .deepLink, .media]
        case .wazzup, .evolution, .waha, .wppconnect, .greenAPI, .baileys: [.text, .media]
        }
    }

    /// The settings that the channel knows besides `send`.
    package var settingNames: [ChannelSettings.Name] {
        switch self {
        case .whatsappCloud: [.version, .button, .template, .language, .parameters]
        case .dialog360: [.button, .template, .language, .parameters]
        case .twilio: [.template, .parameters]
        case .messagebird: [.template, .namespace, .language, .parameters]
        case .bird: [.template, .language, .parameters]
        case .wazzup: [.chat]
        case .telegram: [.button, .bot]
        case .smsc, .mobizon: [.sender]
        case .email: [.from, .subject]
        case .chatflow, .chatflowFlow, .chatflowMedia, .links, .evolution, .waha, .wppconnect, .greenAPI, .baileys,
            .sms:
            []
        }
    }
}

/// What a channel sends, where it can send in several ways.
package enum ChannelVariant: String, CaseIterable, Sendable {
    /// The message as a text.
    case text
    /// The message with the link behind a button.
    case cta
    /// A template that the provider has approved, which may go out at any time.
    case template
    /// Voice, pictures and documents as messages of their own, besides the text.
    case media
    /// An address that opens a chat with the bot, for leads who never wrote to it.
    case deepLink = "deep-link"
}
