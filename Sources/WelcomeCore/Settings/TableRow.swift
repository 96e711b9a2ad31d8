/// One row of the tables `tenants` and `themes` of a database of leads: the text of every known column that is not NULL.
package struct TableRow: Sendable, Equatable {
    package var position: RowPosition
    /// The values by the column's name.
    package var values: [String: String]
    /// The columns whose value is no text, or one that is too long.
    package var unreadableColumns: [String]

    package init(position: RowPosition, values: [String: String], unreadableColumns: [String] = []) {
        self.position = position
        self.values = values
        self.unreadableColumns = unreadableColumns
    }

    package subscript(column: String) -> String? { values[column] }

    /// Whether a lead can have `id` as its tenant.
    static func canBeTenant(_ id: String) -> Bool { (1...512).contains(id.utf8.count) }

    /// What is wrong with the row of `table` before its values are looked at.
    ///
    /// A row whose column `owner` cannot be read belongs to nobody who could have leads, so it costs nobody anything.
    func diagnostics(of table: String, owner: String, file: String) -> [Diagnostic] {
        let isNobodys = unreadableColumns.contains(owner)
        return unreadableColumns.map { column in
            Diagnostic(
                isNobodys ? .warning : .error, .sourceEncoding, at: place(of: column, in: table, file: file),
                "a value of `\(table)` is not UTF-8 text of at most 1 MiB", fix: "correct the row, or remove it")
        }
    }

    /// Where a value of the row stands.
    func place(of column: String, in table: String, file: String) -> SourceLocation {
        SourceLocation(file: file, row: position.number, field: "\(table).\(column)")
    }
}

extension Sequence<Diagnostic> {
    /// The diagnostics as the fault of `tenant` alone; of everybody where there is none.
    func blaming(_ tenant: String?) -> [Diagnostic] {
        map { diagnostic in
            var diagnostic = diagnostic
            if diagnostic.severity == .error { diagnostic.tenant = tenant }
            return diagnostic
        }
    }
}
