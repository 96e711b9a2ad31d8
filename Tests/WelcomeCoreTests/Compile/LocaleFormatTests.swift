import Testing

@testable import WelcomeCore

/// Forms of CLDR 48, with the official Kazakh order of a date and four digits of every year.
@Suite struct LocaleFormatTests {
    @Test(arguments: [
        ("ru", 2026, 11, 5, "5\u{A0}ноября 2026\u{A0}г."), ("ru", 2027, 5, 31, "31\u{A0}мая 2027\u{A0}г."),
        ("kk", 2026, 11, 5, "2026\u{A0}жылғы 5\u{A0}қараша"), ("kk", 2026, 1, 1, "2026\u{A0}жылғы 1\u{A0}қаңтар"),
        ("en", 2026, 11, 5, "5\u{A0}November 2026"), ("de", 2026, 11, 5, "2026-11-05"),
    ])
    func writesDaysInWords(locale: String, year: Int, month: Int, day: Int, text: String) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(LocaleFormat(locale: locale).day(date) == text)
    }

    @Test(arguments: [
        ("ru", "one", [1, 21, 31, 101, 121, 1001]), ("ru", "few", [2, 3, 4, 22, 24, 33, 102, 1002]),
        ("ru", "many", [0, 5, 11, 12, 13, 14, 19, 20, 25, 100, 111, 112, 114, 211, 1011]),
        ("kk", "one", [1]), ("kk", "other", [0, 2, 5, 11, 21, 101]), ("en", "one", [1]),
        ("en", "other", [0, 2, 21, 101]),
    ])
    func countsAsEachLanguageDoes(locale: String, category: String, numbers: [Int]) {
        for number in numbers { #expect(LocaleFormat(locale: locale).pluralCategory(number) == category, "\(number)") }
    }

    @Test func writesSizesWithUnitsOfTheLanguagesOwnLetters() {
        #expect(LocaleFormat(locale: "kk").byteCount(2_400_000) == "2,4\u{A0}МБ")
        #expect(LocaleFormat(locale: "ru").byteCount(90_400) == "90\u{A0}КБ")
        #expect(LocaleFormat(locale: "en").byteCount(2_400_000) == "2.4\u{A0}MB")
        #expect(LocaleFormat(locale: "kk").byteCount(2_400_000).unicodeScalars.allSatisfy { $0 != "M" })
    }

    @Test(arguments: [("kk", "kk_KZ"), ("ru", "ru_RU"), ("en", "en_US")])
    func namesTheTerritoryForPreviews(locale: String, name: String) {
        #expect(LocaleFormat(locale: locale).openGraphLocale == name)
    }
}
