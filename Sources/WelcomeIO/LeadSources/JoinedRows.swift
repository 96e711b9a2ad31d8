import WelcomeCore

/// Tells a text of several lines from rows that a stray quote made one of.
///
/// Both readings of the bytes are valid CSV, so what the columns hold decides: a line inside a text is taken for a row when
/// it has as many fields as the header, an id like the one of the row that it stands in, and in columns of phones, dates
/// and truths only what these take, in one of them at least.
struct JoinedRows {
    let columns: [LeadColumn?]
    let dialect: CSVScanner.Dialect

    /// Whether a line behind the first of `record` is a row of its own.
    ///
    /// - Complexity: O(bytes of the record).
    func isFound(in record: ArraySlice<UInt8>) -> Bool {
        guard let idIndex = columns.firstIndex(of: .id) else { return false }
        let lines = record.split(separator: dialect.lineEnd)
        guard let first = lines.first else { return false }
        let firstFields = fields(of: first)
        guard idIndex < firstFields.count else { return false }
        let shape = Self.shape(of: firstFields[idIndex])
        if lines.dropFirst().contains(where: { isLikeARow($0, idIndex, shape.isLike) && hasTypedValue($0) }) {
            return true
        }
        // Without a phone or a date to go by, every line has to be a row, with an id that cannot be told from the first.
        return !columns.contains { $0?.isTyped == true } && lines.allSatisfy { isLikeARow($0, idIndex, shape.isSame) }
    }

    private func isLikeARow(
        _ line: ArraySlice<UInt8>, _ idIndex: Int, _ hasSuchAnID: (IDShape) -> Bool
    ) -> Bool {
        let fields = fields(of: line)
        guard fields.count == columns.count, hasSuchAnID(Self.shape(of: fields[idIndex])) else { return false }
        return zip(columns, fields).allSatisfy { column, value in column.map { Self.takes($0, value) } ?? true }
    }

    private func hasTypedValue(_ line: ArraySlice<UInt8>) -> Bool {
        zip(columns, fields(of: line)).contains { $0?.isTyped == true && !$1.isEmpty }
    }

    // MARK: Fields

    /// The fields of one line, where a quote that the line does not close is a character like any other.
    private func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var line = line
        while line.last == CSVScanner.carriageReturn || line.last == CSVScanner.lineFeed { line.removeLast() }
        var fields: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        while true {
            var end = start
            if start < line.endIndex, line[start] == CSVScanner.quote, let close = closingQuote(of: line[start...]) {
                end = close + 1
            }
            while end < line.endIndex, line[end] != dialect.delimiter { end += 1 }
            var field = line[start..<end]
            if field.count > 1, field.first == CSVScanner.quote, field.last == CSVScanner.quote {
                field = field.dropFirst().dropLast()
            }
            fields.append(field)
            guard end < line.endIndex else { return fields }
            start = end + 1
        }
    }

    /// The quote that closes the one which `bytes` begin with: the next that is not doubled, if its field ends there.
    private func closingQuote(of bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex + 1
        while index < bytes.endIndex {
            if bytes[index] == CSVScanner.quote {
                let next = index + 1
                guard next < bytes.endIndex, bytes[next] == CSVScanner.quote else {
                    return next == bytes.endIndex || bytes[next] == dialect.delimiter ? index : nil
                }
                index += 1
            }
            index += 1
        }
        return nil
    }

    // MARK: Values

    /// What ids of one source have in common.
    private enum IDShape {
        case none
        case digits
        case word(byteCount: Int)

        func isLike(_ other: IDShape) -> Bool {
            switch (self, other) {
            case (.digits, .digits), (.word, .word): true
            default: false
            }
        }

        func isSame(_ other: IDShape) -> Bool {
            if case (.word(let count), .word(let otherCount)) = (self, other) {
                count == otherCount
            } else {
                isLike(other)
            }
        }
    }

    private static func shape(of id: ArraySlice<UInt8>) -> IDShape {
        let isWord = !id.isEmpty && id.allSatisfy { $0 > 0x20 && $0 != CSVScanner.quote }
        guard isWord else { return .none }
        return id.allSatisfy { $0 &- 0x30 < 10 } ? .digits : .word(byteCount: id.count)
    }

    /// Whether a column can hold `value`, as far as a line can be told from a text by it.
    private static func takes(_ column: LeadColumn, _ value: ArraySlice<UInt8>) -> Bool {
        guard !value.isEmpty else { return column != .id }
        switch column {
        case .phone:
            let digits = value.count { $0 &- 0x30 < 10 }
            return digits >= 5 && digits * 2 >= value.count
        case .createdAt, .sentAt, .expiresOn:
            let digits = value.count { $0 &- 0x30 < 10 }
            return digits >= 6 && value.count <= 40
        case .revoked: return value.count <= 5
        default: return true
        }
    }
}

extension LeadColumn {
    /// Whether a value can be told from a piece of text.
    fileprivate var isTyped: Bool {
        switch self {
        case .phone, .createdAt, .sentAt, .expiresOn: true
        default: false
        }
    }
}
