package import WelcomeCore

/// Rows of leads, read one at a time so that memory does not grow with their number.
package protocol LeadSource: AnyObject {
    /// The names of the columns, or `nil` where every row names its own.
    var columnNames: [[UInt8]]? { get }

    /// Reads the next row, or gives `nil` at the end.
    ///
    /// - Throws: when the source as a whole is at fault; nothing can be read after that.
    func next() throws(LeadSourceError) -> SourceEvent?
}

/// What reading one row came to.
package enum SourceEvent: Sendable, Equatable {
    case row(RawRow)
    case problem(RowProblem)
}

/// A fault of a whole source of leads, which stops the build.
package struct LeadSourceError: Error, Sendable, Hashable {
    /// One of the codes that begin with `source-`.
    package var code: DiagnosticCode
    package var location: SourceLocation
    /// The rule that is broken, without any value of a lead.
    package var summary: String
    package var fix: String?
    /// Whether the system refuses to read what may be quite right.
    package var isRefusal = false

    package init(_ code: DiagnosticCode, at location: SourceLocation, _ summary: String, fix: String? = nil) {
        self.code = code
        self.location = location
        self.summary = summary
        self.fix = fix
    }

    /// The same diagnostic in the form in which all diagnostics are reported.
    package var diagnostic: Diagnostic {
        Diagnostic(.error, code, at: location, summary, fix: fix)
    }
}

extension LeadSourceError {
    /// The source has no row at all: publishing it would look like the loss of every lead.
    static func empty(_ file: String) -> LeadSourceError {
        LeadSourceError(.sourceEmpty, at: SourceLocation(file: file), "the source of leads is empty")
    }

    /// Reading was given up because a signal asked for it.
    static func stopped(_ file: String) -> LeadSourceError {
        LeadSourceError(.sourceUnreadable, at: SourceLocation(file: file), "reading the source of leads was stopped")
    }

    /// There is no column `id`.
    static func noID(at location: SourceLocation, among names: [String]) -> LeadSourceError {
        let similar = names.first { ColumnNames.nearest(to: $0) == LeadColumn.id.columnName }
        return LeadSourceError(
            .sourceColumns, at: location, "there is no column `id` among \(SourceColumns.list(names))",
            fix: similar.map { "call the column `\(SourceColumns.shown($0))` `id`" }
                ?? "add the lead's id in a column called `id`"
        )
    }

    /// Two columns mean the same.
    static func conflict(
        _ conflict: ColumnNames.Conflict, among names: [String], at location: SourceLocation
    ) -> LeadSourceError {
        var location = location
        location.field = conflict.column.columnName
        let (first, second) = (names[conflict.first], names[conflict.second])
        return LeadSourceError(
            .sourceColumns, at: location,
            "two columns mean `\(conflict.column.columnName)`: \(SourceColumns.list([first, second]))",
            fix: "remove one of them, or give it another name"
        )
    }

    /// Two columns have the same name.
    static func duplicate(_ name: String, at location: SourceLocation) -> LeadSourceError {
        var location = location
        location.field = name
        return LeadSourceError(
            .sourceColumns, at: location, "two columns are called `\(name)`", fix: "rename or remove one of them"
        )
    }
}
