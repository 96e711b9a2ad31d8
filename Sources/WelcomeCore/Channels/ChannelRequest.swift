/// One request that the CRM is to make, whole but for secrets, whatever the channel.
package struct ChannelRequest: Sendable {
    /// One pair of a query, a form or headers.
    package struct Parameter: Sendable, Hashable {
        package var key: String
        package var value: [UInt8]

        package init(key: String, value: [UInt8]) {
            self.key = key
            self.value = value
        }

        package init(_ key: String, _ value: String) {
            self.init(key: key, value: Array(value.utf8))
        }
    }

    /// What goes with the request, and how it is to be encoded.
    package enum Body: Sendable {
        case json(RequestValue)
        /// Pairs, to be encoded as `application/x-www-form-urlencoded`.
        case form([Parameter])
        /// A whole e-mail message in ASCII, with CR LF at the end of each line.
        case message([UInt8])

        /// The name of the encoding in the manifest.
        package var encoding: String {
            switch self {
            case .json: "json"
            case .form: "form"
            case .message: "rfc5322"
            }
        }
    }

    package var form: RequestForm
    /// Pairs, not a ready query string: the CRM encodes them, for `+` and `%20` are easily confused.
    package var query: [Parameter]
    package var body: Body?
    /// The size of what is limited, in the order of the form's limits.
    package var sizes: [Int]
    /// Claimed by the CRM before it sends; the same for the same request whatever the theme or channel.
    package var dedupKey: String

    package init(
        _ form: RequestForm, query: [Parameter] = [], body: Body? = nil, sizes: [Int] = [], dedupKey: String = ""
    ) {
        self.form = form
        self.query = query
        self.body = body
        self.sizes = sizes
        self.dedupKey = dedupKey
    }

    /// Whether everything is within the channel's limits.
    package var fits: Bool { zip(form.limits, sizes).allSatisfy { $1 <= $0.maximum } }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.literal(form.opening)
            json.key("query")
            json.array { json in for pair in query { pair.write(to: &json) } }
            writeHeaders(to: &json)
            writeBody(to: &json)
            json.literal(form.middle)
            json.key("limits")
            json.array { json in
                for (opening, size) in zip(form.limitOpenings, sizes) {
                    json.object { json in
                        json.literal(opening)
                        json.member("actual", size)
                    }
                }
            }
            json.literal(form.closing)
            json.member("dedup_key", dedupKey)
        }
    }

    /// The headers, with the one that carries the key.
    package var headers: [Parameter] { form.headers + (form.keyHeader.map { [Parameter($0, dedupKey)] } ?? []) }

    private func writeHeaders(to json: inout JSONWriter) {
        guard form.keyHeader != nil else { return json.literal(form.headerMember) }
        json.key("headers")
        json.array { json in for header in headers { header.write(to: &json) } }
    }

    private func writeBody(to json: inout JSONWriter) {
        guard let body else { return json.literal(noBody) }
        json.key("body")
        switch body {
        case .json(let value): value.write(to: &json)
        case .form(let pairs): json.array { json in for pair in pairs { pair.write(to: &json) } }
        case .message(let text): json.string(text)
        }
        json.member("body_encoding", body.encoding)
    }
}

private let noBody = Array(#""body":null,"body_encoding":null"#.utf8)

extension ChannelRequest.Parameter {
    func write(to json: inout JSONWriter) {
        json.array { json in
            json.string(key)
            json.string(value)
        }
    }
}
