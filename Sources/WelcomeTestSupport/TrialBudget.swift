import Foundation

/// How long a test tries inputs of its own making: a fixed number, or as long as `WELCOME_TRIAL_SECONDS` says.
///
/// What it finds is kept: in a table of the unit concerned, or in `Tests/Fixtures/mutations`.
package enum TrialBudget {
    /// Calls `trial` `count` times with numbers that are the same in every run.
    ///
    /// A run that was given time goes on until it is over, from numbers that no other run has had.
    package static func run(count: Int, _ trial: (inout SeededNumbers) throws -> Void) rethrows {
        let text = ProcessInfo.processInfo.environment["WELCOME_TRIAL_SECONDS"]
        guard let seconds = text.flatMap(Double.init) else {
            var numbers = SeededNumbers(seed: 1)
            for _ in 0..<count { try trial(&numbers) }
            return
        }
        var numbers = SeededNumbers(seed: UInt64(Date().timeIntervalSince1970))
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end { try trial(&numbers) }
    }
}
