import Testing
import WelcomeCore

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2026-10-01", 20727), ("2100-03-01", 47541),
        ("0000-03-01", -719_468), ("9999-12-31", 2_932_896),
    ])
    func readsAndWritesDays(text: String, days: Int) {
        let date = CivilDate(iso: Array(text.utf8))
        #expect(date?.daysSinceEpoch == days)
        #expect(date?.iso == text)
    }

    @Test(arguments: [
        "2026-02-30", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00", "2026-1-01",
        "2026-01-01 ", "", "20260101", "2026/01/01", "-026-01-01", "２026-01-01",
    ])
    func refusesWhatIsNoDay(text: String) {
        #expect(CivilDate(iso: Array(text.utf8)) == nil)
    }

    @Test func givesBackTheComponentsOfEveryDayOfFourCenturies() throws {
        var expected = (year: 1899, month: 12, day: 31)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let first = try #require(CivilDate(year: 1900, month: 1, day: 1))
        for offset in 0..<146_097 {
            let isLeap = expected.year % 400 == 0 || (expected.year % 4 == 0 && expected.year % 100 != 0)
            let length = expected.month == 2 && isLeap ? 29 : lengths[expected.month - 1]
            expected.day += 1
            if expected.day > length { (expected.day, expected.month) = (1, expected.month + 1) }
            if expected.month > 12 { (expected.month, expected.year) = (1, expected.year + 1) }
            let date = CivilDate(daysSinceEpoch: first.daysSinceEpoch + offset)
            guard date.components == expected,
                CivilDate(year: expected.year, month: expected.month, day: expected.day) == date
            else {
                Issue.record("day \(offset) is \(date.components), not \(expected)")
                return
            }
        }
    }

    @Test(
        arguments: [
            ("2026-10-01T09:12:00+05:00", 1_790_827_920), ("2026-10-01T04:12:00Z", 1_790_827_920),
            ("2026-10-01t04:12:00z", 1_790_827_920), ("2026-10-01 04:12:00", 1_790_827_920),
            ("2026-10-01 04:12:00.000", 1_790_827_920), ("2026-10-01T04:12:00.999999Z", 1_790_827_920),
            ("2026-10-01 09:12:00+05", 1_790_827_920), ("2026-10-01 09:12:00+05:00", 1_790_827_920),
            ("2026-09-30T23:42:00-04:30", 1_790_827_920), ("1969-12-31T23:59:59Z", -1), ("1970-01-01T00:00:00Z", 0),
            ("2016-12-31T23:59:60Z", 1_483_228_800), ("2000-02-29T00:00:00+14:00", 951_732_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200), ("0000-01-01T00:00:00+05:00", -62_167_219_200),
            ("9999-12-31T23:59:60Z", 253_402_300_799), ("9999-12-31T23:59:59-12:00", 253_402_300_799),
        ] as [(String, Int64)])
    func readsInstants(text: String, seconds: Int64) {
        #expect(Timestamp(rfc3339: Array(text.utf8))?.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [
        "2026-10-01", "2026-10-01T04:12Z", "2026-10-01T04:12:00", "2026-10-01T24:00:00Z", "2026-10-01T04:60:00Z",
        "2026-10-01T04:12:61Z", "2026-10-01T04:12:00.Z", "2026-10-01T04:12:00+0500", "2026-10-01T04:12:00+05",
        "2026-10-01T04:12:00+24:00", "2026-10-01T04:12:00Zx", "2026-02-30T04:12:00Z", "2026-10-01_04:12:00Z", "",
        "1790827920", "2026-10-01T04:12:00+05:0",
    ])
    func refusesWhatIsNoInstant(text: String) {
        #expect(Timestamp(rfc3339: Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (1_790_827_925, "2026-10-01T04:12:05Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func writesInstantsInUTC(seconds: Int64, text: String) {
        #expect(Timestamp(secondsSinceEpoch: seconds).iso == text)
    }
}
