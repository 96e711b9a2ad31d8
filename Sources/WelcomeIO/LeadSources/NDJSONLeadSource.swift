import WelcomeCore

/// Leads as one JSON object a line.
package final class NDJSONLeadSource: LeadSource {
    /// The longest line, in bytes; a longer one costs its row.
    package static let maxLineBytes = 8 << 20

    package var columnNames: [[UInt8]]? { nil }

    private var stream: ByteStream
    /// Where the next line begins in the stream's buffer.
    private var position: Int
    private var line = 0
    private var names: [[UInt8]] = []
    private var hasRows = false

    init(stream: consuming ByteStream, from position: Int) {
        self.stream = stream
        self.position = position
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
            return .row(RawRow(position: .line(line), fields: fields))
        case .failure(.syntax) where !found.isEnded:
            throw LeadSourceError(
                .sourceCut, at: SourceLocation(file: stream.file, line: line),
                "the last line is cut off: it is not a whole JSON object and has no line end",
                fix: "export the leads again"
            )
        case .failure(.tooLong(let key)):
            let column = LeadColumn(key)?.columnName
            return .problem(RowProblem(position: .line(line), column: column, code: .leadTooLong))
        case .failure:
            return .problem(RowProblem(position: .line(line), column: nil, code: .leadJSON))
        }
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
        var searched = position
        var isTooLong = false
        while true {
            if let end = Self.lineFeed(in: stream.buffer, from: searched) {
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

    private static func lineFeed(in bytes: [UInt8], from start: Int) -> Int? {
        let span = bytes.span
        var index = start
        while index < span.count, span[index] != UInt8(ascii: "\n") { index += 1 }
        return index < span.count ? index : nil
    }
}
