import WelcomeCore

/// What the beginning of a CSV file says of the rest: what separates fields, and what ends lines.
struct CSVPreamble {
    private(set) var dialect = CSVScanner.Dialect()
    /// Where the header begins in the stream's buffer, and on which line.
    private(set) var position: Int
    private(set) var line = 1

    /// How long a header may be until it is looked at in part.
    private static let maxHeaderBytes = 1 << 20
    private static let delimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// Reads as much of `stream` as it takes to tell.
    ///
    /// - Throws: when the file names a separator that cannot be one.
    init(_ stream: inout ByteStream, from start: Int) throws(LeadSourceError) {
        position = start
        try stream.fill(upTo: start + Self.maxHeaderBytes) { Self.hasHeader($0, from: start) }
        dialect.lineEnd = Self.lineEnd(of: stream.buffer, from: start)
        if let separator = Self.separator(namedIn: stream.buffer, from: start) {
            guard let byte = separator.byte else {
                throw LeadSourceError(
                    .sourceColumns, at: SourceLocation(file: stream.file, line: 1),
                    "`sep=` names what cannot separate columns", fix: "write sep=; or remove the line"
                )
            }
            dialect.delimiter = byte
            let rest = stream.buffer[separator.end...]
            // The line's end may not be in memory yet where nothing follows it.
            guard let lineEnd = rest.firstIndex(of: dialect.lineEnd) else { throw .empty(stream.file) }
            position = lineEnd + 1
            line = 2
            return
        }
        dialect.delimiter = Self.mostFrequentDelimiter(in: stream.buffer, from: start, lineEnd: dialect.lineEnd)
    }

    /// Whether the first line that is not blank is in memory, with what tells whether a CR ends it.
    private static func hasHeader(_ bytes: [UInt8], from start: Int) -> Bool {
        guard start < bytes.count, let first = bytes[start...].firstIndex(where: { $0 > 0x20 }) else { return false }
        var isQuoted = false
        for index in first..<bytes.count {
            switch bytes[index] {
            case CSVScanner.quote: isQuoted.toggle()
            case CSVScanner.lineFeed where !isQuoted: return true
            case CSVScanner.carriageReturn where !isQuoted:
                return bytes[index...].contains { $0 != CSVScanner.carriageReturn }
            default: break
            }
        }
        return false
    }

    /// What ends the first line that is ended: a CR counts where no LF follows, at once or behind more of them.
    private static func lineEnd(of bytes: [UInt8], from start: Int) -> UInt8 {
        var isQuoted = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case CSVScanner.quote: isQuoted.toggle()
            case CSVScanner.lineFeed where !isQuoted: return CSVScanner.lineFeed
            case CSVScanner.carriageReturn where !isQuoted:
                let next = bytes[index...].first { $0 != CSVScanner.carriageReturn }
                return next == CSVScanner.lineFeed ? CSVScanner.lineFeed : CSVScanner.carriageReturn
            default: break
            }
            index += 1
        }
        return CSVScanner.lineFeed
    }

    /// The separator that Excel's line `sep=;` names: the byte, if it can be one, and where it ends.
    private static func separator(namedIn bytes: [UInt8], from start: Int) -> (byte: UInt8?, end: Int)? {
        var line = bytes[min(start, bytes.count)...].prefix {
            $0 != CSVScanner.lineFeed && $0 != CSVScanner.carriageReturn
        }
        let end = line.endIndex
        if line.first == CSVScanner.quote, line.last == CSVScanner.quote, line.count > 1 {
            line = line.dropFirst().dropLast()
        }
        guard line.count >= 4, line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }) else {
            return nil
        }
        let named = line.dropFirst(4)
        guard named.count == 1, let byte = named.first, byte < 0x80, byte == 9 || byte > 0x20 else { return (nil, end) }
        let isWord = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        return (isWord || byte == CSVScanner.quote ? nil : byte, end)
    }

    /// Chooses the delimiter that the header has most of, outside quotes.
    private static func mostFrequentDelimiter(in bytes: [UInt8], from start: Int, lineEnd: UInt8) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes[min(start, bytes.count)...] {
            if byte == CSVScanner.quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == lineEnd, !counts.isEmpty { break }
            if delimiters.contains(byte) { counts[byte, default: 0] += 1 }
        }
        return delimiters.reduce(delimiters[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    }
}
