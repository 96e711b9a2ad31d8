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
    /// The fields that themes declare: columns of these names are theirs, whatever else they could mean.
    package var declaredFields: Set<String> = []
    /// How much of a text file is read at a time.
    package var chunkBytes = 256 << 10
    /// Ends what does not end by itself.
    package var stop = StopFlag()

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
        var stream = try ByteStream.open(request)
        let location = SourceLocation(file: request.file)
        let magic = Array("SQLite format 3\0".utf8)
        try stream.fill(upTo: magic.count) { _ in false }
        if stream.buffer.starts(with: magic) {
            guard !stream.isPipe else { throw .databaseFromPipe(at: location) }
            return try SQLiteLeadSource(
                SQLiteLeadDatabase(path: request.path, file: request.file, stop: request.stop), request)
        }
        if request.query != nil {
            throw LeadSourceError(
                .sourceQuery, at: location, "`leads_query` needs a SQLite database, and this file is none",
                fix: "remove `leads_query`, or name the database in `leads`"
            )
        }
        if let name = containerName(stream.buffer) {
            throw LeadSourceError(
                .sourceUnreadable, at: location, "the source of leads is \(name)", fix: "export it as CSV in UTF-8"
            )
        }
        let bytes = stream.buffer
        let hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let start = hasByteOrderMark ? 3 : 0
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0) {
            throw .encoding(at: location)
        }
        try stream.fill(upTo: .max) { bytes in bytes[min(start, bytes.count)...].contains { !isSpace($0) } }
        switch stream.buffer[min(start, stream.buffer.count)...].first(where: { !isSpace($0) }) {
        case nil: throw .empty(request.file)
        case UInt8(ascii: "{"): return NDJSONLeadSource(stream: stream, from: start, fields: request.declaredBytes)
        case UInt8(ascii: "["):
            throw LeadSourceError(
                .sourceUnreadable, at: location, "the source of leads is one JSON array",
                fix: "write one object a line, without brackets and commas around them (NDJSON)"
            )
        default: return try CSVLeadSource(stream: stream, from: start, fields: request.declaredBytes)
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

extension LeadSourceRequest {
    /// The names of declared fields as rows have them.
    var declaredBytes: Set<[UInt8]> { Set(declaredFields.map { Array($0.utf8) }) }
}

extension LeadSourceError {
    /// A database is read back and forth, which a pipe does not allow.
    fileprivate static func databaseFromPipe(at location: SourceLocation) -> LeadSourceError {
        LeadSourceError(
            .sourceUnreadable, at: location, "a SQLite database cannot be read from a pipe",
            fix: "name its file by --leads, or pass CSV or NDJSON through the pipe"
        )
    }
}
