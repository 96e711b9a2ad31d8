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
    /// The settings that it knows besides `send`.
    package var settings: [ChannelSettings.Name] = []
    /// What its setting `template` looks like.
    package var templateForm = ChannelSettings.TemplateForm.name
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
    static func refused(_ problem: ProblemCode, column: String? = nil) -> Delivery {
        Delivery(problems: [DeliveryProblem(problem, column: column)])
    }

    /// The requests of a list, each of which fits; one that does not sends nothing at all.
    static func sending(_ list: RequestList, problems: [DeliveryProblem] = []) -> Delivery {
        guard list.requests.allSatisfy(\.fits) else {
            return .refused(.tooLong)
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
