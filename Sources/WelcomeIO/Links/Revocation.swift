import WelcomeCore

/// Takes a lead's pages away, at once and without a build, or lets the lead have a new link.
package enum Revocation {
    /// Revokes every link of `lead`.
    ///
    /// The revocation lasts before the first page goes, so that a process that dies in between leaves work to the next
    /// build and never a page that comes back.
    ///
    /// - Returns: how many pages went; 0 when the lead was revoked before.
    /// - Throws: `BuildFailure`. The pages are gone even when the manifest could not be written.
    package static func revoke(_ lead: NamedLead, _ work: LinkWork) throws(BuildFailure) -> Int {
        do {
            let folder = try work.open()
            let identities = try lead.identities(in: folder.ledger, at: work.site.ledgerPath)
            try folder.ledger.revoke(identities)
            // The pages go now, whatever may be wrong with the manifest or with the source that names the tenants.
            let codes = try identities.flatMap { try folder.ledger.links(of: $0).map(\.code) }
            let removed = try folder.files.removePages(codes)
            _ = try work.publish(.identities(identities), in: folder, jobs)
            return removed
        } catch {
            throw BuildFailure(error)
        }
    }

    /// What came of asking for a new link.
    package enum Reissue: Sendable {
        /// There was nothing to undo.
        case notRevoked
        /// The link is issued; the report is that of the build of this one lead.
        case issued(BuildReport)
    }

    /// Gives `lead` a new link in place of the revoked ones, which stay dead.
    ///
    /// - Throws: `BuildFailure`, also when the lead is not in the source or its row says that it is revoked. The lead
    ///   gets its link from the next build that meets its row all the same.
    package static func undo(
        _ lead: NamedLead, _ work: LinkWork, keysText: String?
    ) throws(BuildFailure) -> Reissue {
        do {
            let withdrawn = try withdraw(lead, work)
            guard let tenant = withdrawn.first?.tenant else { return .notRevoked }
            var options = BuildOptions(now: work.now, jobs: 1, keysText: keysText)
            options.leads = [lead.id]
            options.tenant = tenant.string
            var build = Build(site: work.site, options: options)
            let (report, failure) = build.run()
            if let failure { throw failure }
            // Other purposes of the lead may stay revoked; those that were meant must have a link again.
            let ledger = try Ledger(path: work.site.ledgerPath)
            guard try withdrawn.allSatisfy({ try ledger.links(of: $0).last?.state == .active }) else {
                throw BuildFailure.diagnostics([
                    Diagnostic(
                        .error, .linkRevoked, at: SourceLocation(file: report.source, field: "revoked"),
                        "the row of the lead says that it is revoked",
                        fix: "change the row, and run `welcome revoke --undo` again")
                ])
            }
            return .issued(report)
        } catch {
            throw BuildFailure(error)
        }
    }

    /// Notes that the links are withdrawn, and lets go of the folder for the build that follows.
    ///
    /// - Returns: those that were revoked before.
    private static func withdraw(_ lead: NamedLead, _ work: LinkWork) throws -> [LeadIdentity] {
        let folder = try work.open()
        let identities = try lead.identities(in: folder.ledger, at: work.site.ledgerPath)
        return try folder.ledger.withdraw(identities)
    }

    /// Nothing but what the last manifest or the web root still has.
    private static func jobs(_ links: [LedgerRecord]) -> [PageJob] {
        let listed = links.last { $0.manifestState != nil }
        return links.compactMap { link in
            guard link.page != nil || (link.manifestState != nil && link.manifestState != .revoked) else { return nil }
            return PageJob(
                lead: nil, record: link, disposition: .revoked, page: nil, isListed: link.serial == listed?.serial)
        }
    }
}
