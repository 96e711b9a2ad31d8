import GRDB
package import WelcomeCore

/// What a database of leads says about tenants and themes, before it is laid over settings and theme files.
package struct SQLiteThemeOverrides: Sendable, Equatable {
    package static let tenantColumns = [
        "id", "name", "base_url", "theme", "locale", "region", "channel", "phone", "whatsapp", "stop_words", "timezone",
    ]
    package static let themeColumns = [
        "tenant", "theme", "locale", "markdown", "title", "description", "message", "voice", "images", "documents",
        "address",
    ]

    /// In the order of the table.
    package var tenants: [TableRow]
    /// In the order of the table.
    package var themes: [TableRow]

    /// Whether a tenant's row says where its links begin.
    var hasHosts: Bool { tenants.contains { $0["base_url"] != nil } }

    package init(tenants: [TableRow] = [], themes: [TableRow] = []) {
        self.tenants = tenants
        self.themes = themes
    }

    /// Reads the tables `tenants` and `themes`; one that is absent counts as empty.
    ///
    /// - Throws: when the database cannot be read.
    package static func read(from database: SQLiteLeadDatabase) throws(LeadSourceError) -> SQLiteThemeOverrides {
        SQLiteThemeOverrides(
            tenants: try rows(of: "tenants", columns: tenantColumns, in: database),
            themes: try rows(of: "themes", columns: themeColumns, in: database)
        )
    }

    private static func rows(
        of table: String, columns: [String], in database: SQLiteLeadDatabase
    ) throws(LeadSourceError) -> [TableRow] {
        try database.read { connection in
            guard try connection.tableExists(table) || connection.viewExists(table) else { return [] }
            let present = try connection.makeStatement(sql: "SELECT * FROM \(table)").columnNames
            let known = columns.filter(present.contains)
            guard !known.isEmpty else { return [] }
            let cells = known.map(SQLiteName.quoted).joined(separator: ", ")
            let cursor = try StoredRow.fetchCursor(connection, sql: "SELECT \(cells) FROM \(table)")
            var rows: [TableRow] = []
            while let row = try cursor.next() {
                let number = Int64(rows.count + 1)
                var values: [String: String] = [:]
                var unreadable: [String] = []
                for (index, column) in known.enumerated() {
                    switch row.values[index] {
                    case .text(let bytes), .number(let bytes):
                        guard isUTF8(bytes), !bytes.contains(0), index != row.tooLongColumn else {
                            unreadable.append(column)
                            continue
                        }
                        values[column] = String(decoding: bytes, as: UTF8.self)
                    case .null, .boolean, .list, .object: break
                    }
                }
                rows.append(TableRow(position: .row(number), values: values, unreadableColumns: unreadable))
            }
            return rows
        }
    }
}
