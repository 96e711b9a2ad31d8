/// How long the texts of a theme may be, in Unicode scalars: beyond it nobody reads them, and work grows.
enum TextLimits {
    /// The longest text under each key or column; others may have `other`.
    private static let named = [
        "title": 300, "description": 500, "message": 4_000, "reply_text": 1_000, "address": 500, "transcript": 20_000,
    ]
    private static let other = 2_000
    /// The bytes of a Markdown text.
    static let maxMarkdownBytes = 256 * 1024
    /// The items of a list of pictures or documents.
    static let maxItems = 200

    /// The longest text that may stand under `key`.
    static func scalars(of key: String) -> Int { named[key] ?? other }

    /// The diagnostic that a text under `key` is too long, if it is.
    static func diagnostic(_ text: Located<String>, under key: String) -> Diagnostic? {
        let limit = scalars(of: key)
        // Counting stops where the answer is known: a text may have megabytes.
        guard text.value.utf8.count > limit, text.value.unicodeScalars.dropFirst(limit).first != nil else { return nil }
        return Diagnostic(
            .error, .themeTooLarge, at: text.location, "`\(key)` can have \(limit) characters at most",
            fix: "shorten it")
    }

    /// The diagnostic that a list under `key` has too many items, if it has.
    static func diagnostic(items: Int, under key: String, at place: SourceLocation) -> Diagnostic? {
        guard items > maxItems else { return nil }
        return Diagnostic(.error, .themeTooLarge, at: place, "`\(key)` can have \(maxItems) items at most")
    }
}
