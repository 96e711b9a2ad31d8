import WelcomeCore

extension Build {
    /// Lets the planner visit every identity, and notes the links that it issues.
    mutating func visitAll(
        _ planner: inout BuildPlanner, _ ledger: Ledger, _ pageFiles: PageFileList
    ) throws {
        var milestones = Milestones(progress, stop)
        var visits = Pipeline(planner, jobs: options.jobs) { (planner: inout BuildPlanner, entries: [MergedEntry]) in
            try planner.visit(entries)
        }
        try ledger.walkInBatches(scope) { entries, notes in
            for _ in entries { try milestones.pass() }
            if let outcome = try visits.push(entries) { try take(outcome, notes, pageFiles) }
        } atEnd: { notes in
            while let outcome = try visits.pop() { try take(outcome, notes, pageFiles) }
        }
        planner = visits.state
        try ledger.findRepetitions(isPartial: isPartial)
    }

    private mutating func take(
        _ outcome: BuildPlanner.Outcome, _ notes: LedgerNotes, _ pageFiles: PageFileList
    ) throws {
        try pageFiles.add(outcome.files)
        for link in outcome.issued { try notes.issue(link, at: options.now) }
        for (code, column, position) in outcome.rowWarnings {
            report.add(code, column: column.columnName, position: position, severity: .warning)
        }
        for member in outcome.members { try notes.note(member) }
        for medium in outcome.staleMedia {
            report.add(.mediaStale, column: medium.column, position: medium.position, severity: .warning)
        }
        for (problem, position) in outcome.pageProblems {
            report.add(problem.code, column: problem.column, position: position, severity: .warning)
        }
    }
}
