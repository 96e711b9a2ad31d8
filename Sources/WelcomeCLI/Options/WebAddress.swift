import ArgumentParser

/// An address on the command line that another program will call.
enum WebAddress {
    /// Reads an https address, without a query, and without the slash at its end.
    static func parse(_ text: String, option: String) throws -> String {
        let rest = text.utf8.dropFirst("https://".utf8.count)
        // An address is put into expressions of other programs, so no brace, quote or blank is in it.
        let isPlain = rest.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~/:%".utf8.contains(byte)
            }
        }
        guard text.hasPrefix("https://"), isPlain, let first = rest.first, first != UInt8(ascii: "/") else {
            throw ValidationError("\(option) takes an address such as https://crm.example.kz/welcome")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
