import Foundation
import GRDB
import WelcomeCore

/// Leads as rows of a SQLite database: of the table `leads`, or of a query over any schema.
package final class SQLiteLeadSource: LeadSource {
    package let columnNames: [[UInt8]]?
    private let names: [[UInt8]]
    private let database: SQLiteLeadDatabase
    private let isQuery: Bool
    /// Whether the first column is the row's id in its table.
    private let hasRowID: Bool
    private let isNarrowed: Bool
    /// `nil` once it is exhausted; it lives and dies inside accesses to the connection.
    private var cursor: FastDatabaseValueCursor<StoredRow>?
    private var rowNumber: Int64 = 0

    /// Rows fetched ahead, so that the connection is entered once for many of them.
    private var batch: [SourceEvent] = []
    private var batchIndex = 0
    private static let batchSize = 256

    /// Prepares the rows that `request` asks for; its path has been opened as `database`.
    package init(_ database: SQLiteLeadDatabase, _ request: LeadSourceRequest) throws(LeadSourceError) {
        self.database = database
        isQuery = request.query != nil
        isNarrowed = request.onlyIDs != nil || request.onlyTenant != nil
        let opened = try database.read(isQuery: request.query != nil) { connection in
            let plan = try LeadSelection(connection, request, file: database.file)
            let rows = try StoredRow.fetchCursor(
                connection, sql: plan.sql, arguments: StatementArguments(plan.arguments))
            return (plan: plan, rows: rows)
        }
        hasRowID = opened.plan.hasRowID
        names = opened.plan.columns.map { Array($0.utf8) }
        columnNames = names
        cursor = opened.rows
    }

    deinit {
        database.access { _ in cursor = nil }
    }

    package func next() throws(LeadSourceError) -> SourceEvent? {
        if batchIndex == batch.count {
            try fetchBatch()
            if batch.isEmpty {
                if rowNumber == 0, !isNarrowed { throw .empty(database.file) }
                return nil
            }
        }
        defer { batchIndex += 1 }
        return batch[batchIndex]
    }

    private func fetchBatch() throws(LeadSourceError) {
        batch.removeAll(keepingCapacity: true)
        batchIndex = 0
        try database.read(isQuery: isQuery) { _ in
            while batch.count < Self.batchSize, let row = try cursor?.next() {
                rowNumber += 1
                batch.append(event(of: row))
            }
            if batch.isEmpty { cursor = nil }
        }
    }

    private func event(of row: StoredRow) -> SourceEvent {
        let first = hasRowID ? 1 : 0
        var position = RowPosition.row(rowNumber)
        if hasRowID, case .number(let digits) = row.values[0],
            let rowID = Int64(String(decoding: digits, as: UTF8.self))
        {
            position = .row(rowID)
        }
        if let column = row.tooLongColumn {
            let name = LeadColumn(names[column - first])?.columnName
            return .problem(RowProblem(position: position, column: name, code: .leadTooLong))
        }
        var fields: [RawField] = []
        fields.reserveCapacity(names.count)
        for index in names.indices {
            fields.append(RawField(name: names[index], value: row.values[index + first]))
        }
        return .row(RawRow(position: position, fields: fields))
    }
}
