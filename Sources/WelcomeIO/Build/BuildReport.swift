package import WelcomeCore

/// What a build did, for the person or the program that asked for it.
package struct BuildReport: Sendable {
    /// Some rows of the source that share a problem; never their values.
    package struct RowProblems: Codable, Sendable {
        package var code: DiagnosticCode
        package var column: String?
        package var severity: Diagnostic.Severity
        package var count: Int
        /// The first three places, each with its last line where rows were lost together.
        package var places: [ClosedRange<Int64>]

        /// Where these places begin and end, ascending.
        package var examples: [Int64] {
            places.flatMap { $0.count > 1 ? [$0.lowerBound, $0.upperBound] : [$0.lowerBound] }
        }
    }

    /// Leads that are unsendable for one reason; never their values.
    package struct Unsendable: Codable, Sendable {
        /// The problem as the manifest has it.
        package var code: String
        package var column: String?
        package var count: Int
        /// The first three places.
        package var examples: [Int64]
        /// The reason in words.
        var reason: String
    }

    /// How many leads have a field, and for how many a fallback stood in.
    package struct FieldCoverage: Codable, Sendable {
        package var filled = 0
        package var fallback = 0

        package init(filled: Int = 0, fallback: Int = 0) {
            self.filled = filled
            self.fallback = fallback
        }
    }

    package var build = ""
    package var leads = 0
    package var rejected = 0
    package var pagesWritten = 0
    package var pagesUnchanged = 0
    package var pagesRemoved = 0
    package var bytesWritten = 0
    package var byState: [ManifestState: Int] = [:]
    package var phases: [(name: String, seconds: Double)] = []
    package var fields: [String: FieldCoverage] = [:]
    package var diagnostics: [Diagnostic] = []
    /// What only somebody who asks for more wants to know.
    package var notes: [String] = []
    /// What would make the site safer.
    package var advice: [String] = []
    /// The source as a person named it, and whether its rows are lines.
    package var source = ""
    package var rowsAreLines = false
    package private(set) var rowProblems: [RowProblems] = []
    /// Why leads are unsendable.
    package private(set) var unsendable: [Unsendable] = []
    /// How many of the leads never had a link before.
    package var newLeads = 0
    /// Whether all leads were looked at, so that the report can say that none is ready.
    package var isOfAllLeads = false
    package var plan: PublishPlan?
    package var isPublished = false

    package init() {}

    /// Whether pages of some tenant stay as they are, for its own rows have errors.
    package var costsTenants: Bool { diagnostics.contains(where: \.stopsTenant) }

    /// Counts a problem of one row, or of several whose places are not known, with its like.
    package mutating func add(
        _ code: DiagnosticCode, column: String?, position: Int64? = nil, count: Int = 1,
        severity: Diagnostic.Severity
    ) {
        add(code, column: column, at: position.map { $0...$0 }, count: count, severity: severity)
    }

    /// Counts a problem of several rows with its like.
    mutating func add(
        _ code: DiagnosticCode, column: String?, _ rows: Obstacles.Rows, severity: Diagnostic.Severity
    ) {
        for position in rows.examples { add(code, column: column, position: position, severity: severity) }
        let others = rows.count - rows.examples.count
        if others > 0 { add(code, column: column, count: others, severity: severity) }
    }

    /// Counts a problem of one row with its like, or of several lines that are lost together.
    package mutating func add(_ problem: RowProblem, severity: Diagnostic.Severity) {
        let places = problem.positions
        add(problem.code, column: problem.column, at: places, count: places.count, severity: severity)
    }

    private mutating func add(
        _ code: DiagnosticCode, column: String?, at place: ClosedRange<Int64>?, count: Int,
        severity: Diagnostic.Severity
    ) {
        let index =
            rowProblems.firstIndex { $0.code == code && $0.column == column && $0.severity == severity }
            ?? {
                rowProblems.append(RowProblems(code: code, column: column, severity: severity, count: 0, places: []))
                return rowProblems.count - 1
            }()
        rowProblems[index].count += count
        if let place, rowProblems[index].places.count < 3 { rowProblems[index].places.append(place) }
    }

    /// Takes over what an earlier build found in the same rows.
    mutating func restore(_ problems: [RowProblems], _ unsendable: [Unsendable]) {
        rowProblems = problems
        self.unsendable = unsendable
    }

    /// Takes over why leads are unsendable.
    mutating func take(_ obstacles: Obstacles) {
        unsendable = obstacles.reasons.map { problem, rows in
            Unsendable(
                code: problem.code.rawValue, column: problem.column, count: rows.count, examples: rows.examples,
                reason: problem.code.reason)
        }
    }

    /// The problems of rows as diagnostics, one for each kind.
    package var rowDiagnostics: [Diagnostic] {
        rowProblems.sorted { ($0.code.rawValue, $0.column ?? "") < ($1.code.rawValue, $1.column ?? "") }.map {
            problem in
            Diagnostic(
                problem.severity, problem.code, at: place(of: problem.places.first?.lowerBound, problem.column),
                problem.code.rowSummary + others(problem.count, problem.places), fix: problem.code.rowFix)
        }
    }

    /// Who cannot be written to and why, and whether that is everybody.
    package var readinessDiagnostics: [Diagnostic] {
        let reasons = unsendable.map { reason in
            Diagnostic(
                .warning, .leadUnsendable, at: place(of: reason.examples.first, reason.column),
                "unsendable: \(reason.reason)" + others(reason.count, reason.examples.map { $0...$0 }),
                fix: "`problems` of the manifest's line has \(reason.code)")
        }
        return reasons + [noneReady].compactMap(\.self)
    }

    private var noneReady: Diagnostic? {
        let count = { (state: ManifestState) in byState[state] ?? 0 }
        guard isOfAllLeads, count(.ready) == 0, count(.unsendable) + count(.sent) > 0 else { return nil }
        let isNewSource = newLeads == leads
        guard isNewSource || count(.sent) == 0 else { return nil }
        let summary =
            count(.sent) == 0
            ? "NOBODY CAN BE WRITTEN TO: all \(count(.unsendable)) leads are unsendable"
            : "NOBODY WILL BE WRITTEN TO: none of the \(leads) leads of this new source is ready"
        return Diagnostic(
            .warning, .noneReady, at: SourceLocation(file: source), summary,
            fix: "`welcome explain LEAD` says of one lead where each value comes from")
    }

    private func place(of number: Int64?, _ column: String?) -> SourceLocation {
        SourceLocation(
            file: source, line: rowsAreLines ? number.map(Int.init) : nil, row: rowsAreLines ? nil : number,
            field: column)
    }

    /// How many rows share a problem, and where the next of them stand.
    private func others(_ count: Int, _ places: [ClosedRange<Int64>]) -> String {
        guard count > 1 else { return "" }
        let areJoined = places.contains { $0.count > 1 }
        let others = areJoined ? places[...] : places.dropFirst()
        guard !others.isEmpty else { return " (\(count) rows)" }
        let numbers = others.map { $0.count > 1 ? "\($0.lowerBound)–\($0.upperBound)" : "\($0.lowerBound)" }
        let noun = (rowsAreLines ? "line" : "row") + (areJoined || others.count > 1 ? "s" : "")
        let more = count > places.reduce(0) { $0 + $1.count } ? "…" : ""
        let also = areJoined ? ":" : "; also"
        return " (\(count) rows\(also) \(noun) \(numbers.joined(separator: ", "))\(more))"
    }
}
