/// The name of a channel that a tenant can choose; each channel's file gives it its own.
package struct ChannelName: Hashable, Sendable {
    package let rawValue: String

    /// Names a channel that is described; what people write is looked up by `init(rawValue:)`.
    init(_ name: String) {
        rawValue = name
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
