/// A place in a Markdown text.
package struct MarkdownPosition: Hashable, Sendable {
    /// The line, from 1.
    package var line: Int
    /// The column in Unicode scalars, from 1.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// Something that a Markdown text links to or shows.
package struct MarkdownDestination: Hashable, Sendable {
    /// How the text refers to it.
    package enum Kind: Hashable, Sendable {
        case link
        case image
    }

    package var kind: Kind
    /// The destination with entities and backslashes resolved, not percent-encoded.
    package var url: [UInt8]
    /// The title, or nothing.
    package var title: [UInt8]
    /// Where the link or image begins.
    package var position: MarkdownPosition

    package init(kind: Kind, url: [UInt8], title: [UInt8], position: MarkdownPosition) {
        self.kind = kind
        self.url = url
        self.title = title
        self.position = position
    }
}
