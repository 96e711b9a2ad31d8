extension Channel {
    /// What an answer means that is no success.
    package struct Failure: Sendable {
        /// What to do about it.
        package enum Class: String, CaseIterable, Sendable {
            /// Nothing was sent, and it may be tried later.
            case retry
            /// Nothing was sent, and never will be.
            case permanent
            /// Nobody knows whether it was sent.
            case ambiguous
            /// Nothing was sent, and nothing will be to anybody until a person has mended it.
            case config
        }

        /// What was refused, as the CRM notes it; only a number leaves the tenant's other leads unconcerned.
        package enum Reason: String, CaseIterable, Sendable {
            case token
            case instance
            case number
            case parameters
            case other
        }

        /// What the answer looks like.
        package enum Match: Sendable {
            case status([Int])
            case text(_ path: String, equals: String)
            case isFalse(_ path: String)
            /// Anything but null.
            case present(_ path: String)
            case begins(_ path: String, String)
            case numbers(_ path: String, [Int])
            /// A page of HTML.
            case html
            /// No answer, or part of one.
            case silence
        }

        package var match: Match
        package var kind: Class
        package var meaning: String
        package var reason: Reason

        package init(_ match: Match, _ kind: Class, _ meaning: String, reason: Reason = .other) {
            self.match = match
            self.kind = kind
            self.meaning = meaning
            self.reason = reason
        }

        /// Writes the failure as programs read it.
        package func write(to json: inout JSONWriter) {
            json.object { json in
                match.write(to: &json)
                json.member("class", kind.rawValue)
                if kind != .ambiguous { json.member("reason", reason.rawValue) }
                json.member("meaning", meaning)
            }
        }
    }
}

extension Channel.Failure.Match {
    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .status(let codes): write(codes, as: "status", to: &json)
        case .text(let path, let text):
            json.member("json", path)
            json.member("equals", text)
        case .isFalse(let path):
            json.member("json", path)
            json.key("equals")
            json.boolean(false)
        case .present(let path): json.member("json", path)
        case .begins(let path, let text):
            json.member("json", path)
            json.member("begins", text)
        case .numbers(let path, let numbers):
            json.member("json", path)
            write(numbers, as: "in", to: &json)
        case .html: json.member("answer", "html")
        case .silence: json.member("answer", "none")
        }
    }

    private func write(_ numbers: [Int], as name: String, to json: inout JSONWriter) {
        json.key(name)
        json.array { json in for number in numbers { json.number(number) } }
    }
}
