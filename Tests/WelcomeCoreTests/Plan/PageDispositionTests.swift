import Testing
import WelcomeCore

@Suite struct PageDispositionTests {
    private static let identity = LeadIdentity(tenant: LeadText("t"), lead: LeadText("1"), slot: LeadText("welcome"))

    /// 2027-01-02 is day 20820; the link ends with it.
    private func disposition(row: String, state: LedgerRecord.State, now: Int64) throws -> PageDisposition {
        let code = try #require(LinkCode(Array("3h1616s4pe1nj96z0mam".utf8)))
        let record = LedgerRecord(
            identity: Self.identity, serial: 0, code: code, state: state, theme: "base", locale: "ru")
        var lead: Lead? = Lead(identity: Self.identity, theme: "base", locale: "ru")
        lead?.isRevoked = row == "revoked"
        if row == "none" { lead = nil }
        return PageDisposition(lead: lead, record: record, newest: record, now: Timestamp(secondsSinceEpoch: now))
    }

    private static let lastSecond: Int64 = 20821 * 86_400 - 1

    @Test(
        arguments: [
            ("there", .active, lastSecond, .present), ("none", .active, lastSecond, .retained),
            ("revoked", .active, lastSecond, .revoked), ("there", .revoked, lastSecond, .revoked),
            ("none", .revoked, lastSecond, .revoked), ("there", .active, lastSecond + 1, .expired),
            ("none", .active, lastSecond + 1, .expired), ("revoked", .active, lastSecond + 1, .revoked),
            ("there", .revoked, lastSecond + 1, .revoked), ("there", .active, 0, .present),
        ] as [(String, LedgerRecord.State, Int64, PageDisposition)])
    func decidesByRowLedgerAndDay(row: String, state: LedgerRecord.State, now: Int64, expected: PageDisposition) throws
    {
        #expect(try disposition(row: row, state: state, now: now) == expected)
    }
}
