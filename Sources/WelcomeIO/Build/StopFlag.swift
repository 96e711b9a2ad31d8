import Synchronization

/// A request to stop at the next safe point, raised by a signal handler and looked at between slices of work.
package final class StopFlag: Sendable {
    private let isRaised = Atomic<Bool>(false)

    package init() {}

    package func raise() {
        isRaised.store(true, ordering: .relaxed)
    }

    /// Throws `BuildFailure.interrupted` once the flag is raised.
    func check() throws(BuildFailure) {
        if isRaised.load(ordering: .relaxed) { throw .interrupted }
    }
}
