extension Channel {
    /// Every channel, in the order in which people are shown them.
    package static let all: [Channel] = [
        .chatflow,
        .chatflowFlow,
        .chatflowMedia,
        .links,
        .whatsappCloud,
        .twilio,
        .messagebird,
        .bird,
        .dialog360,
        .wazzup,
        .telegram,
        .evolution,
        .waha,
        .wppconnect,
        .greenAPI,
        .baileys,
        .sms,
        .smsc,
        .mobizon,
        .email,
    ]

    fileprivate static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name.rawValue, $0) })

    /// What the setting `send` may say, the default first.
    package var variants: [ChannelVariant] { modes.map(\.variant) }
}

extension ChannelName: CaseIterable, RawRepresentable {
    /// The names of all channels, in the order in which people are shown them.
    package static var allCases: [ChannelName] { Channel.all.map(\.name) }

    /// Finds the channel that is called so.
    package init?(rawValue: String) {
        guard Channel.byName[rawValue] != nil else { return nil }
        self.init(rawValue)
    }

    /// Everything that is known of the channel.
    package var channel: Channel {
        guard let channel = Channel.byName[rawValue] else {
            preconditionFailure("the channel of a name that is in the program is in the list")
        }
        return channel
    }

    /// Whether the channel brings a voice into the chat, by these settings, so that its form for chats is published.
    package func sendsVoice(_ settings: ChannelSettings) -> Bool {
        settings.variant == .media && self != .links && channel.nativeMedia.contains(.voice)
    }
}
