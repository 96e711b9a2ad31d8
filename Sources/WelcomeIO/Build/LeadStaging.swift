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

    /// What a reading of the source came to.
    struct Outcome {
        /// The source as a person named it.
        var source: String
        var rowsAreLines = true
        var accepted = 0
        var rejected = 0
        /// Which of the leads asked for were met.
        var found: Set<String> = []
        /// The media that rows name, by their themes.
        var media: MediaPreparation.RowMedia = [:]
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
        let wanted = Set(options.leads.map { Array($0.utf8) })
        let tenant = options.tenant.map { LeadText($0) }
        let forgotten = try ledger.tombstones()
        var names: Set<[UInt8]> = []
        var milestones = milestones
        var latestKind: PageKind?
        try ledger.stage { stage in
            var buffer: [UInt8] = []
            while let event = try source.next() {
                try milestones.pass()
                switch event {
                case .row(let row):
                    if source.columnNames == nil { names.formUnion(row.fields.map(\.name)) }
                    guard wanted.isEmpty || row.leadID.map({ wanted.contains($0) }) == true else { continue }
                    switch parser.parse(row) {
                    case .success(let lead):
                        if let tenant, tenant != lead.identity.tenant { continue }
                        if forgotten.contains(lead.identity) {
                            let problem = RowProblem(position: row.position, column: "id", code: .leadForgotten)
                            try reject(problem, stage, &outcome, &report)
                            continue
                        }
                        if !wanted.isEmpty { outcome.found.insert(lead.identity.lead.string) }
                        try stage.add(lead, position: row.position.number, buffer: &buffer)
                        outcome.accepted += 1
                        let kind = PageKind(withoutFieldsOf: lead)
                        // As a rule rows of one kind follow one another, and looking for it in the set costs more.
                        if kind != latestKind { outcome.kinds.insert(kind) }
                        latestKind = kind
                        let media = LeadMedia(of: lead).paths
                        if !media.isEmpty { outcome.media[lead.theme, default: []].formUnion(media) }
                    case .failure(let problem): try reject(problem, stage, &outcome, &report)
                    }
                case .problem(let problem):
                    // Whose row it is cannot be told, so it is no concern of a build of single leads.
                    if wanted.isEmpty { try reject(problem, stage, &outcome, &report) }
                }
            }
        }
        outcome.unusedColumns = unused(source.columnNames ?? names.sorted { $0.lexicographicallyPrecedes($1) })
        for position in try ledger.rejectDuplicates() {
            outcome.accepted -= 1
            outcome.rejected += 1
            report.add(.leadDuplicate, column: "id", position: position, severity: .error)
        }
        return outcome
    }

    private func reject(
        _ problem: RowProblem, _ stage: LeadStage, _ outcome: inout Outcome, _ report: inout BuildReport
    ) throws {
        try stage.reject(problem)
        outcome.rejected += 1
        report.add(problem.code, column: problem.column, position: problem.position.number, severity: .error)
    }

    private func request(_ path: String) -> LeadSourceRequest {
        LeadSourceRequest(
            path: path, query: site.settings.leadsQuery, onlyIDs: options.leads.isEmpty ? nil : options.leads,
            onlyTenant: options.tenant, defaultTenant: parser.schema.defaultTenant.string)
    }

    private func unused(_ columns: [[UInt8]]) -> [String] {
        columns.map { String(decoding: $0, as: UTF8.self) }.filter { name in
            LeadColumn(Array(name.utf8)) == nil && !declaredFields.contains(name)
        }
    }
}
