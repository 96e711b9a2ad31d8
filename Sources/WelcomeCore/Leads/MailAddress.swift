/// An e-mail address in the plain form that every mail program writes: `name@host`, in ASCII.
///
/// RFC 5322 allows more, such as quoted names and comments; nobody has those, and a header must not be broken by one.
package struct MailAddress: Sendable, Hashable {
    package let text: String

    /// Takes an address as it stands in a row; `nil` when it is none.
    package init?(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, bytes.count <= 254, (1...64).contains(parts[0].count),
            Self.isDotted(parts[0], by: Self.isNameByte), Self.isHost(parts[1])
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The host behind the `@`.
    package var host: String { String(text.split(separator: "@").last ?? "") }

    private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != 45 && label.last != 45
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == 45 }
            }
    }

    private static func isDotted(_ text: ArraySlice<UInt8>, by isAllowed: (UInt8) -> Bool) -> Bool {
        text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
