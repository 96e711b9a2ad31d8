import Foundation
import GRDB
import WelcomeCore

/// The SQL that reads leads from one database, and the columns it gives.
struct LeadSelection {
    /// The columns' names, in order; ours where one means a column of ours.
    let columns: [String]
    /// Whether the result's first column is the table's row id; the named columns follow it.
    let hasRowID: Bool
    private(set) var sql: String
    private(set) var arguments: [any DatabaseValueConvertible] = []

    init(_ connection: Database, _ request: LeadSourceRequest, file: String) throws {
        let location = SourceLocation(file: file)
        if let query = request.query {
            let statement = try connection.makeStatement(sql: query)
            let names = statement.columnNames
            columns = try Self.resolve(names, request, at: location)
            hasRowID = false
            // Numbered names stand for the columns, since a query may call one anything.
            let aliases = names.indices.map { "c\($0)" }
            sql = "WITH leads_query(\(aliases.joined(separator: ", "))) AS (\n\(statement.sql)\n)\n"
            sql += "SELECT * FROM leads_query"
            // Names that differ in bytes alone are equal as texts; ours have one spelling.
            let alias = Dictionary(zip(columns, aliases)) { first, _ in first }
            narrow(to: request) { alias[$0] }
        } else {
            guard try connection.tableExists("leads") || connection.viewExists("leads") else {
                throw LeadSourceError(
                    .sourceColumns, at: location, "the database has no table `leads`",
                    fix: "name the columns of a lead by `leads_query` in the settings"
                )
            }
            let names = try connection.makeStatement(sql: "SELECT * FROM leads").columnNames
            let resolved = try Self.resolve(names, request, at: location)
            columns = resolved
            // A table made WITHOUT ROWID has none, which the error would only repeat; a view has NULL there.
            hasRowID = (try? connection.makeStatement(sql: "SELECT _rowid_ FROM leads")) != nil
            sql = hasRowID ? "SELECT _rowid_, * FROM leads" : "SELECT * FROM leads"
            narrow(to: request) { name in
                resolved.firstIndex(of: name).map { SQLiteName.quoted(names[$0]) }
            }
        }
    }

    /// Adds the conditions for single ids and one tenant, in a form that an index on `id` serves.
    private mutating func narrow(to request: LeadSourceRequest, column: (String) -> String?) {
        var conditions: [String] = []
        if let ids = request.onlyIDs, let id = column(LeadColumn.id.columnName) {
            // An id may be stored as text, as a number or as a blob, and SQLite compares no two of these as equal.
            for text in ids {
                arguments.append(text)
                if let number = Int64(text), String(number) == text { arguments.append(number) }
                arguments.append(Data(text.utf8))
            }
            conditions.append("\(id) IN (\(arguments.map { _ in "?" }.joined(separator: ", ")))")
        }
        if let only = request.onlyTenant {
            let tenant = column(LeadColumn.tenant.columnName) ?? "NULL"
            conditions.append("coalesce(nullif(CAST(\(tenant) AS TEXT), ''), ?) = ?")
            arguments += [request.defaultTenant, only]
        }
        if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    }

    private static func resolve(
        _ columns: [String], _ request: LeadSourceRequest, at location: SourceLocation
    ) throws -> [String] {
        var seen: Set<[UInt8]> = []
        let bytes = columns.map { Array($0.utf8) }
        for (name, column) in zip(bytes, columns) where !seen.insert(name).inserted {
            throw LeadSourceError.duplicate(column, at: location)
        }
        let names = ColumnNames(bytes, fields: request.declaredBytes, exactNamesWin: true)
        if let conflict = names.conflict { throw LeadSourceError.conflict(conflict, among: columns, at: location) }
        guard names.resolved.contains(Array(LeadColumn.id.columnName.utf8)) else {
            throw LeadSourceError.noID(at: location, among: columns)
        }
        return names.resolved.map { String(decoding: $0, as: UTF8.self) }
    }
}
