extension ChannelName {
    /// Everything that is known of the channel.
    package var channel: Channel {
        switch self {
        case .chatflow: .chatflow
        case .chatflowFlow: .chatflowFlow
        case .chatflowMedia: .chatflowMedia
        case .links: .links
        case .whatsappCloud: .whatsappCloud
        case .twilio: .twilio
        case .messagebird: .messagebird
        case .bird: .bird
        case .dialog360: .dialog360
        case .wazzup: .wazzup
        case .telegram: .telegram
        case .evolution: .evolution
        case .waha: .waha
        case .wppconnect: .wppconnect
        case .greenAPI: .greenAPI
        case .baileys: .baileys
        case .sms: .sms
        case .smsc: .smsc
        case .mobizon: .mobizon
        case .email: .email
        }
    }

    /// Whether the channel brings a voice into the chat, by these settings, so that its form for chats is published.
    package func sendsVoice(_ settings: ChannelSettings) -> Bool {
        settings.variant == .media && self != .links && channel.nativeMedia.contains(.voice)
    }
}
