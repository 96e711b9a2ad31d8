/// Makes text from elsewhere harmless to show: rows, file names and texts of themes may hold what a terminal or the log of
/// a workflow obeys.
///
/// Escaped are the control characters of C0 and C1, the marks that turn the direction of what follows, and the two
/// separators of Unicode that some viewers begin a line at. Only a line feed may stay, where lines are our own.
enum TerminalText {
    /// Returns a text of several lines.
    static func lines(_ text: String) -> String {
        escaped(text) { scalar in scalar == "\n" ? nil : visible(scalar) }
    }

    /// Returns a value inside a line.
    static func value(_ text: String) -> String {
        escaped(text, as: visible)
    }

    /// Returns a line of somebody's file, with spaces in place of tabs so that a caret below it finds its column.
    static func excerpt(_ text: String) -> String {
        escaped(text) { scalar in scalar == "\t" ? "    " : visible(scalar) }
    }

    /// Returns a JSON text with the same values.
    ///
    /// In JSON such characters stand in texts only, where C0 is escaped already and each may be.
    static func json(_ text: String) -> String {
        escaped(text) { scalar in
            guard scalar.value > 0x20 else { return nil }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    private static func escaped(_ text: String, as form: (Unicode.Scalar) -> String?) -> String {
        guard text.unicodeScalars.contains(where: isActive) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isActive(scalar), let form = form(scalar) {
                result += form.unicodeScalars
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
