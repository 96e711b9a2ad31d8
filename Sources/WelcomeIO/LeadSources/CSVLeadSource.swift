import WelcomeCore

/// Leads as comma-separated values with a header; `;` and tabs are understood as well.
package final class CSVLeadSource: LeadSource {
    package let columnNames: [[UInt8]]?
    private let names: [[UInt8]]
    private var scanner: CSVScanner
    private var hasRows = false

    /// Reads the header.
    init(stream: consuming ByteStream, from position: Int) throws(LeadSourceError) {
        let delimiter = Self.delimiter(ofHeaderIn: stream.buffer, from: position)
        var scanner = CSVScanner(stream: stream, from: position, delimiter: delimiter)
        names = try Self.header(&scanner)
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
        let position = RowPosition.line(scanner.recordLine)
        let isCut = end == .insideQuotes || (end == .endOfFile && scanner.fieldCount < names.count)
        if isCut { throw cut(isInsideQuotes: end == .insideQuotes) }
        switch scanner.fault {
        case .tooLong(let field):
            return .problem(RowProblem(position: position, column: columnName(field), code: .leadTooLong))
        case .textAfterQuotes(let field):
            return .problem(RowProblem(position: position, column: columnName(field), code: .leadColumns))
        case nil: break
        }
        guard scanner.fieldCount == names.count else {
            return .problem(RowProblem(position: position, column: nil, code: .leadColumns))
        }
        var fields: [RawField] = []
        fields.reserveCapacity(names.count)
        for index in names.indices {
            fields.append(RawField(name: names[index], value: .text(scanner.content(of: index))))
        }
        return .row(RawRow(position: position, fields: fields))
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

    /// The name of a column of ours, for a problem.
    private func columnName(_ index: Int) -> String? {
        index < names.count ? LeadColumn(names[index])?.columnName : nil
    }

    // MARK: Header

    /// Chooses the delimiter that the header has most of, outside quotes.
    private static func delimiter(ofHeaderIn bytes: [UInt8], from start: Int) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes[start...] {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"):
                if !isQuoted { counts[byte, default: 0] += 1 }
            case UInt8(ascii: "\n") where !isQuoted && !counts.isEmpty: return mostFrequent(counts)
            default: break
            }
        }
        return mostFrequent(counts)
    }

    private static func mostFrequent(_ counts: [UInt8: Int]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return candidates.reduce(candidates[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    }

    private static func header(_ scanner: inout CSVScanner) throws(LeadSourceError) -> [[UInt8]] {
        guard let end = try scanner.scanRecord() else { throw .empty(scanner.stream.file) }
        let location = SourceLocation(file: scanner.stream.file, line: scanner.recordLine)
        guard scanner.fault == nil, end != .insideQuotes, scanner.fieldCount <= scanner.maxFields else {
            throw LeadSourceError(
                .sourceColumns, at: location, "the header cannot be read: its quotes or lengths are off")
        }
        let names = (0..<scanner.fieldCount).map { scanner.content(of: $0) }
        guard names.allSatisfy({ isUTF8($0) && !$0.contains(0) }) else {
            throw .encoding(at: location)
        }
        var seen: Set<[UInt8]> = []
        for name in names where !name.isEmpty && !seen.insert(name).inserted {
            throw .duplicate(String(decoding: name, as: UTF8.self), at: location)
        }
        guard seen.contains(Array(LeadColumn.id.columnName.utf8)) else {
            throw .noID(at: location, among: names.map { String(decoding: $0, as: UTF8.self) })
        }
        return names
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
