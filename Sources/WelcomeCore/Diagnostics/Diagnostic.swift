/// A diagnostic about somebody's input: where it is, what rule it breaks and what would mend it.
///
/// A diagnostic is a value, not a thrown error: a stage collects its diagnostics and goes on, so that one run shows every
/// problem. It never holds a value of a lead; leads are named by row and column only.
package struct Diagnostic: Hashable, Codable, Sendable {
    /// How much a diagnostic matters: errors keep a build from publishing, warnings do not.
    package enum Severity: String, Codable, Sendable {
        case error
        case warning
    }

    package var severity: Severity
    package var code: DiagnosticCode
    package var location: SourceLocation?

    /// A headline without a full stop: the rule that is broken, most specific words first.
    package var summary: String

    /// The source line that the location points into, for the caret below it; never of a file of leads.
    package var excerpt: String?

    /// The likeliest remedy, as a short instruction or question.
    package var fix: String?

    /// The tenant whose own rows in a database are at fault, which costs that tenant alone; `nil` for everything else.
    package var tenant: String?

    /// Whether nobody's page may be published.
    package var stopsBuild: Bool { severity == .error && tenant == nil }

    /// Whether one tenant's pages may not be published.
    package var stopsTenant: Bool { severity == .error && tenant != nil }

    package init(
        _ severity: Severity,
        _ code: DiagnosticCode,
        at location: SourceLocation? = nil,
        _ summary: String,
        excerpt: String? = nil,
        fix: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.location = location
        self.summary = summary
        self.excerpt = excerpt
        self.fix = fix
    }
}

/// The place in a person's file that a diagnostic speaks of.
package struct SourceLocation: Hashable, Codable, Sendable {
    /// The path as the person knows it: relative to the site folder where it lies inside.
    package var file: String

    /// The line, from 1.
    package var line: Int?

    /// The column in Unicode scalars, from 1.
    package var column: Int?

    /// The row of a table where the file has no lines: SQLite's row id, or the row's number in a query, from 1.
    package var row: Int64?

    /// The column's name where the file is a table.
    package var field: String?

    package init(file: String, line: Int? = nil, column: Int? = nil, row: Int64? = nil, field: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.row = row
        self.field = field
    }
}
