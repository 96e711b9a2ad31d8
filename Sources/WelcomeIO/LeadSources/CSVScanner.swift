import WelcomeCore

/// Splits a stream into records and fields by RFC 4180.
///
/// Lines end with LF or CRLF, or all of them with CR. Quotes count only where a field begins with one; a quote elsewhere is
/// a character like any other. A record stays in memory until the next one is asked for.
struct CSVScanner: ~Copyable {
    /// The longest field, in bytes.
    static let maxFieldBytes = 1 << 20

    /// How a record ended.
    enum End {
        case lineEnd
        case endOfFile
        /// The file ended inside quotes.
        case insideQuotes
    }

    /// What is wrong inside a record.
    enum Fault {
        case textAfterQuotes(field: Int)
        case tooLong(field: Int)
        /// A break of the other kind than lines end with stands outside quotes.
        case lineBreak(field: Int)
    }

    /// What separates fields, and what ends lines.
    struct Dialect {
        var delimiter = UInt8(ascii: ",")
        /// LF or CR.
        var lineEnd = UInt8(ascii: "\n")
    }

    private struct Field {
        /// Where the content stands, counted from the record's beginning.
        var range: Range<Int>
        var hasDoubledQuotes: Bool
    }

    private(set) var stream: ByteStream
    let dialect: Dialect
    /// The line on which the record begins, from 1.
    private(set) var recordLine = 1
    /// The line on which the record ends.
    private(set) var recordLastLine = 1
    /// Whether quotes of the record hold a line break of any kind.
    private(set) var hasQuotedBreak = false
    /// How many fields the record has, including those beyond the limit.
    private(set) var fieldCount = 0
    private(set) var fault: Fault?
    /// Fields beyond this many are counted and not kept.
    var maxFields = 4096

    private var fields: [Field] = []
    private var line: Int
    /// The cursor and the record's beginning in the stream's buffer.
    private var position: Int
    private var recordStart: Int
    /// The byte of a line break that ends no line here.
    private let strayBreak: UInt8
    /// Whether such a byte was met in the field.
    private var hasStrayBreak = false
    /// Whether the record's bytes are no longer kept, because it is too long to be used.
    private var isDiscarding = false

    /// Begins at `position` of the stream, on line `line`.
    init(stream: consuming ByteStream, from position: Int, line: Int = 1, dialect: Dialect) {
        self.stream = stream
        self.dialect = dialect
        self.position = position
        self.line = line
        recordStart = position
        strayBreak = dialect.lineEnd == Self.lineFeed ? Self.carriageReturn : Self.lineFeed
    }

    /// Scans the next record, blank lines left out, or gives `nil` when the stream has no more.
    mutating func scanRecord() throws(LeadSourceError) -> End? {
        while true {
            recordStart = position
            recordLine = line
            recordLastLine = line
            hasQuotedBreak = false
            fields.removeAll(keepingCapacity: true)
            fieldCount = 0
            fault = nil
            isDiscarding = false
            guard try peek() != nil else { return nil }
            while true {
                let end = try scanField()
                if let end {
                    if isBlank { break }
                    return end
                }
            }
        }
    }

    /// The content of a field of the record, quotes removed.
    ///
    /// - Precondition: the record was not faulty and had at most `maxFields` fields.
    func content(of field: Int) -> [UInt8] {
        let place = fields[field]
        let range = (recordStart + place.range.lowerBound)..<(recordStart + place.range.upperBound)
        guard place.hasDoubledQuotes else { return Array(stream.buffer[range]) }
        var content: [UInt8] = []
        content.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            content.append(stream.buffer[index])
            // The second of two quotes is skipped.
            index += stream.buffer[index] == Self.quote ? 2 : 1
        }
        return content
    }

    /// Whether a field of the record holds a line break.
    ///
    /// - Precondition: as for `content(of:)`.
    func hasLineBreak(in field: Int) -> Bool {
        let place = fields[field]
        return stream.buffer[(recordStart + place.range.lowerBound)..<(recordStart + place.range.upperBound)]
            .contains { $0 == Self.lineFeed || $0 == Self.carriageReturn }
    }

    /// The record as it stands in the file, without the end of its last line.
    ///
    /// - Precondition: as for `content(of:)`.
    var recordBytes: ArraySlice<UInt8> {
        var end = position
        while end > recordStart, [Self.lineFeed, Self.carriageReturn].contains(stream.buffer[end - 1]) { end -= 1 }
        return stream.buffer[recordStart..<end]
    }

    // MARK: Fields

    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    private var isBlank: Bool { fieldCount == 1 && fault == nil && fields.first?.range == 0..<0 }

    /// Scans one field and what follows it; gives the record's end if that is what follows.
    private mutating func scanField() throws(LeadSourceError) -> End? {
        let start = position - recordStart
        if try peek() == Self.quote { return try scanQuotedField() }
        let end = try skipToFieldEnd(from: start)
        let length = max(start, trimmedEnd(end) - recordStart)
        if hasStrayBreak, !isDiscarding, fault == nil,
            stream.buffer[(recordStart + start)..<(recordStart + length)].contains(strayBreak)
        {
            fault = .lineBreak(field: fieldCount)
        }
        addField(Field(range: start..<length, hasDoubledQuotes: false))
        return try pass(end)
    }

    private mutating func scanQuotedField() throws(LeadSourceError) -> End? {
        position += 1
        let start = position - recordStart
        var hasDoubledQuotes = false
        while true {
            let found = Self.skipQuoted(stream.buffer, from: position, lineEnd: dialect.lineEnd)
            position = found.index
            line += found.lineEnds
            recordLastLine = line
            hasQuotedBreak = hasQuotedBreak || found.hasBreak
            checkLength(from: start)
            guard let byte = try peek() else { return .insideQuotes }
            guard byte == Self.quote else { continue }
            position += 1
            guard try peek() == Self.quote else { break }
            hasDoubledQuotes = true
            position += 1
        }
        addField(Field(range: start..<max(start, position - recordStart - 1), hasDoubledQuotes: hasDoubledQuotes))

        let afterQuotes = position - recordStart
        let end = try skipToFieldEnd(from: afterQuotes)
        if trimmedEnd(end) - recordStart > afterQuotes, fault == nil { fault = .textAfterQuotes(field: fieldCount - 1) }
        return try pass(end)
    }

    /// Moves to the delimiter or line break that ends the field, or to the file's end.
    private mutating func skipToFieldEnd(from start: Int) throws(LeadSourceError) -> End? {
        hasStrayBreak = false
        while true {
            position = skipPlain(stream.buffer, from: position)
            checkLength(from: start)
            guard let byte = try peek() else { return .endOfFile }
            if byte == dialect.delimiter { return nil }
            if byte == dialect.lineEnd { return .lineEnd }
            if byte == strayBreak {
                hasStrayBreak = true
                position += 1
            }
        }
    }

    /// Where the field ends whose end was just met: the CR of a CRLF belongs to the line's end.
    private func trimmedEnd(_ end: End?) -> Int {
        guard end != nil, hasStrayBreak else { return position }
        var trimmed = position
        while trimmed > recordStart, stream.buffer[trimmed - 1] == strayBreak { trimmed -= 1 }
        return trimmed
    }

    /// Moves behind what ended a field.
    private mutating func pass(_ end: End?) throws(LeadSourceError) -> End? {
        switch end {
        case nil: position += 1
        case .lineEnd:
            position += 1
            line += 1
        case .endOfFile, .insideQuotes: break
        }
        return end
    }

    private mutating func addField(_ field: Field) {
        if fieldCount < maxFields { fields.append(field) } else { isDiscarding = true }
        fieldCount += 1
    }

    private mutating func checkLength(from start: Int) {
        guard !isDiscarding, position - recordStart - start > Self.maxFieldBytes else { return }
        fault = .tooLong(field: fieldCount)
        isDiscarding = true
    }

    // MARK: Bytes

    /// The byte at the cursor, read from the file if need be; `nil` at the file's end.
    private mutating func peek() throws(LeadSourceError) -> UInt8? {
        if position < stream.buffer.count { return stream.buffer[position] }
        let unneeded = isDiscarding ? position : recordStart
        let hasMore = try stream.refill(discarding: unneeded)
        position -= unneeded
        recordStart -= unneeded
        // Lengths no longer mean anything once bytes are discarded; they only must not be negative.
        if isDiscarding { recordStart = 0 }
        return hasMore ? stream.buffer[position] : nil
    }

    private func skipPlain(_ bytes: [UInt8], from start: Int) -> Int {
        let span = bytes.span
        let delimiter = dialect.delimiter
        var index = start
        while index < span.count, span[index] != delimiter, span[index] != Self.lineFeed,
            span[index] != Self.carriageReturn
        {
            index += 1
        }
        return index
    }

    private static func skipQuoted(
        _ bytes: [UInt8], from start: Int, lineEnd: UInt8
    ) -> (index: Int, lineEnds: Int, hasBreak: Bool) {
        let span = bytes.span
        var index = start
        var lineEnds = 0
        var hasBreak = false
        while index < span.count, span[index] != quote {
            let byte = span[index]
            if byte == lineFeed || byte == carriageReturn {
                hasBreak = true
                if byte == lineEnd { lineEnds += 1 }
            }
            index += 1
        }
        return (index, lineEnds, hasBreak)
    }
}
