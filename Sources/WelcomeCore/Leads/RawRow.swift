/// One row of a lead source before anything about it is believed.
package struct RawRow: Sendable, Equatable {
    package var position: RowPosition
    package var fields: [RawField]

    package init(position: RowPosition, fields: [RawField]) {
        self.position = position
        self.fields = fields
    }
}

extension RawRow {
    /// The id as the row has it, unchecked; `nil` where it is no text or number.
    package var leadID: [UInt8]? { text(.id) }

    /// The tenant as the row has it, unchecked; `nil` where it is empty, or no text or number.
    package var tenant: [UInt8]? { text(.tenant).flatMap { $0.isEmpty ? nil : $0 } }

    private func text(_ column: LeadColumn) -> [UInt8]? {
        fields.first { LeadColumn($0.name) == column }.flatMap { field in
            switch field.value {
            case .text(let bytes), .number(let bytes): bytes
            default: nil
            }
        }
    }
}

/// A column's name and what the row holds there; a column may be absent from a row.
package struct RawField: Sendable, Equatable {
    package var name: [UInt8]
    package var value: RawValue

    package init(name: [UInt8], value: RawValue) {
        self.name = name
        self.value = value
    }
}

/// A value as its format gives it; text is bytes that may not be UTF-8.
package enum RawValue: Sendable, Equatable {
    case null
    case text([UInt8])
    /// A number exactly as it was written, so that an id of twenty digits keeps them all.
    case number([UInt8])
    case boolean(Bool)
    case list([RawValue])
    case object
}

/// Where a row stands: a line of a text file, or a row of a table.
package enum RowPosition: Sendable, Hashable {
    /// The line the row begins on, from 1.
    case line(Int)
    /// SQLite's row id, or the row's number in the query's result, from 1.
    case row(Int64)
}

/// Why one row cannot be used; it costs that row and nothing else.
package struct RowProblem: Error, Sendable, Hashable {
    package var position: RowPosition
    /// The column's name; `nil` when the whole row is at fault.
    package var column: String?
    package var code: DiagnosticCode
    /// The last line where quotes joined several to one row, all of which are lost.
    package var lastLine: Int?

    package init(position: RowPosition, column: String?, code: DiagnosticCode, lastLine: Int? = nil) {
        self.position = position
        self.column = column
        self.code = code
        self.lastLine = lastLine
    }
}

extension RowPosition {
    /// The line or row number, whichever it is.
    package var number: Int64 {
        switch self {
        case .line(let line): Int64(line)
        case .row(let row): row
        }
    }
}
