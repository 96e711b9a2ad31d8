import WelcomeCore

/// Makes leads of rows, and remembers what all of them come to.
struct RowIntake: Sendable {
    /// What became of one row.
    enum Outcome: Sendable {
        case lead(key: [UInt8], position: Int64, record: [UInt8], warnings: [RowProblem])
        case problem(RowProblem)
    }

    private let parser: LeadParser
    /// The ids that are asked for; empty for all.
    private let wanted: Set<[UInt8]>
    private let tenant: LeadText?
    private let forgotten: Tombstones
    /// Whether rows name their columns themselves.
    private let collectsNames: Bool
    private var latestKind: PageKind?

    /// The columns that rows named.
    private(set) var names: Set<[UInt8]> = []
    /// Which of the leads asked for were met.
    private(set) var found: Set<String> = []
    /// Where the media that rows name are noted.
    private let files: RowFileStore
    /// Tenants, themes and locales of rows, without fields and media.
    private(set) var kinds: Set<PageKind> = []

    init(parser: LeadParser, options: BuildOptions, forgotten: Tombstones, files: RowFileStore, collectsNames: Bool) {
        self.files = files
        self.parser = parser
        wanted = Set(options.leads.map { Array($0.utf8) })
        tenant = options.tenant.map { LeadText($0) }
        self.forgotten = forgotten
        self.collectsNames = collectsNames
    }

    /// Takes what the source gave; `nil` where it is none of this build's concern.
    mutating func take(_ event: SourceEvent) throws -> Outcome? {
        switch event {
        case .row(let row): try take(row)
        // Whose row it is cannot be told, so it is no concern of a build of single leads.
        case .problem(let problem): wanted.isEmpty ? .problem(problem) : nil
        }
    }

    private mutating func take(_ row: RawRow) throws -> Outcome? {
        if collectsNames { names.formUnion(row.fields.map(\.name)) }
        guard wanted.isEmpty || row.leadID.map({ wanted.contains($0) }) == true else { return nil }
        var warnings: [RowProblem] = []
        switch parser.parse(row, &warnings) {
        case .success(let lead):
            if let tenant, tenant != lead.identity.tenant { return nil }
            if forgotten.contains(lead.identity) {
                return .problem(RowProblem(position: row.position, column: "id", code: .leadForgotten))
            }
            try note(lead)
            var record: [UInt8] = []
            LeadRecord.encode(lead, into: &record)
            return .lead(
                key: lead.identity.sortKey, position: row.position.number, record: record, warnings: warnings)
        case .failure(let problem): return .problem(problem)
        }
    }

    private mutating func note(_ lead: Lead) throws {
        if !wanted.isEmpty { found.insert(lead.identity.lead.string) }
        let kind = PageKind(withoutFieldsOf: lead)
        // As a rule rows of one kind follow one another, and looking for it in the set costs more.
        if kind != latestKind { kinds.insert(kind) }
        latestKind = kind
        try files.add(LeadMedia(of: lead).paths, theme: lead.theme)
    }
}
