import GRDB
package import WelcomeCore

/// Everything that a build would decide about one lead, and where each value comes from.
package struct Explanation: Sendable {
    package var lead: Lead
    package var line: ManifestLine
    /// The columns in which the row says something.
    package var filledColumns: Set<String>
    package var tenant: TenantSettings
    package var page: CompiledPage?
    /// What the page shows where the row names media of its own.
    package var rowMedia: PageMedia?
    /// The link was issued by an earlier build.
    package var isIssued: Bool
    package var expiryOrigin: String
    package var diagnostics: [Diagnostic]

    /// Every file that the page needs.
    package var assets: Set<MediaAsset> { (page?.assets ?? []).union(rowMedia?.assets ?? []) }

    /// Explains every row with the id `lead`, a row for each slot and tenant; nothing is written.
    ///
    /// With a `channel` it tells how the lead would be sent to by that one instead.
    ///
    /// - Throws: `BuildFailure`, also when no usable row has the id.
    package static func make(
        lead: String, tenant: String?, channel: ChannelName? = nil, site: Site, options: BuildOptions
    ) throws(BuildFailure) -> [Explanation] {
        do {
            return try explain(lead: lead, tenant: tenant, channel: channel, site: site, options: options)
        } catch {
            throw BuildFailure(error, ledger: site.ledgerPath)
        }
    }

    private static func explain(
        lead: String, tenant: String?, channel: ChannelName?, site: Site, options: BuildOptions
    ) throws -> [Explanation] {
        let keys = try site.loadKeys(environmentText: options.keysText)
        var inputs = try BuildInputs.load(site)
        guard let path = site.leadsPath else {
            throw BuildFailure.settings([Diagnostic(.error, .settingsValue, "no source of leads is set")])
        }
        let rows = try rows(of: lead, tenant: tenant, at: path, inputs)
        let ledger = try Ledger.forReading(path: site.ledgerPath)
        let forgotten = try ledger.tombstones()
        guard !rows.contains(where: { forgotten.contains($0.1.identity) }) else {
            throw BuildFailure.diagnostics([
                Diagnostic(
                    .error, .leadForgotten, at: SourceLocation(file: path, field: "id"),
                    DiagnosticCode.leadForgotten.rowSummary, fix: DiagnosticCode.leadForgotten.rowFix)
            ])
        }
        let rowFiles = try RowFileStore()
        for (_, lead) in rows { try rowFiles.add(LeadMedia(of: lead).paths, theme: lead.theme) }
        var report = BuildReport()
        let preparation = MediaPreparation(
            site: inputs.site, options: options, folder: nil, stop: StopFlag(), progress: BuildProgress())
        let kinds = Set(rows.map { PageKind(withoutFieldsOf: $0.1) })
        try preparation.run(&inputs, rows: rowFiles, kinds: kinds, &report)
        var planner = BuildPlanner(
            site: inputs.site, options: options, keys: keys, signer: LinkSigner(keys: keys), compiler: inputs.compiler,
            recipientKey: try ledger.recipientKey(), rowFiles: rowFiles, faultyTenants: inputs.faultyTenants)
        if let mirror = MediaMirror(inputs.site) {
            try preparation.prepareCopies(in: mirror, for: rowFiles, &report)
        }
        return try rows.map { row, lead in
            var lead = lead
            if let channel { lead.channel = channel.rawValue }
            let entry = MergedEntry(lead: lead, links: try ledger.links(of: lead.identity))
            let jobs = try planner.jobs(entry, try planner.allLinks(of: entry))
            guard var job = jobs.first(where: \.isListed) else { throw BuildFailure.defect("a lead without a link") }
            job.repetition = try planner.member(of: job).flatMap { try ledger.repetition(of: $0) }
            let isIssued = entry.links.contains(job.record)
            let terms = RenderTerms(settings: inputs.site.settings, build: "", now: options.now)
            var values = JobValues(terms: terms)
            var lines = ManifestLineRenderer(terms: terms)
            let filled = row.fields.filter { $0.value != .null && $0.value != .text([]) }
            let days = planner.themeDays(for: lead)
            return Explanation(
                lead: lead, line: lines.line(job, page: job.record.page, values.values(of: job)),
                filledColumns: Set(filled.map { String(decoding: $0.name, as: UTF8.self) }),
                tenant: inputs.site.settings.tenant(lead.identity.tenant),
                page: job.page, rowMedia: job.media?.media, isIssued: isIssued,
                expiryOrigin: expiryOrigin(lead, isIssued: isIssued, themeDays: days, site.settings),
                diagnostics: inputs.diagnostics + report.diagnostics + planner.diagnostics)
        }
    }

    private static func expiryOrigin(
        _ lead: Lead, isIssued: Bool, themeDays: Int?, _ settings: SiteSettings
    ) -> String {
        if isIssued { return "frozen when the link was issued" }
        if lead.expiresOn != nil { return "row: expires_on" }
        let days = themeDays.map { "\($0) days (theme)" } ?? "\(settings.expiresAfterDays) days (welcome.yml)"
        return "\(days) after \(lead.createdAt == nil ? "the first build" : "created_at")"
    }

    private static func rows(
        of id: String, tenant: String?, at path: String, _ inputs: BuildInputs
    ) throws -> [(RawRow, Lead)] {
        let parser = inputs.parser
        var request = LeadSourceRequest(
            path: path, query: inputs.site.settings.leadsQuery, onlyIDs: [id], onlyTenant: tenant)
        request.declaredFields = inputs.declaredFields
        let source = try LeadSourceDetector.open(request)
        var found: [(RawRow, Lead)] = []
        var problems: [RowProblem] = []
        while let event = try source.next() {
            guard case .row(let row) = event, row.leadID?.elementsEqual(id.utf8) == true else { continue }
            switch parser.parse(row) {
            case .success(let lead):
                let isWanted = tenant.map { LeadText($0) == lead.identity.tenant } ?? true
                if isWanted, !found.contains(where: { $0.1.identity == lead.identity }) { found.append((row, lead)) }
            case .failure(let problem): problems.append(problem)
            }
        }
        guard found.isEmpty else { return found }
        var report = BuildReport()
        report.source = path
        report.rowsAreLines = !(source is SQLiteLeadSource)
        for problem in problems { report.add(problem, severity: .error) }
        throw BuildFailure.diagnostics(
            report.rowDiagnostics + [
                Diagnostic(
                    .error, .leadNotFound, at: SourceLocation(file: path, field: "id"),
                    "no usable row of the source has this id")
            ])
    }
}
