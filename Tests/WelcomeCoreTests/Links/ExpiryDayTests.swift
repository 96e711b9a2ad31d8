import Testing
import WelcomeCore

@Suite struct ExpiryDayTests {
    @Test(arguments: [
        // The last second of 2027-01-02 in Almaty (UTC+5) is 18:59:59 of the same UTC day.
        (20820, 18_000, 20820),
        // Greenwich: the same day. New York (UTC−5): the last second is in the next UTC day.
        (20820, 0, 20820),
        (20820, -18_000, 20821),
        // Kiritimati, the farthest ahead (UTC+14).
        (20820, 50_400, 20820),
        // One second behind UTC is already the next UTC day.
        (20820, -1, 20821),
        // The ends of the range.
        (0, 18_000, 0), (-1, 0, 0), (-400_000, 0, 0),
        (32766, 18_000, 32766), (32766, -18_000, 32766), (32767, 0, 32766), (100_000, 0, 32766),
        (Int.max, 0, 32766), (Int.min, 0, 0), (Int.max / 86_400, 0, 32766), (Int.min / 86_400, 0, 0),
    ])
    func isTheUTCDayOfTheLastLocalSecond(local: Int, offset: Int, expected: Int) {
        let day = ExpiryDay(endOf: CivilDate(daysSinceEpoch: local), utcOffsetSeconds: offset)
        #expect(Int(day.daysSinceEpoch) == expected)
        #expect(day != .never)
    }

    @Test func isOverFromTheNextUTCMidnight() throws {
        let day = try #require(ExpiryDay(daysSinceEpoch: 20820))
        #expect(!day.isOver(at: Timestamp(secondsSinceEpoch: 20821 * 86_400 - 1)))
        #expect(day.isOver(at: Timestamp(secondsSinceEpoch: 20821 * 86_400)))
        #expect(!day.isOver(at: Timestamp(secondsSinceEpoch: -1)))
        #expect(day.isOver(at: Timestamp(secondsSinceEpoch: .max)))
    }

    @Test func isNeverOverWhenItIsNever() {
        #expect(!ExpiryDay.never.isOver(at: Timestamp(secondsSinceEpoch: .max)))
        #expect(ExpiryDay.never.date == nil)
        #expect(ExpiryDay.latest.date == CivilDate(daysSinceEpoch: 32766))
        #expect(ExpiryDay.latest < ExpiryDay.never)
    }

    @Test(arguments: [(0, true), (32767, true), (32768, false), (65535, false), (65536, false), (-1, false)])
    func takesFifteenBits(days: Int, isTaken: Bool) {
        #expect((ExpiryDay(daysSinceEpoch: days) != nil) == isTaken)
    }
}
