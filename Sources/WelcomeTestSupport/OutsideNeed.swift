package import Testing

/// What a test needs besides our own code, a temporary folder and a moment.
package enum OutsideNeed: String, Sendable {
    case mediaTools = "programs that prepare media"
    case server = "a server"
    case manyBuilds = "a build for every step at which one may stop"
}

extension Trait where Self == ConditionTrait {
    /// Marks what `Scripts/test --quick` leaves out.
    package static func needs(_ need: OutsideNeed) -> Self {
        .disabled(if: TestScope.isQuick, "needs \(need.rawValue); left out of a quick run")
    }
}
