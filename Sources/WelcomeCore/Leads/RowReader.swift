/// Reads one row's columns as the types they should have.
struct RowReader {
    private let row: RawRow
    /// What the lead goes without, because values of the row mean nothing.
    private(set) var warnings: [RowProblem] = []
    /// Where each known column stands among the row's fields, or -1.
    private var places = LeadColumn.Places(repeating: -1)

    var position: RowPosition { row.position }

    init(_ row: RawRow) {
        self.row = row
        for index in row.fields.indices {
            if let column = LeadColumn(row.fields[index].name) { places[Int(column.rawValue)] = Int32(index) }
        }
    }

    /// The row's value in a column; `nil` where the row does not have the column.
    private func value(_ column: LeadColumn) -> RawValue? {
        let place = places[Int(column.rawValue)]
        return place < 0 ? nil : row.fields[Int(place)].value
    }

    func problem(_ code: DiagnosticCode, _ column: LeadColumn) -> RowProblem {
        RowProblem(position: row.position, column: column.columnName, code: code)
    }

    /// The column's text, byte for byte; `nil` where the row has none or it is empty.
    func text(_ column: LeadColumn) throws(RowProblem) -> LeadText? {
        guard let value = value(column) else { return nil }
        switch Self.checkedText(value) {
        case .success(let bytes): return bytes.isEmpty ? nil : LeadText(checked: bytes)
        case .failure(let fault): throw problem(fault.code, column)
        }
    }

    /// The column's text, cleaned for display; `nil`, with a warning, for a name or a city that nobody has.
    mutating func shown(_ column: LeadColumn, as kind: DisplayKind) throws(RowProblem) -> LeadText? {
        guard let text = try text(column) else { return nil }
        if column != .note, ImplausibleName.isFound(in: text.bytes) {
            warnings.append(problem(.leadName, column))
            return nil
        }
        return DisplayText.clean(text.bytes, as: kind)
    }

    /// The text of a field that the lead's theme declares, cleaned for display.
    func shown(_ extra: (bytes: [UInt8], name: String)) throws(RowProblem) -> LeadText? {
        guard let field = row.fields.last(where: { $0.name == extra.bytes }) else { return nil }
        // A price may have a fraction, and is shown as it is written.
        if case .number(let bytes) = field.value, NumberText.digits(of: bytes) == nil, NumberText.isDecimal(bytes) {
            return LeadText(checked: bytes)
        }
        switch Self.checkedText(field.value) {
        case .success(let bytes): return DisplayText.clean(bytes, as: .line)
        case .failure(let fault): throw RowProblem(position: row.position, column: extra.name, code: fault.code)
        }
    }

    /// The language tag, its first part in lower case and hyphens between its parts: `RU` is `ru`, `kk_KZ` is `kk-KZ`.
    func locale() throws(RowProblem) -> String? {
        guard let text = try text(.locale) else { return nil }
        if text.bytes.count == 2, text.bytes.allSatisfy({ $0 &- 0x61 < 26 }) { return text.string }
        let subtags = text.bytes.split(omittingEmptySubsequences: false) { $0 == 0x2D || $0 == 0x5F }
        let isTag = subtags.allSatisfy { subtag in
            (1...8).contains(subtag.count) && subtag.allSatisfy { isASCIILetter($0) || $0 &- 0x30 < 10 }
        }
        guard isTag, text.bytes.count <= 35, subtags[0].count >= 2, subtags[0].allSatisfy(isASCIILetter) else {
            throw problem(.leadLocale, .locale)
        }
        let tag = text.bytes.enumerated().map { index, byte in
            index < subtags[0].count ? byte | 0x20 : byte == UInt8(ascii: "_") ? UInt8(ascii: "-") : byte
        }
        return String(decoding: tag, as: UTF8.self)
    }

    /// 2059-09-17, the last day that a link has room for, in days since 1970.
    static let lastDayOfLinks = 32_766

    /// The column's date; `nil` where it has none, or a value that stands for none.
    mutating func date(_ column: LeadColumn) throws(RowProblem) -> RowDate? {
        guard let text = try text(column) else { return nil }
        switch RowDate.read(text.bytes) {
        case .date(let date):
            // A link ends on this day at the latest, and whoever wrote a later one is to know.
            if date.day.daysSinceEpoch > Self.lastDayOfLinks, column == .expiresOn {
                warnings.append(problem(.leadDateFar, column))
            }
            return date
        case .absent:
            warnings.append(problem(.leadDateNone, column))
            return nil
        case nil: throw problem(.leadDate, column)
        }
    }

    func boolean(_ column: LeadColumn) throws(RowProblem) -> Bool {
        guard let text = try text(column) else { return false }
        guard text.bytes.count <= 5 else { throw problem(.leadBoolean, column) }
        switch String(decoding: text.bytes.map { isASCIILetter($0) ? $0 | 0x20 : $0 }, as: UTF8.self) {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw problem(.leadBoolean, column)
        }
    }

    /// Paths or URLs: a list of texts, text that is a JSON array, or text with `|` between its parts.
    func list(_ column: LeadColumn) throws(RowProblem) -> [String]? {
        switch value(column) {
        case .null, nil: return nil
        case .list(let values): return try list(column, values)
        case .number, .boolean, .object: throw problem(.leadList, column)
        case .text: break
        }
        guard let bytes = try text(column)?.bytes else { return nil }
        guard bytes.first(where: { $0 > UInt8(ascii: " ") }) == UInt8(ascii: "[") else {
            return bytes.split(separator: UInt8(ascii: "|"))
                .map { String(decoding: trimmingSpaces($0), as: UTF8.self) }
                .filter { !$0.isEmpty }
        }
        guard case .success(.list(let values)) = JSONScanner.value(of: bytes) else { throw problem(.leadList, column) }
        return try list(column, values)
    }

    private func list(_ column: LeadColumn, _ values: [RawValue]) throws(RowProblem) -> [String] {
        var texts: [String] = []
        texts.reserveCapacity(values.count)
        for value in values {
            guard case .text(let bytes) = value, !bytes.isEmpty else { throw problem(.leadList, column) }
            if let code = TextFault(in: bytes)?.code { throw problem(code, column) }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        return texts
    }

    private static func checkedText(_ value: RawValue) -> Result<[UInt8], TextFault> {
        switch value {
        case .null: .success([])
        case .text(let bytes): TextFault(in: bytes).map { .failure($0) } ?? .success(bytes)
        case .number(let bytes): NumberText.digits(of: bytes).map { .success($0) } ?? .failure(.notWhole)
        case .boolean(let value): .success(Array((value ? "true" : "false").utf8))
        case .list, .object: .failure(.notText)
        }
    }
}

/// Why a value cannot be taken as text.
private enum TextFault: Error {
    case notText
    case notUTF8
    case hasNUL
    /// A number with a fraction.
    case notWhole

    /// Finds what is wrong with `bytes`, if anything.
    init?(in bytes: [UInt8]) {
        var all: UInt8 = 0
        var hasNUL = false
        for byte in bytes {
            all |= byte
            hasNUL = hasNUL || byte == 0
        }
        if hasNUL {
            self = .hasNUL
        } else if all >= 0x80, !isUTF8(bytes) {
            self = .notUTF8
        } else {
            return nil
        }
    }

    var code: DiagnosticCode {
        switch self {
        case .notText: .leadNotText
        case .notUTF8: .leadEncoding
        case .hasNUL: .leadNUL
        case .notWhole: .leadNumber
        }
    }
}

private func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

private func trimmingSpaces(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else {
        return []
    }
    return bytes[first...last]
}
