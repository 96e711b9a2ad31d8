/// How large a Markdown text and what comes of it may be.
///
/// The library below is a distribution's old one, quadratic in places, and turns a small table into megabytes: these
/// caps are what keeps a theme from stalling a build.
package struct MarkdownLimits: Sendable {
    /// The whole text.
    package var maxFileBytes = 256 * 1024
    /// Lines without a blank one between them, tables aside; also the longest line.
    package var maxParagraphBytes = 64 * 1024
    /// Columns of one table.
    package var maxTableColumns = 100
    /// Cells of all tables of the text together, those a short row leaves out included.
    package var maxTableCells = 10_000
    /// Blocks and spans one inside another; also brackets left open at one place.
    package var maxNesting = 100
    /// The HTML, and what link definitions may grow to where they are used.
    package var maxOutputBytes = 4 * 1024 * 1024

    package init() {}

    /// The limits for themes.
    package static let standard = MarkdownLimits()
}

/// Which limit a Markdown text breaks, and where.
package struct MarkdownLimitError: Error, Hashable, Sendable {
    /// The limits that can be broken.
    package enum Limit: Hashable, Sendable {
        case fileBytes
        case paragraphBytes
        case tableColumns
        case tableCells
        case nesting
        case linkDefinitions
        case outputBytes
    }

    package var limit: Limit

    /// The line of the text, from 1, where one line or paragraph is to blame.
    package var line: Int?

    package init(_ limit: Limit, line: Int? = nil) {
        self.limit = limit
        self.line = line
    }
}

extension MarkdownLimitError: CustomStringConvertible {
    /// The broken rule as a headline.
    package var description: String {
        switch limit {
        case .fileBytes: "Markdown file is larger than 256 KiB"
        case .paragraphBytes: "paragraph is longer than 64 KiB"
        case .tableColumns: "table has more than 100 columns"
        case .tableCells: "tables have more than 10,000 cells"
        case .nesting: "Markdown is nested more than 100 deep"
        case .linkDefinitions: "link definitions repeat to more than 4 MiB"
        case .outputBytes: "Markdown becomes more than 4 MiB of HTML"
        }
    }
}
