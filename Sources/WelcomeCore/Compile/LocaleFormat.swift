/// Writes numbers, days and sizes as the readers of one language expect them (CLDR 48, with the corrections noted).
package struct LocaleFormat: Sendable {
    private enum Language: String {
        case kk, ru, en
    }

    private let language: Language?

    /// - Parameter locale: a language code; one without rules here gets international forms.
    package init(locale: String) {
        language = Language(rawValue: locale)
    }

    /// A day in words: «5 ноября 2026 г.», «2026 жылғы 5 қараша», "5 November 2026".
    package func day(_ date: CivilDate) -> String {
        let month = date.month - 1
        return switch language {
        case .ru: "\(date.day)\u{A0}\(Self.russianMonths[month]) \(date.year)\u{A0}г."
        case .kk: "\(date.year)\u{A0}жылғы \(date.day)\u{A0}\(Self.kazakhMonths[month])"
        case .en: "\(date.day)\u{A0}\(Self.englishMonths[month]) \(date.year)"
        case nil: date.iso
        }
    }

    /// A file's size in decimal units; CLDR's Kazakh unit has a Latin M, so the names are our own.
    package func byteCount(_ bytes: Int) -> String {
        let (kilo, mega) = language == .ru || language == .kk ? ("КБ", "МБ") : ("KB", "MB")
        guard bytes >= 1_000_000 else { return "\(max(1, (bytes + 500) / 1000))\u{A0}\(kilo)" }
        let tenths = (bytes + 50_000) / 100_000
        let separator = language == .ru || language == .kk ? "," : "."
        return "\(tenths / 10)\(separator)\(tenths % 10)\u{A0}\(mega)"
    }

    /// The CLDR plural category of a whole number.
    package func pluralCategory(_ number: Int) -> String {
        switch language {
        case .ru:
            switch (number % 10, number % 100) {
            case (_, 11...14): "many"
            case (1, _): "one"
            case (2...4, _): "few"
            default: "many"
            }
        default: number == 1 ? "one" : "other"
        }
    }

    /// The value of `og:locale`.
    package var openGraphLocale: String {
        switch language {
        case .ru: "ru_RU"
        case .kk: "kk_KZ"
        case .en, nil: "en_US"
        }
    }

    private static let russianMonths = [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
    ]
    private static let kazakhMonths = [
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша",
        "желтоқсан",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// A length of sound as a player shows it: «0:17», «1:02:03».
func playingTime(milliseconds: Int) -> String {
    let seconds = max(1, (milliseconds + 500) / 1000)
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    let twoDigits = { (n: Int) in n < 10 ? "0\(n)" : "\(n)" }
    return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
}

/// An international number grouped for reading, with spaces and hyphens that do not break: «+7 701 123‑45‑67».
func displayedPhone(digits: String) -> String {
    guard digits.count == 11, digits.hasPrefix("7") else { return "+\(digits)" }
    let d = Array(digits)
    return "+7\u{A0}\(String(d[1...3]))\u{A0}\(String(d[4...6]))\u{2011}\(String(d[7...8]))\u{2011}\(String(d[9...10]))"
}
