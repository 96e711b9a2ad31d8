/// Whether the moment that a build takes for now can be right, judged by everything that has a date of its own.
///
/// A clock that is wrong gives links a wrong last day, for good, and removes pages or brings them back.
package struct ClockCheck: Sendable {
    /// When the rows of a source say that their leads were created.
    package struct SourceDates: Sendable, Hashable {
        /// Rows with such a moment.
        package private(set) var count = 0
        /// Those that are more than a day after now.
        package private(set) var laterCount = 0
        /// The latest that is not after now.
        package private(set) var newest: Timestamp?

        package init() {}

        /// Takes a row into account.
        package mutating func note(_ created: Timestamp, now: Timestamp) {
            count += 1
            if created.secondsSinceEpoch > now.secondsSinceEpoch + ClockCheck.day { laterCount += 1 }
            if created <= now, created > newest ?? Timestamp(secondsSinceEpoch: .min) { newest = created }
        }
    }

    /// The moment that counts as now.
    package var now: Timestamp
    /// A person stated the moment; else it is the machine's.
    package var isStated: Bool
    /// When something was published last.
    package var lastPublished: Timestamp?
    /// The first day of the first signing key.
    package var firstKeyDay: CivilDate?
    package var source: SourceDates
    /// How many pages would go because their last day has passed.
    package var expiringPages: Int

    package init(
        now: Timestamp, isStated: Bool, lastPublished: Timestamp?, firstKeyDay: CivilDate?, source: SourceDates,
        expiringPages: Int
    ) {
        self.now = now
        self.isStated = isStated
        self.lastPublished = lastPublished
        self.firstKeyDay = firstKeyDay
        self.source = source
        self.expiringPages = expiringPages
    }

    private static let day: Int64 = 86_400
    /// How far two machines' clocks may be apart.
    private static let tolerance: Int64 = 3600
    /// The fewest leads from the future that a guard speaks of: a single one is a mistake of its own.
    private static let leastLater = 5
    /// How old the newest lead of a source may be.
    private static let longestSilence = 2 * 366 * day

    /// What there is to say about the moment, if it cannot be right.
    ///
    /// Who states the moment may go back, for builds that are repeated, and ahead as long as no page goes by it.
    package var diagnostic: Diagnostic? {
        if isStated, !isFarAhead || expiringPages == 0 { return nil }
        guard let contradiction else { return nil }
        return Diagnostic(
            .error, .clockBehind, "it is \(now.iso) by the clock, and \(contradiction)",
            fix: isStated
                ? "\(expiringPages) pages would go by it; state the right moment with --now"
                : "set the machine's clock, or state the right moment with --now")
    }

    private var contradiction: String? {
        if let lastPublished, now.secondsSinceEpoch + Self.tolerance < lastPublished.secondsSinceEpoch {
            return "the last build was at \(lastPublished.iso)"
        }
        if let firstKeyDay, now.utcDate.daysSinceEpoch + 1 < firstKeyDay.daysSinceEpoch {
            return "the first signing key begins on \(firstKeyDay.iso)"
        }
        if source.laterCount >= Self.leastLater, source.laterCount * 2 > source.count {
            return "most leads of the source were created after that"
        }
        if isFarAhead, let newest = source.newest {
            return "the newest lead of the source was created at \(newest.iso)"
        }
        return nil
    }

    private var isFarAhead: Bool {
        guard let newest = source.newest else { return false }
        return now.secondsSinceEpoch - newest.secondsSinceEpoch > Self.longestSilence
    }
}
