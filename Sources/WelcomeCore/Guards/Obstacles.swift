/// Why leads are unsendable, with the rows that it concerns; never their values.
package struct Obstacles: Sendable {
    /// The rows that share a reason.
    package struct Rows: Sendable, Hashable {
        package private(set) var count = 0
        /// The first places, ascending.
        package private(set) var examples: [Int64] = []

        private static let maxExamples = 3

        package init() {}

        /// Counts a row, which stands at `position` of the source.
        package mutating func add(_ position: Int64?) {
            count += 1
            keep(position.map { [$0] } ?? [])
        }

        /// Takes in what another part of the build found.
        package mutating func merge(_ other: Rows) {
            count += other.count
            keep(other.examples)
        }

        private mutating func keep(_ positions: [Int64]) {
            examples = Array((examples + positions).sorted().prefix(Self.maxExamples))
        }
    }

    package private(set) var rows: [DeliveryProblem: Rows] = [:]

    package init() {}

    /// Takes a line of the manifest into account, whose lead stands at `position` of the source.
    package mutating func note(_ line: ManifestLine, at position: Int64?) {
        guard line.state == .unsendable else { return }
        // What a page goes without keeps nobody from being written to.
        let problems = line.problems.filter { !$0.code.isOfPage }
        for problem in problems.isEmpty ? line.problems : problems {
            // Whoever else is named makes no reason of its own.
            rows[DeliveryProblem(problem.code, column: problem.column), default: Rows()].add(position)
        }
    }

    /// Takes in what another part of the build found.
    package mutating func merge(_ other: Obstacles) {
        for (problem, found) in other.rows { rows[problem, default: Rows()].merge(found) }
    }

    /// The reasons, those that concern most leads first.
    package var reasons: [(problem: DeliveryProblem, rows: Rows)] {
        rows.sorted {
            ($1.value.count, $0.key.code.rawValue, $0.key.column ?? "")
                < ($0.value.count, $1.key.code.rawValue, $1.key.column ?? "")
        }.map { ($0.key, $0.value) }
    }
}
