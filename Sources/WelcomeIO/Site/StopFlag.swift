import Synchronization

/// A request to stop at the next safe point, raised by a signal handler and looked at between slices of work.
package final class StopFlag: Sendable {
    /// The number of the signal, or 0 while nobody asks.
    private let signal = Atomic<Int32>(0)

    package init() {}

    /// Asks to stop because of `signal`, a signal's number above 0; safe to call from a signal handler.
    package func raise(_ signal: Int32) {
        self.signal.store(signal, ordering: .relaxed)
    }

    /// Whether somebody asks to stop.
    var isRaised: Bool { raisedSignal != nil }

    /// The number of the signal that asks to stop, if one does.
    var raisedSignal: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// Throws `BuildFailure.interrupted` once the flag is raised.
    func check() throws(BuildFailure) {
        if let number = raisedSignal { throw .interrupted(signal: number) }
    }
}
