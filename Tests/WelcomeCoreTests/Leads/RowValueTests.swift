import Testing
import WelcomeCore

/// Dates as people and programs write them, and numbers that stand for text.
@Suite struct RowValueTests {
    private let parser = LeadParser(
        schema: LeadSchema(
            defaultLocale: "ru", defaultTheme: "base", themes: ["base": .init(declared: ["area"])]),
        localOffset: { tenant, _ in tenant == LeadText("west") ? -7 * 3600 : 5 * 3600 })

    private func parse(
        _ fields: [(String, RawValue)]
    ) -> (result: Result<Lead, RowProblem>, warnings: [RowProblem]) {
        var warnings: [RowProblem] = []
        let all = [("id", RawValue.text([0x31]))].filter { id in !fields.contains { $0.0 == id.0 } } + fields
        let row = RawRow(position: .line(2), fields: all.map { RawField(name: Array($0.0.utf8), value: $0.1) })
        return (parser.parse(row, &warnings), warnings)
    }

    private func text(_ text: String) -> RawValue { .text(Array(text.utf8)) }

    private func number(_ text: String) -> RawValue { .number(Array(text.utf8)) }

    @Test(
        arguments: [
            ("2026-11-29", "2026-11-29T07:00:00Z"), ("29.11.2026", "2026-11-29T07:00:00Z"),
            ("29.11.2026 14:05", "2026-11-29T09:05:00Z"), ("29.11.2026 14:05:30", "2026-11-29T09:05:30Z"),
            ("29.11.2026, 14:05:30", "2026-11-29T09:05:30Z"), ("1.2.2026 9:05", "2026-02-01T04:05:00Z"),
            ("29.11.2026 23:59", "2026-11-29T18:59:00Z"), ("01.12.2026 00:30", "2026-11-30T19:30:00Z"),
            ("2026-10-01T09:12:00+05:00", "2026-10-01T04:12:00Z"), ("2026-10-01 04:12:00", "2026-10-01T04:12:00Z"),
        ])
    func readsMoments(date: String, instant: String) throws {
        let (result, warnings) = parse([("created_at", text(date)), ("sent_at", text(date))])
        let lead = try result.get()
        #expect(lead.createdAt?.iso == instant)
        #expect(lead.isSent)
        #expect(warnings.isEmpty)
    }

    @Test func takesADayForThatOfTheTenant() throws {
        for (tenant, day) in [("west", "2026-11-29"), ("east", "2026-11-29")] {
            let lead = try parse([("tenant", text(tenant)), ("created_at", text("29.11.2026"))]).result.get()
            let offset = tenant == "west" ? -7 * 3600 : 5 * 3600
            #expect(lead.createdAt?.localDate { _ in offset }.iso == day)
        }
    }

    @Test(arguments: ["29.11.2026", "2026-11-29", "29.11.2026 23:59", "2026-11-29T23:30:00-09:00", "9.1.2027"])
    func readsDays(date: String) throws {
        let lead = try parse([("expires_on", text(date))]).result.get()
        #expect(lead.expiresOn?.iso == (date == "9.1.2027" ? "2027-01-09" : "2026-11-29"))
    }

    @Test(arguments: [
        "31.02.2026", "29.02.2027", "2027-02-29", "1900-02-29", "10000-01-01", "31.12.10000", "29.11.26", "11/29/2026",
        "29.11.2026 24:00", "29.11.2026 14:60", "29.11.2026T14:05",
        "29.11.2026 14",
        "29.13.2026", "2026.11.29", "29.11.2026 14:05:30 x", "29-11-2026", "вчера", "2026-11-29T14:05", "29.11.20266",
        "001.11.2026", ".11.2026", "45990",
    ])
    func refusesWhatIsNoDate(date: String) {
        for column in ["created_at", "expires_on", "sent_at"] {
            let problem = RowProblem(position: .line(2), column: column, code: .leadDate)
            #expect(parse([(column, text(date))]).result == .failure(problem))
        }
    }

    @Test(arguments: [
        "0001-01-01T00:00:00Z", "0001-01-01", "0000-00-00", "0000-00-00 00:00:00", "1970-01-01", "1970-01-01T00:00:00Z",
        "1970-01-01T05:00:00+05:00", "1969-12-31T19:00:00-05:00", "01.01.0001 0:00:00", "00.00.0000", "01.01.1970",
        "30.12.1899", "1899-12-30T00:00:00Z", "1900-01-00", "0001-01-01 00:00:00",
    ])
    func takesZeroDatesForNone(date: String) throws {
        let (result, warnings) = parse(
            [("created_at", text(date)), ("expires_on", text(date)), ("sent_at", text(date))])
        let lead = try result.get()
        #expect(lead.createdAt == nil)
        #expect(lead.expiresOn == nil)
        #expect(!lead.isSent)
        #expect(Set(warnings.map(\.column)) == ["created_at", "expires_on", "sent_at"])
        #expect(warnings.allSatisfy { $0.code == .leadDateNone })
    }

    @Test func warnsOfADayThatLinksCannotHold() throws {
        let days = [
            ("2059-09-16", false), ("2059-09-17", false), ("2059-09-17T23:59:59-12:00", false), ("2059-09-18", true),
            ("2059-09-18T00:00:00+14:00", true), ("31.12.9999", true), ("9999-12-31T23:59:59-12:00", true),
            ("1999-12-31", false), ("2000-02-29", false), ("1969-12-30", false),
        ]
        for (date, warns) in days {
            // When a lead was created is no day of a link.
            #expect(parse([("created_at", text(date)), ("sent_at", text(date))]).warnings.isEmpty)
            let (result, warnings) = parse([("expires_on", text(date))])
            #expect(try result.get().expiresOn != nil)
            #expect(
                warnings
                    == (warns ? [RowProblem(position: .line(2), column: "expires_on", code: .leadDateFar)] : []))
        }
    }

    @Test(
        arguments: [
            ("1.0", "1"), ("1", "1"), ("87011234567.0", "87011234567"), ("1e16", "10000000000000000"),
            ("1E+16", "10000000000000000"), ("8.7011234567e10", "87011234567"), ("1.50e1", "15"), ("-0.0", "0"),
            ("0.0", "0"), ("0e5", "0"), ("-12.0", "-12"), ("12345678901234567890", "12345678901234567890"),
            ("12345678901234567890.000", "12345678901234567890"), ("100e-2", "1"), ("007", "007"),
        ])
    func writesWholeNumbersWithTheirDigits(written: String, digits: String) throws {
        let lead = try parse([("id", number(written)), ("phone", number(written)), ("area", number(written))]).result
            .get()
        #expect(lead.identity.lead.string == digits)
        #expect(lead.phone?.string == digits)
        #expect(lead.field("area")?.string == digits)
    }

    @Test(arguments: ["1.5", "0.1", "1e-1", "1.23e1", "1e100", "1e999999999999", "Inf", "-Inf", "1e", "1.5e"])
    func refusesOtherNumbersWhereTextIsMeant(written: String) {
        for column in ["id", "phone", "tenant", "slot", "name", "city", "channel_address"] {
            let problem = RowProblem(position: .line(2), column: column, code: .leadNumber)
            #expect(parse([(column, number(written))]).result == .failure(problem))
        }
    }

    @Test func showsAFractionAsItIsWritten() throws {
        #expect(try parse([("area", number("120.50"))]).result.get().field("area")?.string == "120.50")
        #expect(
            parse([("area", number("1.5e-7"))]).result
                == .failure(RowProblem(position: .line(2), column: "area", code: .leadNumber)))
    }

    @Test func takesTheNumberOneForTrue() throws {
        #expect(try parse([("revoked", number("1.0"))]).result.get().isRevoked)
    }
}
