import WelcomeCore

/// Looks at a build as a whole before it writes anything, and says why somebody would be written to wrongly.
struct BuildGuards {
    let site: Site
    let options: BuildOptions
    let keys: KeyRing
    /// Whether the build covers every lead.
    let isWhole: Bool
    /// What was published last.
    let pointer: ManifestPointer?
    /// Tenants whose rows have a fault: what their links are to begin with is not known.
    let faultyTenants: Set<LeadText>

    /// Judges what the first walk has found.
    ///
    /// - Throws: `FileError`, `DatabaseError` or `LedgerError`.
    func diagnostics(_ tally: GuardTally, _ ledger: Ledger, _ scope: Ledger.Scope) throws -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        let clock = ClockCheck(
            now: options.now, isStated: options.isMomentStated, lastPublished: pointer?.publishedAt,
            firstKeyDay: keys.entries.map(\.notBefore).min(),
            source: isWhole ? tally.dates : ClockCheck.SourceDates(), expiringPages: tally.pages.expiring)
        if let diagnostic = clock.diagnostic { diagnostics.append(diagnostic) }
        if !options.acceptsLoss {
            // Where the clock is wrong, that it removes pages is no news.
            if diagnostics.isEmpty, let diagnostic = tally.pages.diagnostic(in: site.outputPath, now: options.now) {
                diagnostics.append(diagnostic)
            }
            if let diagnostic = try lossDiagnostic(tally, ledger, scope) { diagnostics.append(diagnostic) }
        }
        if !options.acceptsNewHost, let diagnostic = try originDiagnostic(tally, ledger) {
            diagnostics.append(diagnostic)
        }
        return diagnostics
    }

    private func lossDiagnostic(_ tally: GuardTally, _ ledger: Ledger, _ scope: Ledger.Scope) throws -> Diagnostic? {
        let source = site.leadsPath ?? ""
        let comparison = RecipientComparison(site: site, pointer: pointer)
        if let count = try comparison.returningLeads(tally, ledger, scope) {
            return Diagnostic(
                .error, .idsChanged, at: SourceLocation(file: source, field: "id"),
                "\(count) leads have a new id and the recipient of a lead that is gone from the source",
                fix:
                    "did the export change the ids, as a spreadsheet does that drops leading zeros? With --accept-loss "
                    + "they are new leads, and are greeted again")
        }
        return tally.loss.diagnostic(in: source)
    }

    private func originDiagnostic(_ tally: GuardTally, _ ledger: Ledger) throws -> Diagnostic? {
        let settings = site.settings
        let tenants = tally.tenants.map(\.id).filter { !faultyTenants.contains($0) }
        let lost = try ledger.sentOrigins(of: tenants).compactMap { sent in
            sent.unserved(by: settings, now: options.now).first.map { (sent, $0) }
        }
        guard let (sent, origin) = lost.first else { return nil }
        return sent.diagnostic(on: origin, of: settings, in: site.resolve("welcome.yml"), others: lost.count - 1)
    }
}
