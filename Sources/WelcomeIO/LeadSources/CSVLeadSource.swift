import WelcomeCore

/// Leads as comma-separated values with a header; `;` and tabs are understood as well.
package final class CSVLeadSource: LeadSource {
    package let columnNames: [[UInt8]]?
    private let names: [[UInt8]]
    private let columns: [LeadColumn?]
    private var scanner: CSVScanner
    private var hasRows = false

    /// Reads the header; `fields` are those that themes declare.
    init(stream: consuming ByteStream, from position: Int, fields: Set<[UInt8]>) throws(LeadSourceError) {
        let preamble = try CSVPreamble(&stream, from: position)
        var scanner = CSVScanner(
            stream: stream, from: preamble.position, line: preamble.line, dialect: preamble.dialect)
        names = try Self.header(&scanner, fields: fields)
        columns = names.map { LeadColumn($0) }
        columnNames = names
        scanner.maxFields = names.count
        self.scanner = scanner
    }

    package func next() throws(LeadSourceError) -> SourceEvent? {
        guard let end = try scanner.scanRecord() else {
            if !hasRows { throw .empty(scanner.stream.file) }
            return nil
        }
        hasRows = true
        let isCut = end == .insideQuotes || (end == .endOfFile && scanner.fieldCount < names.count)
        if isCut { throw cut(isInsideQuotes: end == .insideQuotes) }
        switch scanner.fault {
        case .tooLong(let field): return problem(.leadTooLong, field)
        case .textAfterQuotes(let field): return problem(.leadColumns, field)
        case .lineBreak(let field): return problem(.leadLineBreak, field)
        case nil: break
        }
        guard scanner.fieldCount == names.count else { return problem(.leadColumns, nil) }
        if scanner.hasQuotedBreak, let field = fieldThatJoinsRows() {
            return problem(.leadLineBreak, field)
        }
        var fields: [RawField] = []
        fields.reserveCapacity(names.count)
        for index in names.indices {
            fields.append(RawField(name: names[index], value: .text(scanner.content(of: index))))
        }
        return .row(RawRow(position: .line(scanner.recordLine), fields: fields))
    }

    /// The row is lost, and with it every line that its quotes took in.
    private func problem(_ code: DiagnosticCode, _ field: Int?) -> SourceEvent {
        let (first, last) = (scanner.recordLine, scanner.recordLastLine)
        return .problem(
            RowProblem(
                position: .line(first), column: field.flatMap { $0 < columns.count ? columns[$0]?.columnName : nil },
                code: code, lastLine: last > first ? last : nil))
    }

    /// The field of a record of several lines whose quotes hold what nobody meant to be in them, if there is one.
    ///
    /// A value of one line has no break. A text may have, but none of its lines is a whole row with what its columns take:
    /// a quote too many in a text takes in the rows that follow, to the next one.
    private func fieldThatJoinsRows() -> Int? {
        var text: Int?
        for index in columns.indices where scanner.hasLineBreak(in: index) {
            if let column = columns[index], column.takesOneLine { return index }
            text = text ?? index
        }
        return JoinedRows(columns: columns, dialect: scanner.dialect).isFound(in: scanner.recordBytes) ? text : nil
    }

    private func cut(isInsideQuotes: Bool) -> LeadSourceError {
        let location = SourceLocation(file: scanner.stream.file, line: scanner.recordLine)
        return isInsideQuotes
            ? LeadSourceError(
                .sourceCut, at: location, "the file ends inside the quotes of the row that begins here",
                fix: "close the quotes, or export the leads again"
            )
            : LeadSourceError(
                .sourceCut, at: location, "the last row is cut off: it has too few fields and no line end",
                fix: "export the leads again"
            )
    }

    // MARK: Header

    private static func header(
        _ scanner: inout CSVScanner, fields: Set<[UInt8]>
    ) throws(LeadSourceError) -> [[UInt8]] {
        guard let end = try scanner.scanRecord() else { throw .empty(scanner.stream.file) }
        let location = SourceLocation(file: scanner.stream.file, line: scanner.recordLine)
        guard scanner.fault == nil, end != .insideQuotes, scanner.fieldCount <= scanner.maxFields else {
            throw LeadSourceError(
                .sourceColumns, at: location, "the header cannot be read: its quotes or lengths are off")
        }
        guard scanner.recordLastLine == scanner.recordLine else {
            throw LeadSourceError(
                .sourceColumns, at: location,
                "the header's quotes join lines \(scanner.recordLine) to \(scanner.recordLastLine)",
                fix: "write the names of the columns on one line, and close every quote"
            )
        }
        let names = (0..<scanner.fieldCount).map { scanner.content(of: $0) }
        guard names.allSatisfy({ isUTF8($0) && !$0.contains(0) }) else {
            throw .encoding(at: location)
        }
        let texts = names.map { String(decoding: $0, as: UTF8.self) }
        var seen: Set<[UInt8]> = []
        for (name, text) in zip(names, texts) where !name.isEmpty && !seen.insert(name).inserted {
            throw .duplicate(text, at: location)
        }
        let columns = ColumnNames(names, fields: fields)
        if let conflict = columns.conflict { throw .conflict(conflict, among: texts, at: location) }
        guard columns.resolved.contains(Array(LeadColumn.id.columnName.utf8)) else {
            guard !texts.contains(where: SourceColumns.isValue) else {
                throw LeadSourceError(
                    .sourceColumns, at: location, "the first line looks like a lead, and not like a header",
                    fix: "write the names of the columns into the first line, as in `id,phone,name`"
                )
            }
            throw .noID(at: location, among: texts)
        }
        return columns.resolved
    }
}

extension LeadSourceError {
    /// The file is text in another encoding than UTF-8.
    static func encoding(at location: SourceLocation) -> LeadSourceError {
        LeadSourceError(
            .sourceEncoding, at: location, "the file is not UTF-8", fix: "save it as UTF-8, in Excel as “CSV UTF-8”"
        )
    }
}
