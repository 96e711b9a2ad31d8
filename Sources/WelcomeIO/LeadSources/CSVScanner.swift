import WelcomeCore

/// Splits a stream into records and fields by RFC 4180.
///
/// Lines end with LF or CRLF. Quotes count only where a field begins with one; a quote elsewhere is a character like
/// any other. A record stays in memory until the next one is asked for.
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
    }

    private struct Field {
        /// Where the content stands, counted from the record's beginning.
        var range: Range<Int>
        var hasDoubledQuotes: Bool
    }

    private(set) var stream: ByteStream
    let delimiter: UInt8
    /// The line on which the record begins, from 1.
    private(set) var recordLine = 1
    /// How many fields the record has, including those beyond the limit.
    private(set) var fieldCount = 0
    private(set) var fault: Fault?
    /// Fields beyond this many are counted and not kept.
    var maxFields = 4096

    private var fields: [Field] = []
    private var line = 1
    /// The cursor and the record's beginning in the stream's buffer.
    private var position: Int
    private var recordStart: Int
    /// Whether the record's bytes are no longer kept, because it is too long to be used.
    private var isDiscarding = false

    init(stream: consuming ByteStream, from position: Int, delimiter: UInt8) {
        self.stream = stream
        self.delimiter = delimiter
        self.position = position
        recordStart = position
    }

    /// Scans the next record, blank lines left out, or gives `nil` when the stream has no more.
    mutating func scanRecord() throws(LeadSourceError) -> End? {
        while true {
            recordStart = position
            recordLine = line
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

    // MARK: Fields

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private var isBlank: Bool { fieldCount == 1 && fault == nil && fields.first?.range == 0..<0 }

    /// Scans one field and what follows it; gives the record's end if that is what follows.
    private mutating func scanField() throws(LeadSourceError) -> End? {
        let start = position - recordStart
        if try peek() == Self.quote { return try scanQuotedField() }
        let end = try skipToFieldEnd(from: start)
        var length = position - recordStart
        if end == .lineEnd, length > start, stream.buffer[position - 1] == Self.carriageReturn { length -= 1 }
        addField(Field(range: start..<max(start, length), hasDoubledQuotes: false))
        return try pass(end)
    }

    private mutating func scanQuotedField() throws(LeadSourceError) -> End? {
        position += 1
        let start = position - recordStart
        var hasDoubledQuotes = false
        while true {
            let found = Self.skipQuoted(stream.buffer, from: position)
            position = found.index
            line += found.lineFeeds
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
        let isFollowedByText =
            position - recordStart > afterQuotes
            && !(end == .lineEnd && position - recordStart == afterQuotes + 1
                && stream.buffer[position - 1] == Self.carriageReturn)
        if isFollowedByText, fault == nil { fault = .textAfterQuotes(field: fieldCount - 1) }
        return try pass(end)
    }

    /// Moves to the delimiter or line feed that ends the field, or to the file's end.
    private mutating func skipToFieldEnd(from start: Int) throws(LeadSourceError) -> End? {
        while true {
            position = Self.skipPlain(stream.buffer, from: position, delimiter: delimiter)
            checkLength(from: start)
            guard let byte = try peek() else { return .endOfFile }
            if byte == delimiter { return nil }
            if byte == Self.lineFeed { return .lineEnd }
        }
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

    private static func skipPlain(_ bytes: [UInt8], from start: Int, delimiter: UInt8) -> Int {
        let span = bytes.span
        var index = start
        while index < span.count, span[index] != delimiter, span[index] != lineFeed { index += 1 }
        return index
    }

    private static func skipQuoted(_ bytes: [UInt8], from start: Int) -> (index: Int, lineFeeds: Int) {
        let span = bytes.span
        var index = start
        var lineFeeds = 0
        while index < span.count, span[index] != quote {
            if span[index] == lineFeed { lineFeeds += 1 }
            index += 1
        }
        return (index, lineFeeds)
    }
}
