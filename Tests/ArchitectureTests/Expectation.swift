import Testing

/// Records one issue for each violation, so that a run shows every place at once.
func expectNone(_ violations: [Violation], sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    for violation in violations {
        Issue.record("\(violation.description)", sourceLocation: sourceLocation)
    }
}
