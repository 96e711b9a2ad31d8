import Testing
import WelcomeCore

@Suite struct PublishPlanTests {
    private func code(_ text: String) throws -> LinkCode { try #require(LinkCode(Array(text.utf8))) }

    @Test func ordersStepsSoThatNothingPromisedIsEverMissing() throws {
        let plan = PublishPlan(
            newLinks: 2, revoked: [try code("3h1616s4pe1nj96z0mam")],
            expired: [try code("zzqrp5db9vrjqw720man"), try code("j5t9v1nmf7p1ys9j0mam")], assets: 1, pages: 7,
            manifest: .delta, notFoundPage: true, movesHosts: true)
        #expect(
            "\(plan)" == """
                note in the ledger that writing begins
                issue 2 links
                remove 1 revoked pages
                publish 1 assets
                publish the page for addresses that lead nowhere
                write up to 7 pages
                write a delta manifest
                replace manifest.json
                take pages off hosts that their tenants have left
                record the pages in the ledger
                remove 2 expired pages
                remove manifests that nothing names
                note in the ledger that writing has ended
                """)
        #expect(
            plan.steps.contains(.removePages([try code("j5t9v1nmf7p1ys9j0mam"), try code("zzqrp5db9vrjqw720man")])))
    }

    @Test func leavesOutStepsThatHaveNothingToDo() {
        let plan = PublishPlan(newLinks: 0, revoked: [], expired: [], assets: 0, pages: 0, manifest: .full)
        #expect(
            "\(plan)" == """
                note in the ledger that writing begins
                write up to 0 pages
                write a full manifest
                replace manifest.json
                record the pages in the ledger
                remove manifests that nothing names
                note in the ledger that writing has ended
                """)
    }

    @Test func keepsTheDirtyMarkThatABuildOfSomeLeadsCannotClear() {
        let plan = PublishPlan(
            newLinks: 0, revoked: [], expired: [], assets: 0, pages: 1, manifest: .delta, clearsDirtyMark: false)
        #expect(plan.steps.last == .removeOldManifests)
    }

    @Test func namesABuildByMomentAndContent() {
        let now = Timestamp(secondsSinceEpoch: 1_791_201_600)
        #expect(BuildID(now: now, content: [0xAB, 0, 0x10, 0xFF, 0x77]).description == "20261005T120000Z-ab0010ff")
        #expect(BuildID(now: now, content: [1, 2, 3, 4]) != BuildID(now: now, content: [1, 2, 3, 5]))
    }
}
