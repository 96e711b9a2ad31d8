/// Everything that a channel may send to one lead.
package struct Greeting: Sendable {
    package var identity: LeadIdentity
    /// The message, which ends with the page's link on a line of its own.
    package var message: MessageText
    package var url: [UInt8]
    package var code: LinkCode
    /// Whom to write to; usable for the channel.
    package var recipient: NormalisedRecipient
    /// The lead's own values, for templates.
    package var fields: [LeadField]
    package var page: GreetingPage
    /// The origin that media are served from.
    package var origin: [UInt8]
    /// The moment of the build.
    package var now: Timestamp

    package init(
        identity: LeadIdentity, message: MessageText, url: [UInt8], code: LinkCode,
        recipient: NormalisedRecipient, fields: [LeadField], page: GreetingPage, origin: [UInt8], now: Timestamp
    ) {
        self.identity = identity
        self.message = message
        self.url = url
        self.code = code
        self.recipient = recipient
        self.fields = fields
        self.page = page
        self.origin = origin
        self.now = now
    }

    /// The message without its link; empty where there is nothing else.
    var words: [UInt8] {
        var words = message.text.dropLast(url.count)
        while words.last == 10 || words.last == 13 { words.removeLast() }
        return Array(words)
    }

    /// The public address of a file of the page.
    func address(of file: MediaAsset) -> [UInt8] { origin + Array(file.publicPath.utf8) }

    /// The values of the fields that a template shows, or the name of the first that the lead lacks: one that messengers would
    /// link is as good as none.
    func parameters(_ names: [String]) -> Result<[[UInt8]], MissingParameter> {
        var values: [[UInt8]] = []
        for name in names {
            guard let value = fields.first(where: { $0.name == name })?.value.bytes, !value.isEmpty,
                !LinkLikeText.isFound(in: value)
            else {
                return .failure(MissingParameter(name: name))
            }
            values.append(value)
        }
        return .success(values)
    }

    /// The name of a field that a lead lacks.
    struct MissingParameter: Error {
        var name: String
    }
}

/// What a page has for channels: the same for all leads that the page is compiled for.
package struct GreetingPage: Sendable, Hashable {
    package var locale: String
    package var title: String
    package var media: [Greeting.Medium]

    package init(locale: String, title: String, media: [Greeting.Medium]) {
        self.locale = locale
        self.title = title
        self.media = media
    }
}
