/// What all requests of one kind have in common, with everything that can be written of it beforehand.
///
/// A manifest has a request for each of up to millions of leads, so the parts that never change are made once.
package final class RequestForm: Sendable {
    /// A value that only the CRM has, and where it goes.
    package struct Placeholder: Sendable, Hashable {
        /// The part of the request that the CRM puts the value into.
        package enum Place: String, CaseIterable, Sendable {
            case query
            case bearer
            case basic
            case header
            /// In place of `{name}` in the address.
            case path
            /// A member of the body, by its names with dots between them.
            case body
        }

        package var name: String
        package var place: Place
        package var key: String
        /// What stands before the value in a header.
        package var prefix: String?
        /// Where the value comes from: an address that the lead opens.
        package var origin: [UInt8]?

        package init(
            _ name: String, _ place: Place, _ key: String? = nil, prefix: String? = nil, origin: [UInt8]? = nil
        ) {
            self.name = name
            self.place = place
            self.key = key ?? name
            self.prefix = prefix
            self.origin = origin
        }
    }

    /// Something that has to hold before the request may be made.
    package enum Need: String, CaseIterable, Sendable {
        /// The lead wrote first, or agreed to be written to.
        case optIn = "opt_in"
        /// The lead wrote within the last 24 hours.
        case window24h = "window_24h"
        /// A template that the provider has approved.
        case template
        /// The lead has started the bot.
        case chatID = "chat_id"
        /// A sender's name that the operators know.
        case sender
    }

    /// A limit of the provider's, and the unit that it is counted in.
    package struct Limit: Sendable, Hashable {
        /// How a text is counted.
        package enum Unit: String, CaseIterable, Sendable {
            /// UTF-16 units: never fewer than characters, so right where a provider does not say which it counts.
            case utf16
            case bytes
            case smsParts = "sms_parts"
        }

        /// The member of query or body that is limited.
        package var subject: String
        package var unit: Unit
        package var maximum: Int

        package init(_ subject: String, _ unit: Unit, _ maximum: Int) {
            self.subject = subject
            self.unit = unit
            self.maximum = maximum
        }
    }

    /// How to tell that a message was accepted: everything that is given must hold.
    package struct Success: Sendable, Hashable {
        /// What a member of the answer has to be.
        package enum Value: Sendable, Hashable {
            case isTrue
            case text(String)
            /// Anything but null.
            case present
        }

        /// The status codes, where they say anything.
        package var status: [Int]
        /// A member of the JSON answer, by its names and indexes with dots between them.
        package var path: String?
        package var value: Value

        package init(status: [Int] = [], _ path: String? = nil, is value: Value = .present) {
            self.status = status
            self.path = path
            self.value = value
        }
    }

    /// Whether a request may be made again when nobody knows what became of it.
    package enum Retry: String, CaseIterable, Sendable {
        case never = "never_when_unsure"
        /// The message has an id of its own, by which a second copy is known.
        case sameID = "same_message_id"
    }

    package let channel: ChannelName
    /// What the request sends, such as `text` or `audio`.
    package let variant: String
    package let method: String
    /// The address without its query; `{name}` stands for a value that the CRM puts in.
    package let url: String
    package let headers: [ChannelRequest.Parameter]
    /// The header that carries the request's key, by which the provider knows a second copy.
    package let keyHeader: String?
    package let secrets: [Placeholder]
    package let fill: [Placeholder]
    package let needs: [Need]
    package let limits: [Limit]
    package let success: Success?
    package let retry: Retry

    /// The members before the query.
    let opening: [UInt8]
    /// The members `headers`, and those between body and limits.
    let headerMember: [UInt8]
    let middle: [UInt8]
    /// What stands before the actual size of each limit.
    let limitOpenings: [[UInt8]]
    /// The members between limits and key.
    let closing: [UInt8]

    package init(
        _ channel: ChannelName, _ variant: String, _ method: String = "POST", _ url: String,
        headers: [ChannelRequest.Parameter] = [], keyHeader: String? = nil, secrets: [Placeholder] = [],
        fill: [Placeholder] = [],
        needs: [Need] = [], limits: [Limit] = [], ok success: Success?, retry: Retry = .never
    ) {
        self.channel = channel
        self.variant = variant
        self.method = method
        self.url = url
        self.headers = headers
        self.keyHeader = keyHeader
        self.secrets = secrets
        self.fill = fill
        self.needs = needs
        self.limits = limits
        self.success = success
        self.retry = retry
        opening = Self.members { json in
            json.member("channel", channel.rawValue)
            json.member("variant", variant)
            json.member("method", method)
            json.member("url", url)
        }
        headerMember = Self.members { json in
            json.key("headers")
            // The request's own key is not known yet: a request that has one in a header writes its headers itself.
            let keyed = keyHeader.map { [ChannelRequest.Parameter($0, "{dedup_key}")] } ?? []
            json.array { json in for header in headers + keyed { header.write(to: &json) } }
        }
        middle = Self.members { json in
            for (name, placeholders) in [("secrets", secrets), ("fill", fill)] {
                json.key(name)
                json.array { json in for placeholder in placeholders { placeholder.write(to: &json) } }
            }
            json.key("needs")
            json.array { json in for need in needs { json.string(need.rawValue) } }
        }
        limitOpenings = limits.map { limit in
            Self.members { json in
                json.member("of", limit.subject)
                json.member("counted_as", limit.unit.rawValue)
                json.member("max", limit.maximum)
            }
        }
        closing = Self.members { json in
            json.key("ok")
            if let success { success.write(to: &json) } else { json.null() }
            json.member("retry", retry.rawValue)
        }
    }

    /// Writes what is the same for every lead.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.literal(opening)
            json.literal(headerMember)
            json.literal(middle)
            json.key("limits")
            json.array { json in for limit in limitOpenings { json.object { $0.literal(limit) } } }
            json.literal(closing)
        }
    }

    /// Members of an object, without its braces.
    private static func members(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        body(&json)
        return json.bytes
    }
}

extension RequestForm.Placeholder {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("where", place.rawValue)
            json.member("key", key)
            if let prefix { json.member("prefix", prefix) }
            if let origin {
                json.key("from")
                json.string(origin)
            }
        }
    }
}

extension RequestForm.Success {
    func write(to json: inout JSONWriter) {
        json.object { json in
            if !status.isEmpty {
                json.key("status")
                json.array { json in for code in status { json.number(code) } }
            }
            guard let path else { return }
            json.member("json", path)
            switch value {
            case .isTrue:
                json.key("equals")
                json.boolean(true)
            case .text(let text): json.member("equals", text)
            case .present: break
            }
        }
    }
}
