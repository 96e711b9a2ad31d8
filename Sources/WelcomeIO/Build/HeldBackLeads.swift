import WelcomeCore

/// The leads that get nothing new, because rows of their own tenant have errors.
struct HeldBackLeads: Sendable {
    private var rows = Obstacles.Rows()

    mutating func add(_ position: Int64?) { rows.add(position) }

    /// Says in `report` how many leads it are, and where the first stand.
    func note(in report: inout BuildReport) { report.add(.themeFaulty, column: nil, rows, severity: .warning) }
}
