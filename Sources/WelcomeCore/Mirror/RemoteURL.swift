/// An https URL in the one spelling in which it is asked for, with nothing in it that two readers could read differently.
package struct RemoteURL: Hashable, Sendable {
    /// Lower-case ASCII.
    package let host: String
    package let port: Int
    /// The whole URL: host in lower case, no standard port, no fragment, all but plain ASCII percent-encoded.
    package let text: String

    /// The longest URL, in bytes.
    package static let maxBytes = 4096

    /// Reads a URL as a row or a redirect has it.
    ///
    /// `nil` for anything but https, for credentials, for a host that is not a DNS name in ASCII (an address, in whatever
    /// spelling, is none), and for backslashes and control characters, which programs read in different ways.
    ///
    /// - Complexity: O(bytes).
    package init?(_ url: String) {
        let bytes = Array(url.utf8)
        guard bytes.count <= Self.maxBytes, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x5C }),
            bytes.prefix(8).map(lowercase).elementsEqual("https://".utf8)
        else { return nil }
        let authority = bytes[8...].prefix { !"/?#".utf8.contains($0) }
        let parts = authority.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let name = parts.first?.map(lowercase), parts.count <= 2, MediaHost.isName(name) else { return nil }
        var port = MediaHost.standardPort
        if parts.count == 2 {
            guard let number = MediaHost.port(Array(parts[1])) else { return nil }
            port = number
        }
        host = String(decoding: name, as: UTF8.self)
        self.port = port
        let target = bytes[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") }
        text =
            "https://\(host)" + (port == MediaHost.standardPort ? "" : ":\(port)")
            + (target.first == UInt8(ascii: "/") ? "" : "/") + Self.encoded(target)
    }

    /// Tells whether one of `hosts` lets the URL be asked for.
    package func isCovered(by hosts: [MediaHost]) -> Bool {
        hosts.contains { $0.covers(host, port: port) }
    }

    private static func encoded(_ target: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        for byte in target {
            if byte > 0x20, byte < 0x7F, !"\"<>^`{|}".utf8.contains(byte) {
                output.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

private func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 32 : byte
}
