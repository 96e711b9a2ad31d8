import WelcomeCore

/// How diagnostics show the names of a source's columns, which may be anything.
enum SourceColumns {
    /// The most names that are listed.
    private static let maxListed = 20

    /// Names for a diagnostic, in their order.
    static func list(_ names: [String]) -> String {
        let listed = names.prefix(maxListed).map { "`\(shown($0))`" }.joined(separator: ", ")
        return names.count > maxListed ? "\(listed) and \(names.count - maxListed) more" : listed
    }

    /// A name on one line, without what a terminal would obey, and not too long.
    static func shown(_ name: String) -> String {
        let cleaned = DisplayText.clean(Array(name.utf8), as: .line)?.string ?? ""
        return cleaned.count > 40 ? "\(cleaned.prefix(39))…" : cleaned
    }

    /// Whether `name` looks like a value of a lead: a number, a phone, an address or a moment.
    ///
    /// A file may lack its header, and no diagnostic shows what a lead has.
    static func isValue(_ name: String) -> Bool {
        let digits = name.utf8.count { $0 &- 0x30 < 10 }
        return digits >= 5 || name.utf8.contains(UInt8(ascii: "@"))
            || (digits > 0 && digits == name.utf8.count { $0 > 0x20 })
    }
}
