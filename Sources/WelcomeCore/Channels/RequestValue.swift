/// A value of a JSON body, with members in the order of the provider's own documentation.
package indirect enum RequestValue: Sendable, Hashable {
    /// A member of an object.
    package struct Member: Sendable, Hashable {
        package var name: String
        package var value: RequestValue
    }

    case object([Member])
    case list([RequestValue])
    case text([UInt8])
    case number(Int)
    case truth(Bool)
    /// Something that the CRM fills in under this name: the member is left out of the manifest.
    case placeholder(String)

    func write(to json: inout JSONWriter) {
        switch self {
        case .object(let members):
            json.object { json in
                for member in members {
                    if case .placeholder = member.value { continue }
                    json.key(member.name)
                    member.value.write(to: &json)
                }
            }
        case .list(let values): json.array { json in for value in values { value.write(to: &json) } }
        case .text(let text): json.string(text)
        case .number(let number): json.number(number)
        case .truth(let truth): json.boolean(truth)
        case .placeholder: json.null()
        }
    }

    /// The value as compact JSON.
    package var json: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    /// An object with more members behind its own; any other value stays what it is.
    func adding(_ more: [Member]) -> RequestValue {
        if case .object(let members) = self { .object(members + more) } else { self }
    }
}

extension RequestValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(Array(value.utf8)) }
    package init(booleanLiteral value: Bool) { self = .truth(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(arrayLiteral elements: RequestValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, RequestValue)...) {
        self = .object(elements.map { Member(name: $0, value: $1) })
    }

    /// A text that is no literal.
    package init(_ text: String) { self = .text(Array(text.utf8)) }
}
