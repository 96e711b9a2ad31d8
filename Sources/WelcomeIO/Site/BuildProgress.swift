import Synchronization

/// How far a build has come: told by the build, and read by whoever watches it on another thread.
package final class BuildProgress: Sendable {
    /// What there is to say at one moment.
    package struct Snapshot: Sendable, Hashable {
        /// The name of the phase, as the report has it.
        package var phase: String
        /// How many leads the phase is through with.
        package var done: Int
        /// How many there are; `nil` while nobody can know.
        package var total: Int?
        /// For how long the phase has been running, in seconds.
        package var seconds: Double
        /// What is being worked on, as a person calls it; `nil` where the number says enough.
        package var item: String?

        package init(phase: String, done: Int, total: Int?, seconds: Double, item: String? = nil) {
            (self.phase, self.done, self.total, self.seconds, self.item) = (phase, done, total, seconds, item)
        }
    }

    private struct State {
        var phase = ""
        var began = ContinuousClock.now
        var done = 0
        var total: Int?
        var item: String?
    }

    private let state = Mutex(State())

    package init() {}

    /// Begins a phase that goes through `total` leads, if that is known.
    func begin(_ phase: String, total: Int? = nil) {
        state.withLock { $0 = State(phase: phase, total: total) }
    }

    /// Notes how many things the phase goes through, where that is known only after it has begun.
    func expect(_ total: Int) {
        state.withLock { ($0.done, $0.total) = (0, total) }
    }

    /// Notes what is being worked on.
    func take(up item: String?) {
        state.withLock { $0.item = item }
    }

    /// Notes that the phase is through with `count` more leads.
    func advance(by count: Int) {
        state.withLock { $0.done += count }
    }

    /// What there is to say now; `nil` before the first phase.
    package var snapshot: Snapshot? {
        state.withLock { state in
            guard !state.phase.isEmpty else { return nil }
            let (seconds, attoseconds) = (ContinuousClock.now - state.began).components
            return Snapshot(
                phase: state.phase, done: state.done, total: state.total,
                seconds: Double(seconds) + Double(attoseconds) / 1e18, item: state.item)
        }
    }
}

/// Counts leads in a loop over all of them, and looks up from it now and then.
struct Milestones {
    private let progress: BuildProgress
    private let stop: StopFlag
    private var count = 0

    private static let stride = 1024

    init(_ progress: BuildProgress, _ stop: StopFlag) {
        self.progress = progress
        self.stop = stop
    }

    /// Passes one lead; every thousandth time it is noted, and the build ends if somebody asked for that.
    ///
    /// - Throws: `BuildFailure.interrupted`.
    mutating func pass() throws(BuildFailure) {
        count += 1
        guard count % Self.stride == 0 else { return }
        progress.advance(by: Self.stride)
        try stop.check()
    }
}
