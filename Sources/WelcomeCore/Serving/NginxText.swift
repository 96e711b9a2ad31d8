/// Text as nginx reads it in a configuration file.
enum NginxText {
    /// The variable that stands for a dollar sign, which nginx cannot escape.
    static let dollar = "welcome_dollar"

    /// Puts `text` in quotes, so that it is one word whatever it holds, and names no variable.
    static func quoted(_ text: String) -> String {
        var output = Array("\"".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): output += "\\n".utf8
            case UInt8(ascii: "\r"): output += "\\r".utf8
            case UInt8(ascii: "\t"): output += "\\t".utf8
            case UInt8(ascii: "$"): output += "${\(dollar)}".utf8
            default: output.append(byte)
            }
        }
        return String(decoding: output + "\"".utf8, as: UTF8.self)
    }

    /// Puts lines one level deeper.
    static func indented(_ lines: String) -> String {
        lines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    }
}

extension NginxFragment {
    /// Tells whether `path` can stand where nginx knows no variables: whole, and without a dollar or a control byte.
    package static func isPlainPath(_ path: String) -> Bool {
        path.hasPrefix("/") && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "$") }
    }
}
