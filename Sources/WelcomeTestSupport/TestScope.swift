import Foundation

/// How much of what could be tested is tested.
package enum TestScope {
    /// Whether everything is, however long it takes: `Scripts/test --full`.
    package static let isFull = ProcessInfo.processInfo.environment["WELCOME_FULL"] == "1"

    /// Whether only what needs nothing from outside is tested: `Scripts/test --quick`.
    package static let isQuick = ProcessInfo.processInfo.environment["WELCOME_QUICK"] == "1"

    /// Up to `count` of `cases`, evenly spread and the same in every run; all of them where everything is tested.
    package static func sample<Case>(of cases: [Case], _ count: Int) -> [Case] {
        guard !isFull, count < cases.count else { return cases }
        return (0..<count).map { cases[($0 * cases.count + cases.count / 2) / count] }
    }
}
