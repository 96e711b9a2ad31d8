package import Foundation

/// A request as it goes over the wire: nothing of the target is mended.
package struct HTTPRequest: Encodable, Sendable {
    package var method: String
    package var target: String
    package var headers: [String: String]
    /// The address of this machine to send it from, within 127.0.0.0/8.
    package var source: String

    package init(
        _ target: String, method: String = "GET", headers: [String: String] = [:], from source: String = "127.0.0.1"
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.source = source
    }
}

/// An answer; the body is as it came, but not in chunks.
package struct HTTPResponse: Decodable, Sendable {
    package var status: Int
    /// Names in lower case, in the order in which they came.
    package var headers: [[String]]
    package var body: Data
    /// The body as text, unpacked where it came compressed.
    package var text: String
    /// Whether as much came as was promised.
    package var isWhole: Bool

    /// The values of a header, joined by a comma; `nil` where there is none.
    package subscript(name: String) -> String? {
        let values = headers.filter { $0.first == name }.compactMap(\.last)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}
