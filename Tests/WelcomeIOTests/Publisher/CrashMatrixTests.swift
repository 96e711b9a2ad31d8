import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Stops builds at every operation on files and looks at what is left, and at what the next build makes of it.
@Suite(.needs(.manyBuilds)) struct CrashMatrixTests {
    private static let files: [String: SiteFile] = [
        "themes/base/theme.yml": "title: Base\nimages: [{file: media/photo.jpg, alt: Склад}]\n",
        "themes/base/media/photo.jpg": .sample("media/grey.jpg"),
        "themes/base/layout.mustache": .text(
            TemporarySite.layout(
                "{{#lead.name}}{{lead.name}}{{/lead.name}}{{#photos}}{{#items}}<img src=\"{{src}}\">{{/items}}{{/photos}}"
            )),
    ]
    private static let before = ChangingLeads.before
    private static let after = ChangingLeads.after
    private static let firstDay = ChangingLeads.firstDay
    private static let secondDay = ChangingLeads.secondDay
    private static let anHourLater = ChangingLeads.anHourLater

    @Test func keepsTheSiteWholeWhereverAFirstBuildStops() throws {
        let site = try StoppableSite(Self.files)
        let empty = try site.moment()
        try #require(try site.build(Self.before, now: Self.firstDay) == nil)
        let (clean, count) = (site.published, site.memory.operations.count)
        try #require(try clean.lines()?.map(\.state) == ["ready", "ready", "ready", "ready", "ready"])

        for stop in 0..<count {
            try site.restore(empty)
            #expect(try site.build(Self.before, now: Self.firstDay, fault: .stop(at: stop)) != nil)
            let last = site.memory.operations.last ?? "nothing"
            #expect(try site.published.faults(between: nil, and: clean, revoked: []) == [], "stopped after \(last)")

            #expect(try site.build(Self.before, now: Self.firstDay) == nil)
            #expect(
                site.published.files.filter { clean.files[$0.key] != $0.value }.keys.sorted() == [],
                "stopped after \(last)")
        }
    }

    @Test func keepsTheSiteWholeWhereverARebuildStops() throws {
        let site = try StoppableSite(Self.files)
        try #require(try site.build(Self.before, now: Self.firstDay) == nil)
        let (start, old) = (try site.moment(), site.published)
        try #require(try site.build(Self.after, now: Self.anHourLater) == nil)
        let clean = site.published
        let states = try #require(try clean.lines()).map { "\($0.lead) \($0.state)" }
        try #require(states == ["1 ready", "2 ready", "3 revoked", "4 expired", "5 retained", "7 ready"])
        try #require(clean.served.keys.count { $0.hasPrefix("site/p/") } == 4)
        try site.restore(start)
        try #require(try site.build(Self.after, now: Self.secondDay) == nil)
        let count = site.memory.operations.count

        for stop in 0..<count {
            try site.restore(start)
            #expect(try site.build(Self.after, now: Self.secondDay, fault: .stop(at: stop)) != nil)
            let last = site.memory.operations.last ?? "nothing"
            let faults = try site.published.faults(between: old, and: clean, revoked: ChangingLeads.revoked)
            #expect(faults == [], "stopped after \(last)")

            #expect(try site.build(Self.after, now: Self.anHourLater) == nil)
            #expect(site.published.servedDifferently(from: clean) == [], "stopped after \(last)")
            #expect(try site.published.manifestText() == clean.manifestText(), "stopped after \(last)")
        }
    }

    @Test func undoesWhatABrokenBuildWroteWhenTheSourceIsAsItWas() throws {
        let changed = Self.before.replacing("Олег", with: "Игор")
        let site = try StoppableSite(Self.files)
        try #require(try site.build(Self.before, now: Self.firstDay) == nil)
        let (start, old) = (try site.moment(), site.published)
        try #require(try site.build(changed, now: Self.firstDay) == nil)
        let count = site.memory.operations.count

        for stop in 0..<count {
            try site.restore(start)
            #expect(try site.build(changed, now: Self.firstDay, fault: .stop(at: stop)) != nil)
            let last = site.memory.operations.last ?? "nothing"
            #expect(try site.build(Self.before, now: Self.firstDay) == nil)
            #expect(site.published.servedDifferently(from: old) == [], "stopped after \(last)")
        }
    }

    @Test func takesPagesAwayThatABrokenBuildLeftBehind() throws {
        let site = try StoppableSite(Self.files)
        let empty = try site.moment()
        try #require(try site.build(Self.before, now: Self.firstDay) == nil)
        let count = site.memory.operations.count
        let revoked = Self.before.replacing("6,none,,,,,,", with: "8,base,,,\(ChangingLeads.date),,,").replacing(
            "2026-10-20,,", with: "2026-10-20,true,")

        for stop in 0..<count {
            try site.restore(empty)
            #expect(try site.build(Self.before, now: Self.firstDay, fault: .stop(at: stop)) != nil)
            #expect(try site.build(revoked, now: Self.firstDay) == nil)
            let pages = try #require(try site.published.lines()).compactMap(\.page?.file)
            let served = site.published.served.keys.filter { $0.hasPrefix("site/p/") }
            #expect(served.sorted() == pages.map { "site/\($0)" }.sorted(), "stopped before operation \(stop)")
        }
    }

    @Test(arguments: [28, 30, 5] as [Int32])
    func leavesTheSiteUsableWhenASingleOperationFails(code: Int32) throws {
        let site = try StoppableSite(Self.files)
        try #require(try site.build(Self.before, now: Self.firstDay) == nil)
        let (start, old) = (try site.moment(), site.published)
        try #require(try site.build(Self.after, now: Self.secondDay) == nil)
        let (clean, count) = (site.published, site.memory.operations.count)

        for number in stride(from: Int(code) % 3, to: count, by: 3) {
            try site.restore(start)
            let failure = try site.build(Self.after, now: Self.secondDay, fault: .fail(at: number, code: code))
            guard case .files(let error) = failure else {
                Issue.record(
                    "\(site.memory.operations.last ?? "") failed and the build went on: \(String(describing: failure))")
                continue
            }
            #expect(error.code == code)
            #expect(try site.published.faults(between: old, and: clean, revoked: ChangingLeads.revoked) == [])
        }
    }
}
