/// How n8n gets a channel's secret into a request, so that it lies in n8n's own credential store and nowhere else.
///
/// All of it is read off the requests that the channel makes.
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
    /// Values that are no secret and that a person fills in once, by the names that requests ask for.
    package var values: [String]
    /// Whether requests have a body.
    package var hasBody: Bool

    /// Finds out how n8n sends by a channel.
    ///
    /// - Throws: why it cannot.
    package static func to(_ name: ChannelName) throws(N8NRefusal) -> N8NAccess {
        let forms = name.channel.modes.flatMap(\.forms)
        guard forms.allSatisfy({ $0.method == "GET" || $0.method == "POST" }) else {
            throw N8NRefusal(channel: name, reason: "it makes no HTTP request; whoever carries it reads the manifest")
        }
        guard forms.allSatisfy({ $0.success != nil }) else {
            throw N8NRefusal(channel: name, reason: "what an accepted message answers differs from gateway to gateway")
        }
        let secrets = Set(forms.flatMap(\.secrets))
        guard let secret = secrets.first, secrets.count == 1, let credential = credential(secret) else {
            throw N8NRefusal(
                channel: name,
                reason: "its secret stands in the address, where n8n puts no credential; use n8n's own node for it")
        }
        var values: [String] = []
        for placeholder in forms.flatMap(\.fill) where placeholder.origin == nil && !values.contains(placeholder.name) {
            values.append(placeholder.name)
        }
        return N8NAccess(
            kind: credential.kind, fields: credential.fields, values: values,
            hasBody: forms.contains { $0.method == "POST" })
    }

    private static func credential(_ secret: RequestForm.Placeholder) -> (kind: Kind, fields: String)? {
        let value = "<\(secret.name)>"
        switch secret.place {
        case .query: return (.query, "Name: \(secret.key), Value: \(value)")
        case .header: return (.header, "Name: \(secret.key), Value: \(secret.prefix ?? "")\(value)")
        case .bearer: return (.header, "Name: Authorization, Value: Bearer \(value)")
        case .basic: return (.basic, "User and Password: \(value)")
        case .path, .body: return nil
        }
    }
}

/// n8n cannot send by a channel.
package struct N8NRefusal: Error, CustomStringConvertible {
    package var channel: ChannelName
    package var reason: String

    package var description: String { "n8n cannot send by `\(channel.rawValue)`: \(reason)" }
}
