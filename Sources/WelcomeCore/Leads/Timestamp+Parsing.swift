extension Timestamp {
    /// Reads an instant as RFC 3339 writes it, or as databases print it; gives `nil` for anything else.
    ///
    /// Fractions of a second are dropped. With a space in the place of `T`, the offset may be missing (SQLite, then the
    /// time is UTC) or of hours alone (PostgreSQL's `+05`); with a `T` it must be whole. An instant that has another year
    /// than 0 to 9999 in UTC becomes the nearest one that can be written.
    package init?(rfc3339 bytes: [UInt8]) {
        guard let date = CivilDate(isoPrefixOf: bytes), bytes.count >= 19,
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = twoDigits(bytes, at: 11), let minute = twoDigits(bytes, at: 14),
            let second = twoDigits(bytes, at: 17), hour < 24, minute < 60, second <= 60
        else { return nil }
        let isDatabaseForm = bytes[10] == UInt8(ascii: " ")
        guard isDatabaseForm || bytes[10] | 0x20 == UInt8(ascii: "t") else { return nil }

        var index = 19
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            let digits = bytes[(index + 1)...].prefix { $0 &- 0x30 < 10 }
            guard !digits.isEmpty else { return nil }
            index = digits.endIndex
        }
        guard let offset = Self.offsetMinutes(bytes, at: index, isDatabaseForm: isDatabaseForm) else { return nil }
        let minutes = (date.daysSinceEpoch * 24 + hour) * 60 + minute - offset
        self.init(secondsSinceEpoch: min(max(Int64(minutes * 60 + second), Self.firstSecond), Self.lastSecond))
    }

    /// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the first and the last instant that `iso` has a form for.
    private static let (firstSecond, lastSecond): (Int64, Int64) = (-62_167_219_200, 253_402_300_799)

    /// The day this instant falls on in UTC.
    package var utcDate: CivilDate {
        let seconds = Int(secondsSinceEpoch)
        return CivilDate(daysSinceEpoch: (seconds >= 0 ? seconds : seconds - 86_399) / 86_400)
    }

    /// The instant as `YYYY-MM-DDThh:mm:ssZ`.
    package var iso: String {
        var bytes: [UInt8] = []
        appendISO(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the instant as `YYYY-MM-DDThh:mm:ssZ`.
    ///
    /// - Precondition: the year is within 0–9999.
    package func appendISO(to output: inout [UInt8]) {
        let date = utcDate
        let second = Int(secondsSinceEpoch) - date.daysSinceEpoch * 86_400
        date.appendISO(to: &output)
        output.append(UInt8(ascii: "T"))
        appendTwoDigits(second / 3600, to: &output)
        output.append(UInt8(ascii: ":"))
        appendTwoDigits(second / 60 % 60, to: &output)
        output.append(UInt8(ascii: ":"))
        appendTwoDigits(second % 60, to: &output)
        output.append(UInt8(ascii: "Z"))
    }

    private static func offsetMinutes(_ bytes: [UInt8], at index: Int, isDatabaseForm: Bool) -> Int? {
        if index == bytes.count { return isDatabaseForm ? 0 : nil }
        let sign: Int
        switch bytes[index] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): return index + 1 == bytes.count ? 0 : nil
        case UInt8(ascii: "+"): sign = 1
        case UInt8(ascii: "-"): sign = -1
        default: return nil
        }
        guard let hours = twoDigits(bytes, at: index + 1), hours < 24 else { return nil }
        if isDatabaseForm, index + 3 == bytes.count { return sign * hours * 60 }
        guard index + 6 == bytes.count, bytes[index + 3] == UInt8(ascii: ":"),
            let minutes = twoDigits(bytes, at: index + 4), minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
