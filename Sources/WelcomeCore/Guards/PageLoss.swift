/// How many of the pages on disk a build would remove because their last day has passed.
package struct PageLoss: Sendable, Hashable {
    /// Pages on disk that nobody revoked.
    package var live: Int
    /// Those of them that would go.
    package var expiring: Int

    package init(live: Int = 0, expiring: Int = 0) {
        self.live = live
        self.expiring = expiring
    }

    /// The fewest pages that a guard speaks of, and the fewest where it is every page of a site.
    private static let (leastPages, leastOfAll) = (20, 5)

    /// Whether that is more than a fifth at once, as a clock that is far ahead would have it.
    var isTooMuch: Bool {
        if expiring == live { return expiring >= Self.leastOfAll }
        return expiring >= Self.leastPages && expiring * 5 > live
    }

    /// What there is to say about the pages in `folder` at `now`, if too many would go.
    package func diagnostic(in folder: String, now: Timestamp) -> Diagnostic? {
        guard isTooMuch else { return nil }
        let share = expiring == live ? "all \(live) pages" : "\(expiring) of \(live) pages"
        return Diagnostic(
            .error, .pagesExpiring, at: SourceLocation(file: folder),
            "\(share) would be removed at once, for their last day is before \(now.iso)",
            fix: "is the clock right? With --accept-loss they go")
    }
}
