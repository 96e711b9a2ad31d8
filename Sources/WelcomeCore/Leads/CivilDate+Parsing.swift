extension CivilDate {
    /// Makes the day of a year (0–9999), month and day of the month, or `nil` where the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.daysInMonth(month, year: year) else { return nil }
        // Days from civil, after Howard Hinnant: years begin in March, so that the leap day is a year's last.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        self.init(
            daysSinceEpoch: era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    /// Reads exactly `YYYY-MM-DD`, or gives `nil`.
    package init?(iso bytes: [UInt8]) {
        guard bytes.count == 10 else { return nil }
        self.init(isoPrefixOf: bytes)
    }

    /// Reads the `YYYY-MM-DD` that `bytes` begin with.
    init?(isoPrefixOf bytes: [UInt8]) {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let century = twoDigits(bytes, at: 0), let year = twoDigits(bytes, at: 2),
            let month = twoDigits(bytes, at: 5), let day = twoDigits(bytes, at: 8)
        else { return nil }
        self.init(year: century * 100 + year, month: month, day: day)
    }

    /// The year, the month from 1 and the day of the month from 1.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The year of the proleptic Gregorian calendar.
    package var year: Int { components.year }
    /// The month, from 1.
    package var month: Int { components.month }
    /// The day of the month, from 1.
    package var day: Int { components.day }

    /// The day as `YYYY-MM-DD`.
    package var iso: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        appendISO(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the day as `YYYY-MM-DD`.
    ///
    /// - Precondition: the year is within 0–9999.
    package func appendISO(to output: inout [UInt8]) {
        let (year, month, day) = components
        precondition((0...9999).contains(year), "a day outside the years 0 to 9999 has no ISO form")
        appendTwoDigits(year / 100, to: &output)
        appendTwoDigits(year % 100, to: &output)
        output.append(UInt8(ascii: "-"))
        appendTwoDigits(month, to: &output)
        output.append(UInt8(ascii: "-"))
        appendTwoDigits(day, to: &output)
    }

    private static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads the two ASCII digits at `index`.
func twoDigits(_ bytes: [UInt8], at index: Int) -> Int? {
    guard index + 2 <= bytes.count else { return nil }
    let (tens, ones) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
    guard tens < 10, ones < 10 else { return nil }
    return Int(tens) * 10 + Int(ones)
}

/// Appends a number below 100 as two ASCII digits.
func appendTwoDigits(_ number: Int, to output: inout [UInt8]) {
    output.append(0x30 + UInt8(number / 10))
    output.append(0x30 + UInt8(number % 10))
}
