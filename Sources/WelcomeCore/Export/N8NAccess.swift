/// How n8n gets a channel's secret into a request, so that it lies in n8n's own credential store and nowhere else.
package struct N8NAccess: Sendable, Hashable {
    /// The kinds of credential that n8n's HTTP node knows and that channels need.
    package enum Kind: String, CaseIterable, Sendable {
        case query = "httpQueryAuth"
        case header = "httpHeaderAuth"
        case basic = "httpBasicAuth"
    }

    package var kind: Kind
    /// What the credential's own fields are to hold, as a person types them.
    package var fields: String
    /// What the credential is called, before the tenant.
    package var title: String
    /// Values that are no secret and that a person fills in once, by the names that requests ask for.
    package var values: [String] = []
    /// Whether requests have a body.
    package var hasBody = true

    /// Finds out how n8n sends by a channel.
    ///
    /// - Throws: why it cannot.
    package static func to(_ channel: ChannelName) throws(N8NRefusal) -> N8NAccess {
        let name = channel.rawValue
        if let access = all[name] { return access }
        throw N8NRefusal(channel: name, reason: refusals[name] ?? "n8n has no way to send by it")
    }

    private static let chatFlow = N8NAccess(
        kind: .query, fields: "Name: token, Value: the token of ChatFlow", title: "ChatFlow token",
        values: ["instance_id"], hasBody: false)

    private static func bearer(
        _ fields: String, _ title: String, _ values: [String], hasBody: Bool = true
    ) -> N8NAccess {
        N8NAccess(
            kind: .header, fields: "Name: Authorization, Value: Bearer and \(fields)", title: title, values: values,
            hasBody: hasBody)
    }

    /// By the channels' names in settings.
    private static let all: [String: N8NAccess] = [
        "chatflow": chatFlow,
        "links": chatFlow,
        "chatflow-media": chatFlow,
        "chatflow-flow": bearer("the token of ChatFlow", "ChatFlow bearer", ["flow_id"], hasBody: false),
        "whatsapp-cloud": bearer("the access token of Meta", "WhatsApp Cloud API", ["phone_number_id"]),
        "wppconnect": bearer("the session's token", "WPPConnect", ["base_url", "session"]),
        "twilio": N8NAccess(
            kind: .basic, fields: "User: the account SID or an API key, Password: its secret", title: "Twilio",
            values: ["account_sid", "from"]),
        "messagebird": N8NAccess(
            kind: .header, fields: "Name: Authorization, Value: AccessKey and the key", title: "MessageBird",
            values: ["channel_id"]),
        "bird": N8NAccess(
            kind: .header, fields: "Name: Authorization, Value: AccessKey and the key", title: "Bird",
            values: ["workspace_id", "channel_id"]),
        "evolution": N8NAccess(
            kind: .header, fields: "Name: apikey, Value: the key", title: "Evolution API",
            values: ["base_url", "instance"]),
        "waha": N8NAccess(
            kind: .header, fields: "Name: X-Api-Key, Value: the key", title: "WAHA", values: ["base_url", "session"]),
    ]

    private static let refusals = [
        "telegram":
            "its token stands in the path of the address, where n8n puts no credential; use n8n's own Telegram node",
        "baileys": "it is a library and no HTTP interface; let the connector read the manifest itself",
        "sms": "every SMS gateway has an HTTP interface of its own; let the CRM send it",
        "email": "a message goes out by SMTP; use n8n's own e-mail node, or let the CRM send it",
    ]
}

/// n8n cannot send by a channel.
package struct N8NRefusal: Error, CustomStringConvertible {
    package var channel: String
    package var reason: String

    package var description: String { "n8n cannot send by `\(channel)`: \(reason)" }
}
