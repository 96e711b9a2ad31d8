/// A host that media may be fetched from, as `media: hosts` names it: `cdn.example.kz`, `*.example.kz` for every host
/// below that name, or either with a port of its own.
package struct MediaHost: Sendable, Hashable {
    /// The port of https where none is written.
    package static let standardPort = 443

    private let name: String
    /// Only hosts below the name count, not the name itself.
    private let isWildcard: Bool
    private let port: Int

    /// Takes a host as a person wrote it; `nil` when it is not a host's public name in lower-case ASCII.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { return nil }
        isWildcard = first.utf8.starts(with: "*.".utf8)
        name = String(isWildcard ? first.dropFirst(2) : first)
        guard Self.isName(Array(name.utf8)) else { return nil }
        if parts.count == 2 {
            guard let number = Self.port(Array(parts[1].utf8)) else { return nil }
            port = number
        } else {
            port = Self.standardPort
        }
    }

    /// Tells whether a host, in lower case, may be asked at `port`.
    package func covers(_ host: String, port: Int) -> Bool {
        guard port == self.port else { return false }
        let (bytes, own) = (Array(host.utf8), Array(name.utf8))
        guard isWildcard else { return bytes == own }
        return bytes.count > own.count + 1 && bytes.suffix(own.count + 1).elementsEqual([UInt8(ascii: ".")] + own)
    }

    /// Tells whether `bytes` are a host's name as DNS has it, in lower case and with at least one dot.
    ///
    /// No spelling of an address passes: the last label begins with a letter, as every top level domain does.
    package static func isName(_ bytes: [UInt8]) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard bytes.count <= 253, labels.count >= 2, let last = labels.last?.first else { return false }
        let isPlain = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        }
        return isPlain && isLetter(last)
    }

    /// The number of a port, written in digits alone.
    package static func port(_ digits: [UInt8]) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy(isDigit) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return (1...65_535).contains(number) ? number : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension YAMLReader {
    /// Reads `hosts` below `media`; where media are fetched, at least one is required.
    mutating func mediaHosts(in media: YAMLMapping, isFetching: Bool) -> [MediaHost] {
        let written = strings("hosts", in: media) ?? []
        if isFetching, written.isEmpty {
            report(
                codes.value, media.pairs.first { $0.key == "fetch" }?.mark,
                "`fetch: mirror` needs `hosts`: nothing is fetched from a host that is not listed",
                fix: "hosts: [cdn.example.kz]")
        }
        var hosts: [MediaHost] = []
        for text in written {
            if let host = MediaHost(text.value) {
                hosts.append(host)
            } else {
                report(
                    codes.value, at: text.location, "`\(text.value)` is not a host's name in lower-case ASCII",
                    fix: "write cdn.example.kz, *.example.kz or cdn.example.kz:8443; xn--… for other letters")
            }
        }
        return hosts
    }
}
