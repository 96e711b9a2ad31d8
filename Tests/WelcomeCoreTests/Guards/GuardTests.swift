import Testing
import WelcomeCore

@Suite struct LeadLossTests {
    private func diagnostic(percent: Int = 20, _ tenants: (id: String, known: Int, lost: Int)...) -> Diagnostic? {
        var loss = LeadLoss(percent: percent)
        for tenant in tenants {
            for index in 0..<tenant.known { loss.note(LeadText(tenant.id), isLost: index < tenant.lost) }
        }
        return loss.diagnostic(in: "leads.csv")
    }

    @Test(arguments: [
        (100, 20, false), (100, 21, true), (95, 19, false), (20, 20, true), (19, 19, false), (1000, 200, false),
        (1000, 201, true), (0, 0, false), (100, 0, false),
    ]) func stopsAtMoreThanAFifthAndAtLeastTwenty(known: Int, lost: Int, isRefused: Bool) {
        #expect((diagnostic(("t", known, lost)) != nil) == isRefused)
    }

    @Test func takesTheShareFromTheSettings() {
        #expect(diagnostic(percent: 50, ("t", 100, 50)) == nil)
        #expect(diagnostic(percent: 50, ("t", 100, 51))?.code == .sourceShrunk)
        #expect(diagnostic(percent: 100, ("t", 100, 100)) == nil)
    }

    @Test func noticesATenantWhoseLeadsAreAllGone() {
        #expect(
            diagnostic(("a", 10_000, 0), ("b", 40, 40), ("c", 500, 0))?.summary.hasPrefix("all 40 leads of tenant `b`")
                == true)
        #expect(diagnostic(("a", 10_000, 0), ("b", 19, 19)) == nil)
        #expect(
            diagnostic(("a", 10_000, 0), ("z", 100, 60))?.summary.hasPrefix("60 of 100 leads of tenant `z`") == true)
        #expect(diagnostic(("a", 30, 25), ("b", 90, 80), ("c", 9_000, 0))?.summary.contains("tenant `b`") == true)
        #expect(diagnostic(("a", 10, 10), ("b", 10, 10), ("c", 10, 10))?.summary.hasPrefix("all 30 leads that") == true)
    }
}

@Suite struct PageLossTests {
    @Test(arguments: [
        (9, 9, true), (5, 5, true), (4, 4, false), (100, 20, false), (100, 21, true), (50, 19, false), (60, 20, true),
        (0, 0, false), (10, 9, false),
    ]) func stopsBeforeTooManyPagesGo(live: Int, expiring: Int, isRefused: Bool) {
        let diagnostic = PageLoss(live: live, expiring: expiring).diagnostic(
            in: "output", now: Timestamp(secondsSinceEpoch: 0))
        #expect((diagnostic?.code == .pagesExpiring) == isRefused)
    }
}

@Suite struct ClockCheckTests {
    private static let now = Timestamp(secondsSinceEpoch: 1_791_201_600)

    private static func moment(_ days: Int) -> Timestamp {
        Timestamp(secondsSinceEpoch: now.secondsSinceEpoch + Int64(days) * 86_400)
    }

    private func check(
        isStated: Bool = false, lastPublished: Timestamp? = nil, firstKey: Int = -100, created: [Int] = [],
        expiring: Int = 0
    ) -> Diagnostic? {
        var source = ClockCheck.SourceDates()
        for days in created { source.note(Self.moment(days), now: Self.now) }
        let keyDay = CivilDate(daysSinceEpoch: Self.now.utcDate.daysSinceEpoch + firstKey)
        return ClockCheck(
            now: Self.now, isStated: isStated, lastPublished: lastPublished, firstKeyDay: keyDay, source: source,
            expiringPages: expiring
        ).diagnostic
    }

    @Test func goesOnWhereNothingContradictsTheClock() {
        #expect(check() == nil)
        #expect(check(lastPublished: Self.moment(-1), created: [-3, -700], expiring: 9) == nil)
        #expect(
            check(lastPublished: Timestamp(secondsSinceEpoch: Self.now.secondsSinceEpoch + 600)) == nil, "two machines")
        #expect(check(firstKey: 1) == nil, "a key that begins today east of here")
        #expect(check(created: [40, -1]) == nil, "one row from the future is that row's fault")
    }

    @Test func stopsBeforeTheLastBuildOrTheFirstKey() {
        #expect(
            check(lastPublished: Self.moment(1))?.summary.contains("the last build was at 2026-10-06T12:00:00Z") == true
        )
        #expect(check(firstKey: 2)?.summary.contains("begins on 2026-10-07") == true)
        #expect(check(created: [400, 401, 402, 403, 404])?.code == .clockBehind)
    }

    @Test func stopsYearsAfterTheNewestLead() {
        #expect(check(created: [-740, -2000])?.summary.contains("newest lead") == true)
        #expect(check(created: [-740, -2000, -3]) == nil)
    }

    @Test func believesAPersonWhoseMomentEndsNoLink() {
        #expect(check(isStated: true, lastPublished: Self.moment(1), firstKey: 9) == nil)
        #expect(check(isStated: true, created: [-740]) == nil)
        #expect(check(isStated: true, created: [-740], expiring: 1)?.fix?.contains("1 pages would go") == true)
    }
}
