/// What a row's date says: a day or a moment, or that there is none.
enum RowDate: Hashable, Sendable {
    /// A moment of any time zone, and the day that it is written with.
    case instant(Timestamp, day: CivilDate)
    /// A day where the tenant is, and a time of it where one is written.
    case local(CivilDate, secondOfDay: Int?)

    /// What a value that should be a date is.
    enum Reading: Hashable, Sendable {
        case date(RowDate)
        /// A value that stands for no date: that of an empty field in some program, as year 1 or 1970.
        case absent
    }

    /// The day as it is written.
    var day: CivilDate {
        switch self {
        case .instant(_, let day), .local(let day, _): day
        }
    }

    /// The time of the day where the tenant is.
    var secondOfDay: Int? {
        if case .local(_, let second) = self { second } else { nil }
    }

    /// Reads RFC 3339, what databases print, a bare `2026-11-29`, and `29.11.2026` with or without `14:05` or `14:05:30`.
    ///
    /// - Returns: `nil` for what is no date.
    static func read(_ bytes: [UInt8]) -> Reading? {
        iso(bytes) ?? dotted(bytes)
    }

    private static func iso(_ bytes: [UInt8]) -> Reading? {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let century = twoDigits(bytes, at: 0), let year = twoDigits(bytes, at: 2),
            let month = twoDigits(bytes, at: 5), let day = twoDigits(bytes, at: 8)
        else { return nil }
        if isNone(year: century * 100 + year, month: month, day: day) { return Reading.absent }
        guard let date = CivilDate(year: century * 100 + year, month: month, day: day) else { return nil }
        if bytes.count == 10 { return .date(.local(date, secondOfDay: nil)) }
        return Timestamp(rfc3339: bytes).map { .date(.instant($0, day: date)) }
    }

    /// Reads `D.M.YYYY`, and the time behind it.
    private static func dotted(_ bytes: [UInt8]) -> Reading? {
        var rest = bytes[...]
        guard let day = number(&rest, digits: 1...2), take(UInt8(ascii: "."), &rest),
            let month = number(&rest, digits: 1...2), take(UInt8(ascii: "."), &rest),
            let year = number(&rest, digits: 4...4)
        else { return nil }
        var secondOfDay: Int?
        if !rest.isEmpty {
            // Some programs write a comma before the time.
            _ = take(UInt8(ascii: ","), &rest)
            guard take(UInt8(ascii: " "), &rest), let hour = number(&rest, digits: 1...2), hour < 24,
                take(UInt8(ascii: ":"), &rest), let minute = number(&rest, digits: 2...2), minute < 60
            else { return nil }
            var second = 0
            if take(UInt8(ascii: ":"), &rest) {
                guard let written = number(&rest, digits: 2...2), written <= 60 else { return nil }
                second = written
            }
            guard rest.isEmpty else { return nil }
            secondOfDay = (hour * 60 + minute) * 60 + second
        }
        if isNone(year: year, month: month, day: day) { return Reading.absent }
        return CivilDate(year: year, month: month, day: day).map { .date(.local($0, secondOfDay: secondOfDay)) }
    }

    /// Whether a day is what programs write for none: zeros, year 1 (Go, .NET, 1C), 1970 (Unix), the turn of 1900 (Excel).
    private static func isNone(year: Int, month: Int, day: Int) -> Bool {
        switch (year, month, day) {
        case (...1, _, _), (1970, _, _), (_, 0, 0), (1969, 12, 31), (1899, 12, 30...31), (1900, 1, 0...1): true
        default: false
        }
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int? {
        let found = bytes.prefix { $0 &- 0x30 < 10 }
        guard digits.contains(found.count) else { return nil }
        bytes = bytes[found.endIndex...]
        return found.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func take(_ byte: UInt8, _ bytes: inout ArraySlice<UInt8>) -> Bool {
        guard bytes.first == byte else { return false }
        bytes.removeFirst()
        return true
    }
}
