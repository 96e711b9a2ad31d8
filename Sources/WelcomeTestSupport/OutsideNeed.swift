package import Testing

/// What a test needs besides our own code and a temporary folder.
package enum OutsideNeed: String, Sendable {
    case mediaTools = "programs that prepare media"
    case server = "a server"
}

extension Trait where Self == ConditionTrait {
    /// Marks what `Scripts/test --quick` leaves out.
    package static func needs(_ need: OutsideNeed) -> Self {
        .disabled(if: TestScope.isQuick, "needs \(need.rawValue); left out of a quick run")
    }
}
