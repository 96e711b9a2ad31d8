/// A service that delivers greetings: what it needs and allows, and how its requests are made.
///
/// Pure data and pure functions, one file a channel. `welcome channels` prints the data; nothing else documents them.
package struct Channel: Sendable {
    /// Whom a channel writes to.
    package enum Addressing: String, CaseIterable, Sendable {
        /// A phone number.
        case phone
        /// A chat with the tenant's bot, in `channel_address`.
        case telegramChat = "telegram_chat"
        /// An e-mail address, in `channel_address`.
        case email
    }

    /// One of the modes in which a channel sends, as the setting `send` names it.
    package struct DeliveryMode: Sendable {
        package var variant: ChannelVariant
        package var summary: String
        /// Every kind of request that it may make.
        package var forms: [RequestForm]
    }

    package var name: ChannelName
    package var title: String
    package var summary: String
    package var addressing: Addressing
    /// What it can bring into the chat besides text; the page has everything anyhow.
    package var nativeMedia: [Greeting.Medium.Kind] = []
    package var modes: [DeliveryMode]
    /// The first that matches an answer says what it means.
    package var failures: [Failure]
    /// Rules of the provider that no request shows.
    package var remarks: [String] = []
    /// The last day on which the provider carries it out, where that is known.
    package var end: String?
    /// Makes what sends greetings on some terms.
    package var prepare: @Sendable (ChannelTerms) -> @Sendable (Greeting) -> Delivery
}

/// What a tenant's settings mean for the requests of one channel.
package struct ChannelTerms: Sendable {
    package var settings: ChannelSettings
    /// Whether recipients may stand in the manifest.
    package var includesRecipients: Bool

    package init(settings: ChannelSettings, includesRecipients: Bool) {
        self.settings = settings
        self.includesRecipients = includesRecipients
    }

    /// `placeholders`, with that of the recipient where the CRM is to fill it in.
    func fill(_ placeholders: [RequestForm.Placeholder] = [], recipient: RequestForm.Placeholder) -> [RequestForm
        .Placeholder]
    {
        includesRecipients ? placeholders : placeholders + [recipient]
    }

    /// The recipient as a member of a JSON body, or the placeholder that the CRM fills.
    func recipient(_ value: RequestValue, or name: String) -> RequestValue {
        includesRecipients ? value : .placeholder(name)
    }
}

/// What became of a greeting: requests in their order, the first of which decides, or the reasons why there is none.
package struct Delivery: Sendable {
    package var requests: [ChannelRequest] = []
    /// Why nothing can be sent, or what goes without.
    package var problems: [DeliveryProblem] = []

    package init(requests: [ChannelRequest] = [], problems: [DeliveryProblem] = []) {
        self.requests = requests
        self.problems = problems
    }

    /// Nothing can be sent.
    static func refused(_ problem: ChannelProblem) -> Delivery { Delivery(problems: [DeliveryProblem(problem)]) }

    /// The requests of a list, each of which fits; one that does not sends nothing at all.
    static func sending(_ list: RequestList, problems: [DeliveryProblem] = []) -> Delivery {
        guard list.requests.allSatisfy(\.fits) else {
            return Delivery(problems: [DeliveryProblem(code: MessageProblem.tooLong.rawValue)])
        }
        return Delivery(requests: list.requests, problems: problems)
    }
}

/// Requests in the order in which they are to be made, each with the key of its place.
struct RequestList {
    let identity: LeadIdentity
    private(set) var requests: [ChannelRequest] = []

    init(_ greeting: Greeting) {
        identity = greeting.identity
    }

    /// The key of the request that is added next.
    var nextKey: String { dedupKey(for: identity, index: requests.count) }

    mutating func add(
        _ form: RequestForm, query: [ChannelRequest.Parameter] = [], _ body: ChannelRequest.Body? = nil,
        sizes: [Int] = []
    ) {
        requests.append(ChannelRequest(form, query: query, body: body, sizes: sizes, dedupKey: nextKey))
    }
}

/// Why a channel cannot send a greeting, or what it leaves out.
package enum ChannelProblem: String, CaseIterable, Sendable {
    /// The row has no chat with the bot, or something that is none.
    case chatIDMissing = "chat_id_missing"
    case chatIDInvalid = "chat_id_invalid"
    case emailMissing = "email_missing"
    case emailInvalid = "email_invalid"
    /// A field that the template shows; the provider refuses an empty one.
    case parameterMissing = "template_parameter_missing"
    /// The medium stays on the page only: there is no form of it that the channel takes.
    case mediumFormat = "channel_media_format"
    /// There is a form, but it is larger than the channel takes.
    case mediumSize = "channel_media_size"
    /// A caption is too long for the channel, or holds a stop word: the medium goes without.
    case caption = "channel_caption"

    /// The column of the row that it concerns; a medium has that of its kind.
    var column: String? {
        switch self {
        case .chatIDMissing, .chatIDInvalid, .emailMissing, .emailInvalid: "channel_address"
        case .parameterMissing, .mediumFormat, .mediumSize, .caption: nil
        }
    }
}

extension DeliveryProblem {
    /// What a person who builds is told of it: what a channel leaves to the page, for the column that it comes from.
    package var pageProblem: PageProblem? {
        switch ChannelProblem(rawValue: code) {
        case .mediumFormat, .mediumSize, .caption: column.map { PageProblem(code: .channelMedia, column: $0) }
        case .chatIDMissing, .chatIDInvalid, .emailMissing, .emailInvalid, .parameterMissing, nil: nil
        }
    }

    init(_ problem: ChannelProblem, column: String? = nil) {
        self.init(code: problem.rawValue, column: column ?? problem.column)
    }
}
