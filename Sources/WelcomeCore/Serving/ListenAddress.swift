/// Where nginx listens: a port on every address, or a port on one.
package struct ListenAddress: Sendable, Hashable {
    package let host: String?
    package let port: Int

    /// Port 80 on every address.
    package static let http = ListenAddress(port: 80)
    /// Port 443 on every address.
    package static let https = ListenAddress(port: 443)

    private init(port: Int) {
        host = nil
        self.port = port
    }

    /// Reads `80`, `127.0.0.1:8080` or `[::1]:8080`.
    package init?(_ text: String) {
        let digits = text.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        guard let port = Int(text.suffix(digits)), (1...65535).contains(port) else { return nil }
        let rest = text.dropLast(digits)
        self.port = port
        guard !rest.isEmpty else {
            host = nil
            return
        }
        let host = rest.dropLast()
        guard rest.last == ":", Self.isAddress(host) else { return nil }
        self.host = String(host)
    }

    /// Tells whether `text` is made like an IPv4 address or like an IPv6 address in brackets.
    private static func isAddress(_ text: Substring) -> Bool {
        let isIPv6 = text.hasPrefix("[") && text.hasSuffix("]")
        let inner = isIPv6 ? text.dropFirst().dropLast() : text
        guard !inner.isEmpty else { return false }
        return inner.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): true
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"): isIPv6
            default: false
            }
        }
    }

    /// The same address with another port.
    func with(port: Int) -> [String] {
        host.map { ["\($0):\(port)"] } ?? ["\(port)", "[::]:\(port)"]
    }

    /// What the `listen` lines name: every address means those of IPv4 and of IPv6.
    var names: [String] { with(port: port) }
}
