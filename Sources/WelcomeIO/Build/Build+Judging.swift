import WelcomeCore

extension Build {
    /// Finds out what state each lead would have, where nothing is written.
    mutating func judge(_ planner: inout BuildPlanner, _ site: Site, _ ledger: Ledger) throws {
        let terms = try terms(planner, site, ledger)
        var values = JobValues(terms: terms)
        var lines = ManifestLineRenderer(terms: terms)
        var obstacles = Obstacles()
        try ledger.walk(scope) { entry, _ in
            let links = try planner.allLinks(of: entry)
            for job in try planner.jobs(entry, links) where job.isListed {
                let line = lines.line(job, page: nil, values.values(of: job))
                report.byState[line.state, default: 0] += 1
                obstacles.note(line, at: job.position)
            }
        }
        report.take(obstacles)
    }
}
