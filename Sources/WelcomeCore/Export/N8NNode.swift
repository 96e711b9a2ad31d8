import Crypto

/// A node of a workflow for n8n.
struct N8NNode {
    /// The kinds of node that are written, each with the oldest version that can do what is asked of it: n8n loads older
    /// versions than its own, but no newer ones.
    enum Kind: String {
        case scheduleTrigger
        case set
        case httpRequest
        case extractFromFile
        case crypto
        case code
        case splitInBatches
        case noOp
        case postgres
        case `if`
        case wait
        case stopAndError

        var version: String {
            switch self {
            case .scheduleTrigger: "1.2"
            case .set: "3.4"
            case .httpRequest: "4.2"
            case .code: "2"
            case .splitInBatches: "3"
            case .postgres: "2.4"
            case .if: "2.2"
            case .wait: "1.1"
            case .extractFromFile, .crypto, .noOp, .stopAndError: "1"
            }
        }
    }

    /// What a node does with an error of its own.
    enum Failure {
        /// The run ends, and n8n shows it.
        case stops
        /// The node is tried again, for it may be done twice without harm.
        case retries
        /// The next node gets the error as an item.
        case goesOn
    }

    /// A credential by name; what is in it stays with n8n.
    struct Credential {
        var type: String
        var name: String
    }

    /// The name, by which others refer to the node.
    var name: String
    var kind: Kind
    var column: Int
    var row = 0
    var parameters: JSONValue = [:]
    var credential: Credential?
    var failure = Failure.stops
    /// What a person should know before changing the node; shown below it.
    var note: String?

    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("id", .string(id)), ("name", .string(name)), ("type", .string("n8n-nodes-base.\(kind.rawValue)")),
            ("typeVersion", .number(kind.version)),
            ("position", [.number("\(column * 220)"), .number("\(row * 200)")]), ("parameters", parameters),
        ]
        if let credential {
            // n8n looks for the id first; where there is none, for the type and the name.
            let reference: JSONValue = ["id": "", "name": .string(credential.name)]
            members.append(("credentials", .object([(name: credential.type, value: reference)])))
        }
        switch failure {
        case .stops: break
        case .retries: members += [("retryOnFail", true), ("maxTries", 3), ("waitBetweenTries", 5000)]
        case .goesOn: members.append(("onError", "continueRegularOutput"))
        }
        if let note { members += [("notes", .string(note)), ("notesInFlow", true)] }
        return .object(members)
    }

    /// A UUID made of the name, so that the same workflow is the same bytes.
    private var id: String {
        var bytes = Array(SHA256.hash(data: Array("welcome-n8n/\(name)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(hexadecimal(bytes))
        let ends = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]
        return ends.map { String(digits[$0.0..<$0.1]) }.joined(separator: "-")
    }
}
