/// A small JSON document as a value, whose members keep the order in which they were written.
enum JSONValue {
    case string(String)
    case number(String)
    case boolean(Bool)
    case array([JSONValue])
    case object([(name: String, value: JSONValue)])
}

extension JSONValue {
    /// Writes the value as compact JSON.
    func write(to json: inout JSONWriter) {
        switch self {
        case .string(let text): json.string(text)
        case .number(let digits): json.literal(digits)
        case .boolean(let value): json.boolean(value)
        case .array(let values):
            json.array { json in
                for value in values { value.write(to: &json) }
            }
        case .object(let members):
            json.object { json in
                for member in members {
                    json.key(member.name)
                    member.value.write(to: &json)
                }
            }
        }
    }

    /// The value as one line of JSON.
    var line: String {
        var json = JSONWriter()
        write(to: &json)
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

// MARK: - Literals

extension JSONValue: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self = .number("\(value)") }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { (name: $0.0, value: $0.1) })
    }
}
