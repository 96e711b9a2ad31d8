import WelcomeCore

/// The leads that get nothing new, because rows of their own tenant have errors.
struct HeldBackLeads: Sendable {
    private var count = 0
    /// The first places in the source.
    private var examples: [Int64] = []

    mutating func add(_ position: Int64?) {
        count += 1
        if let position, examples.count < 3 { examples.append(position) }
    }

    /// Says in `report` how many leads it are, and where the first stand.
    func note(in report: inout BuildReport) {
        for position in examples { report.add(.themeFaulty, column: nil, position: position, severity: .warning) }
        let others = count - examples.count
        if others > 0 { report.add(.themeFaulty, column: nil, count: others, severity: .warning) }
    }
}
