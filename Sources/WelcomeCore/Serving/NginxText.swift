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

    /// Writes a host as `server_name` and the keys of a map over `$host` take it.
    ///
    /// nginx keeps plain names in hash tables whose buckets hold 46 bytes by default. The directives for larger ones may
    /// stand only once in the whole configuration, so that a fragment that has them fails beside another, and `nginx -t`
    /// with it. A longer name is therefore written as the regular expression that matches it alone; those are in no table.
    static func hostPattern(_ host: String) -> String {
        guard host.utf8.count > longestHashedName else { return host }
        return "\"~^\(host.replacing(".", with: "\\."))$\""
    }

    /// 64 bytes of a bucket, without two pointers and two bytes of length.
    private static let longestHashedName = 46

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

    /// Tells whether njs can load a script from `path`, which it makes a text of a program of its own.
    package static func isScriptPath(_ path: String) -> Bool {
        isPlainPath(path) && !path.utf8.contains { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\\") }
    }
}
