/// The origin that links begin with: `https`, a host's public name in lower-case ASCII, an optional port, and nothing
/// after it.
///
/// Names are those of RFC 1123 with at least two labels, for a link is opened on a stranger's phone. `localhost` and
/// `127.0.0.1`, where a page is tried out, are hosts too, and take `http` as well; no other address is one, whatever its
/// spelling.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    /// The host alone, without scheme and port.
    package let host: String
    /// Whether links are never to be opened without TLS.
    package let isSecure: Bool

    /// Takes `text` with or without a trailing slash; `nil` when it is not such an origin.
    package init?(_ text: String) {
        var rest = Substring(text)
        isSecure = rest.hasPrefix("https://")
        guard isSecure || rest.hasPrefix("http://") else { return nil }
        rest = rest.dropFirst(isSecure ? 8 : 7)
        if rest.last == "/" { rest = rest.dropLast() }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first else { return nil }
        host = String(name)
        if parts.count == 2 {
            guard parts[1].first != "0", MediaHost.port(Array(parts[1].utf8)) != nil else { return nil }
        }
        description = (isSecure ? "https://" : "http://") + rest
        guard isOfThisMachine || isSecure && MediaHost.isName(Array(host.utf8)) else { return nil }
    }

    /// Whether links lead to the machine that they are opened on.
    package var isOfThisMachine: Bool { host == "localhost" || host == "127.0.0.1" }
}
