import WelcomeCore

/// Leads as one JSON object a line.
package final class NDJSONLeadSource: LeadSource {
    /// The longest line, in bytes; a longer one costs its row.
    package static let maxLineBytes = 8 << 20

    package var columnNames: [[UInt8]]? { nil }

    private var stream: ByteStream
    /// The fields that themes declare.
    private let fields: Set<[UInt8]>
    /// What ends a line: LF, or CR where the first line ends with one alone.
    private var lineEnd: UInt8?
    /// Where the next line begins in the stream's buffer.
    private var position: Int
    private var line = 0
    private var names: [[UInt8]] = []
    /// What the keys of the line before meant, for most lines have the same.
    private var meanings = ColumnNames([])
    private var knownNames: [[UInt8]] = []
    private var hasRows = false

    init(stream: consuming ByteStream, from position: Int, fields: Set<[UInt8]>) {
        self.stream = stream
        self.position = position
        self.fields = fields
    }

    package func next() throws(LeadSourceError) -> SourceEvent? {
        while let found = try nextLine() {
            line += 1
            if found.isTooLong {
                hasRows = true
                return .problem(RowProblem(position: .line(line), column: nil, code: .leadTooLong))
            }
            if stream.buffer[found.range].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            hasRows = true
            return try event(of: found)
        }
        if !hasRows { throw .empty(stream.file) }
        return nil
    }

    private func event(of found: Line) throws(LeadSourceError) -> SourceEvent {
        switch JSONScanner.object(in: found.range, of: stream.buffer, sharing: &names) {
        case .success(let fields):
            return event(of: fields)
        case .failure(.syntax) where !found.isEnded:
            throw LeadSourceError(
                .sourceCut, at: SourceLocation(file: stream.file, line: line),
                "the last line is cut off: it is not a whole JSON object and has no line end",
                fix: "export the leads again"
            )
        case .failure(.tooLong(let key)):
            let column = LeadColumn(key)?.columnName
            return .problem(RowProblem(position: .line(line), column: column, code: .leadTooLong))
        case .failure(let fault):
            return .problem(RowProblem(position: .line(line), column: nil, code: fault.code))
        }
    }

    private func event(of fields: [RawField]) -> SourceEvent {
        if knownNames != names {
            knownNames = names
            meanings = ColumnNames(names, fields: self.fields, exactNamesWin: true)
        }
        if let conflict = meanings.conflict {
            return .problem(
                RowProblem(position: .line(line), column: conflict.column.columnName, code: .leadKeyTwice))
        }
        var fields = fields
        if meanings.resolved != names {
            for index in fields.indices { fields[index].name = meanings.resolved[index] }
        }
        return .row(RawRow(position: .line(line), fields: fields))
    }

    // MARK: Lines

    private struct Line {
        /// Where the line stands in the buffer, without its end.
        var range: Range<Int>
        /// Whether a line feed follows.
        var isEnded: Bool
        var isTooLong: Bool
    }

    private func nextLine() throws(LeadSourceError) -> Line? {
        let lineEnd = try knownLineEnd()
        var searched = position
        var isTooLong = false
        while true {
            if let end = Self.find(lineEnd, in: stream.buffer, from: searched) {
                defer { position = end + 1 }
                return Line(range: position..<end, isEnded: true, isTooLong: isTooLong)
            }
            if stream.buffer.count - position > Self.maxLineBytes { isTooLong = true }
            if isTooLong { position = stream.buffer.count }
            searched = stream.buffer.count - position
            let hasMore = try stream.refill(discarding: position)
            position = 0
            if !hasMore { break }
        }
        if stream.buffer.isEmpty && !isTooLong { return nil }
        position = stream.buffer.count
        return Line(range: 0..<position, isEnded: false, isTooLong: isTooLong)
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private func knownLineEnd() throws(LeadSourceError) -> UInt8 {
        if let lineEnd { return lineEnd }
        let start = position
        try stream.fill(upTo: start + Self.maxLineBytes) { Self.firstLineEnd(in: $0, from: start) != nil }
        let found = Self.firstLineEnd(in: stream.buffer, from: start) ?? Self.lineFeed
        lineEnd = found
        return found
    }

    /// What ends the first line; `nil` where that is not in memory.
    private static func firstLineEnd(in bytes: [UInt8], from start: Int) -> UInt8? {
        let rest = bytes[min(start, bytes.count)...]
        guard let index = rest.firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }),
            let next = rest[index...].first(where: { $0 != carriageReturn })
        else { return nil }
        return next == lineFeed ? lineFeed : carriageReturn
    }

    private static func find(_ byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
        let span = bytes.span
        var index = start
        while index < span.count, span[index] != byte { index += 1 }
        return index < span.count ? index : nil
    }
}

extension JSONScanner.Fault {
    /// The code of the row that has the fault.
    fileprivate var code: DiagnosticCode {
        switch self {
        case .syntax, .tooDeep: .leadJSON
        case .duplicateKey: .leadKeyTwice
        case .surrogate: .leadSurrogate
        case .comma: .leadComma
        case .tooLong: .leadTooLong
        }
    }
}
