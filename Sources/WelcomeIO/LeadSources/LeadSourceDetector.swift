import WelcomeCore

/// What to read leads from, and which of them.
package struct LeadSourceRequest: Sendable {
    package var path: String
    /// The path as the person knows it.
    package var file: String
    /// SQL that gives the columns of a lead from any SQLite schema.
    package var query: String?
    /// Ids a SQLite source is narrowed to; the readers of other formats pick for themselves.
    package var onlyIDs: [String]?
    /// The tenant a SQLite source is narrowed to.
    package var onlyTenant: String?
    /// The tenant of a row without one.
    package var defaultTenant: String

    package init(
        path: String,
        file: String? = nil,
        query: String? = nil,
        onlyIDs: [String]? = nil,
        onlyTenant: String? = nil,
        defaultTenant: String = "default"
    ) {
        self.path = path
        self.file = file ?? path
        self.query = query
        self.onlyIDs = onlyIDs
        self.onlyTenant = onlyTenant
        self.defaultTenant = defaultTenant
    }
}

/// Tells the format of a source of leads by its content, whatever its name.
package enum LeadSourceDetector {
    /// Opens the source that `request` names.
    ///
    /// - Throws: when there is none, or its beginning shows that it cannot be read.
    package static func open(_ request: LeadSourceRequest) throws(LeadSourceError) -> any LeadSource {
        let stream = try ByteStream.open(path: request.path, file: request.file)
        let location = SourceLocation(file: request.file)
        let bytes = stream.buffer
        if bytes.starts(with: "SQLite format 3\0".utf8) {
            return try SQLiteLeadSource(SQLiteLeadDatabase(path: request.path, file: request.file), request)
        }
        if request.query != nil {
            throw LeadSourceError(
                .sourceQuery, at: location, "`leads_query` needs a SQLite database, and this file is none",
                fix: "remove `leads_query`, or name the database in `leads`"
            )
        }
        if let name = containerName(bytes) {
            throw LeadSourceError(
                .sourceUnreadable, at: location, "the source of leads is \(name)", fix: "export it as CSV in UTF-8"
            )
        }
        let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let start = hasByteOrderMark ? 3 : 0
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0) {
            throw .encoding(at: location)
        }
        switch bytes[start...].first(where: { !isSpace($0) }) {
        case nil: throw .empty(request.file)
        case UInt8(ascii: "{"): return NDJSONLeadSource(stream: stream, from: start)
        case UInt8(ascii: "["):
            throw LeadSourceError(
                .sourceUnreadable, at: location, "the source of leads is one JSON array",
                fix: "write one object a line, without brackets and commas around them (NDJSON)"
            )
        default: return try CSVLeadSource(stream: stream, from: start)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Names a kind of file that people take for a table of text.
    private static func containerName(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a spreadsheet or ZIP archive" }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an old Excel file" }
        if bytes.starts(with: [0x1F, 0x8B]) { return "compressed" }
        return nil
    }
}
