/// One HTTP request that the CRM is to make, whole but for secrets, whatever the channel.
package struct ChannelRequest: Sendable, Hashable {
    /// A value that only the CRM has, and where it goes.
    package struct Blank: Sendable, Hashable {
        /// The part of the request that the CRM puts the value into.
        package enum Place: String, CaseIterable, Sendable {
            case query
            case bearer
            case basic
            case header
            case path
        }

        package var name: String
        package var place: Place
        package var key: String

        package init(name: String, place: Place, key: String) {
            self.name = name
            self.place = place
            self.key = key
        }
    }

    /// The values of one kind that a request is to get; the same for all requests of a channel, so written once.
    package struct Blanks: Sendable, Hashable {
        package let blanks: [Blank]
        fileprivate let json: [UInt8]

        package init(_ blanks: [Blank]) {
            self.blanks = blanks
            var json = JSONWriter()
            json.array { json in
                for blank in blanks {
                    json.object { json in
                        json.member("name", blank.name)
                        json.member("where", blank.place.rawValue)
                        json.member("key", blank.key)
                    }
                }
            }
            self.json = json.bytes
        }
    }

    /// One pair of the query.
    package struct Parameter: Sendable, Hashable {
        package var key: String
        package var value: [UInt8]

        package init(key: String, value: [UInt8]) {
            self.key = key
            self.value = value
        }
    }

    package var channel: ChannelName
    package var method: String
    package var url: String
    /// Pairs, not a ready query string: the CRM encodes them, for `+` and `%20` are easily confused.
    package var query: [Parameter]
    package var secrets: Blanks
    package var fill: Blanks
    /// The member of the JSON answer that is `true` when the message was accepted.
    package var successKey: String
    /// Claimed by the CRM before it sends; the same for the same request whatever the theme or channel.
    package var dedupKey: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("channel", channel.rawValue)
            json.member("method", method)
            json.member("url", url)
            json.key("query")
            json.array { json in
                for pair in query {
                    json.array { json in
                        json.string(pair.key)
                        json.string(pair.value)
                    }
                }
            }
            json.key("headers")
            json.array { _ in }
            json.key("body")
            json.null()
            json.key("secrets")
            json.literal(secrets.json)
            json.key("fill")
            json.literal(fill.json)
            json.key("ok")
            json.object { json in
                json.member("json", successKey)
                json.key("equals")
                json.boolean(true)
            }
            json.member("retry", "never_when_unsure")
            json.member("dedup_key", dedupKey)
        }
    }
}
