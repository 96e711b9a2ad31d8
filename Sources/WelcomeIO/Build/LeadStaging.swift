import Foundation
import WelcomeCore

/// Reads the source of leads into the ledger's temporary tables, row by row.
struct LeadStaging {
    let site: Site
    let options: BuildOptions
    let parser: LeadParser
    /// Every field that some theme declares.
    let declaredFields: Set<String>
    let milestones: Milestones
    let stop: StopFlag
    /// Where the media that rows name are noted.
    let files: RowFileStore

    /// What a reading of the source came to.
    struct Outcome {
        /// The source as a person named it.
        var source: String
        var rowsAreLines = true
        var accepted = 0
        var rejected = 0
        /// Which of the leads asked for were met.
        var found: Set<String> = []
        /// Tenants, themes and locales of rows, without fields and media.
        var kinds: Set<PageKind> = []
        /// Columns that rows have and nothing uses.
        var unusedColumns: [String] = []
    }

    /// Reads everything; a fault of the source as a whole ends it, a fault of a row costs that row.
    func read(_ path: String, into ledger: Ledger, _ report: inout BuildReport) throws -> Outcome {
        var outcome = Outcome(source: path)
        let source = try LeadSourceDetector.open(request(path))
        outcome.rowsAreLines = !(source is SQLiteLeadSource)
        report.source = path
        report.rowsAreLines = outcome.rowsAreLines
        var intake = Pipeline(
            RowIntake(
                parser: parser, options: options, forgotten: try ledger.tombstones(), files: files,
                collectsNames: source.columnNames == nil),
            jobs: options.jobs
        ) { (intake: inout RowIntake, events: [SourceEvent]) in try events.compactMap { try intake.take($0) } }
        var milestones = milestones
        try ledger.stage { stage in
            var events: [SourceEvent] = []
            while let event = try source.next() {
                try milestones.pass()
                events.append(event)
                guard events.count == Self.batchSize else { continue }
                if let rows = try intake.push(events) { try add(rows, to: &stage, &outcome, &report) }
                events.removeAll(keepingCapacity: true)
            }
            if let rows = try intake.push(events) { try add(rows, to: &stage, &outcome, &report) }
            while let rows = try intake.pop() { try add(rows, to: &stage, &outcome, &report) }
        }
        let rows = intake.state
        (outcome.found, outcome.kinds) = (rows.found, rows.kinds)
        outcome.unusedColumns = unused(
            source.columnNames ?? rows.names.sorted { $0.lexicographicallyPrecedes($1) })
        for position in try ledger.rejectDuplicates() {
            outcome.accepted -= 1
            outcome.rejected += 1
            report.add(.leadDuplicate, column: "id", position: position, severity: .error)
        }
        return outcome
    }

    /// Rows on their way from the source to the ledger: enough for few changes of hands, few enough for little memory.
    private static let batchSize = 512

    private func add(
        _ rows: [RowIntake.Outcome], to stage: inout LeadStage, _ outcome: inout Outcome, _ report: inout BuildReport
    ) throws {
        for row in rows {
            switch row {
            case .lead(let key, let position, let record, let warnings):
                try stage.add(record, key: key, position: position)
                for warning in warnings { report.add(warning, severity: .warning) }
                outcome.accepted += 1
            case .problem(let problem):
                for position in problem.positions { try stage.reject(problem, at: position) }
                outcome.rejected += problem.positions.count
                report.add(problem, severity: .error)
            }
        }
    }

    private func request(_ path: String) -> LeadSourceRequest {
        var request = LeadSourceRequest(
            path: path, query: site.settings.leadsQuery, onlyIDs: options.leads.isEmpty ? nil : options.leads,
            onlyTenant: options.tenant, defaultTenant: parser.schema.defaultTenant.string)
        request.declaredFields = declaredFields
        request.stop = stop
        return request
    }

    private func unused(_ columns: [[UInt8]]) -> [String] {
        columns.map { String(decoding: $0, as: UTF8.self) }.filter { name in
            LeadColumn(Array(name.utf8)) == nil && !declaredFields.contains(name)
        }
    }
}
