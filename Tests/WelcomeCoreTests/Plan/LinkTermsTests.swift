import Testing
import WelcomeCore

@Suite struct LinkTermsTests {
    /// Keys 0 from 2026-01-01, 1 from 2026-07-01, 2 from 2027-01-01.
    private func keys() throws -> KeyRing {
        let days = [20454, 20635, 20819]
        let entries = try days.enumerated().map { id, day in
            let key = try #require(MasterKey(bytes: Array(UInt8(id)..<UInt8(id + 32))))
            return KeyRing.Entry(id: UInt8(id), notBefore: CivilDate(daysSinceEpoch: day), key: key)
        }
        return KeyRing(entries)
    }

    private func instant(_ text: String) throws -> Timestamp {
        try #require(Timestamp(rfc3339: Array(text.utf8)))
    }

    /// The key and last day of a lead, as `key day`.
    private func terms(
        created: String? = nil, expires: String? = nil, days: Int = 90, now: String = "2026-10-05T12:00:00Z",
        hours: Int = 5
    ) throws -> String {
        var lead = Lead(
            identity: LeadIdentity(tenant: LeadText("t"), lead: LeadText("1"), slot: LeadText("s")), theme: "base",
            locale: "ru")
        lead.createdAt = try created.map { try instant($0) }
        lead.expiresOn = expires.flatMap { CivilDate(iso: Array($0.utf8)) }
        let found = LinkTerms(for: lead, days: days, keys: try keys(), now: try instant(now)) { _ in hours * 3600 }
        let terms = try #require(found)
        return "\(terms.keyID) \(terms.expiry.date?.iso ?? "never")"
    }

    @Test func countsFromTheDayTheRowWasMade() throws {
        #expect(try terms(created: "2026-10-01T09:12:00+05:00") == "1 2026-12-30")
        #expect(try terms(created: "2026-10-01T09:12:00+05:00", days: 1) == "1 2026-10-02")
        #expect(try terms(created: "2026-10-01T09:12:00+05:00", now: "2030-01-01T00:00:00Z") == "1 2026-12-30")
    }

    @Test func countsFromTodayWhereTheRowDoesNotSay() throws {
        #expect(try terms() == "1 2027-01-03")
        #expect(try terms(now: "2026-10-05T19:30:00Z", hours: 5) == "1 2027-01-04")
        #expect(try terms(now: "2026-10-05T19:30:00Z", hours: 0) == "1 2027-01-03")
    }

    @Test func takesTheDayThatTheRowNames() throws {
        #expect(try terms(expires: "2027-03-31") == "1 2027-03-31")
        #expect(try terms(created: "2026-02-01T00:00:00Z", expires: "2027-03-31") == "0 2027-03-31")
    }

    @Test(arguments: [
        // The last second of 31 December, in the zone, and the UTC day that holds it.
        (-10, "2027-01-01"), (0, "2026-12-31"), (5, "2026-12-31"), (14, "2026-12-31"),
    ])
    func endsWithTheDayInTheTenantsZoneAcrossAYear(hours: Int, day: String) throws {
        #expect(try terms(expires: "2026-12-31", hours: hours) == "1 \(day)")
    }

    @Test(arguments: [
        ("2000-02-29T12:00:00Z", 365, 0, "2001-02-28"), ("2024-02-29T12:00:00Z", 366, 0, "2025-03-01"),
        ("1969-12-31T12:00:00Z", 1, 0, "1970-01-01"), ("1950-01-01T00:00:00Z", 90, 0, "1970-01-01"),
        ("0000-01-01T00:00:00Z", 90, -12, "1970-01-01"), ("2059-09-15T12:00:00Z", 1, 0, "2059-09-16"),
        ("2059-09-16T12:00:00Z", 1, 0, "2059-09-17"), ("2059-09-17T12:00:00Z", 1, 0, "2059-09-17"),
        ("2059-09-16T12:00:00Z", 1, -12, "2059-09-17"), ("9999-12-31T23:59:59Z", 3650, 14, "2059-09-17"),
    ])
    func endsWithinTheDaysThatLinksHold(created: String, days: Int, hours: Int, day: String) throws {
        #expect(try terms(created: created, days: days, hours: hours).hasSuffix(" \(day)"))
    }

    @Test(arguments: [
        ("2025-12-31T12:00:00Z", 0), ("2019-01-01T00:00:00Z", 0), ("2026-06-30T12:00:00Z", 0),
        ("2026-06-30T18:59:59Z", 0), ("2026-06-30T19:00:00Z", 1), ("2026-07-01T00:00:00Z", 1),
        ("2027-01-01T00:00:00Z", 2), ("2040-01-01T00:00:00Z", 2),
    ])
    func signsWithTheKeyOfTheDayOfIssue(created: String, key: Int) throws {
        #expect(try terms(created: created).hasPrefix("\(key) "))
    }

    @Test func hasNoTermsWithoutKeys() {
        let lead = Lead(
            identity: LeadIdentity(tenant: LeadText("t"), lead: LeadText("1"), slot: LeadText("s")), theme: "base",
            locale: "ru")
        let now = Timestamp(secondsSinceEpoch: 0)
        #expect(LinkTerms(for: lead, days: 1, keys: KeyRing([]), now: now, offset: { _ in 0 }) == nil)
    }

    @Test(arguments: [
        ("2026-12-31T18:59:59Z", 5, "2026-12-31"), ("2026-12-31T19:00:00Z", 5, "2027-01-01"),
        ("2027-01-01T00:30:00Z", -1, "2026-12-31"), ("1969-12-31T23:59:59Z", 0, "1969-12-31"),
        ("2028-02-28T20:00:00Z", 5, "2028-02-29"),
    ])
    func knowsTheDayInAZone(instant text: String, hours: Int, day: String) throws {
        #expect(try instant(text).localDate { _ in hours * 3600 }.iso == day)
    }
}
