package import WelcomeCore

/// Erases a person: page, media of their own, manifest lines, ledger rows, and every trace in free pages.
///
/// In this order, so that nothing of it can be undone by a crash or an old source: a tombstone; the pages; media that no
/// other page names, with the copies of URLs that they came from; a manifest without the lines, and the pointer to it;
/// every older manifest and temporary file; the ledger's rows, and the file written anew. What was begun is ended by
/// whichever command opens the folder next.
package enum Erasure {
    /// What was removed, for the one who asked.
    package struct Receipt: Sendable {
        package var tenant: String
        package var lead: String
        package var erasedAt: Timestamp
        package var pages = 0
        package var media = 0
        package var manifestLines = 0
        package var links = 0
        /// Whether the source still has a row of the lead; `nil` where it could not be read.
        package var isInSource: Bool?
    }

    /// Forgets `lead` for good: it gets no page again, even from a source of before.
    ///
    /// A lead that has no link is refused from now on all the same, if its tenant is named.
    ///
    /// - Throws: `BuildFailure`. What was begun by then is ended by the next command.
    /// - Complexity: O(links + bytes of the manifest), and O(bytes of all pages) where a page has media of its own.
    package static func forget(_ lead: NamedLead, _ work: LinkWork) throws(BuildFailure) -> Receipt {
        do {
            let folder = try work.open()
            var tenant = lead.tenant.map { LeadText($0) }
            if tenant == nil {
                tenant = try lead.identities(in: folder.ledger, at: work.site.ledgerPath).first?.tenant
            }
            guard let tenant else { throw BuildFailure.defect("a lead without a tenant") }
            try folder.ledger.bury(tenant: tenant, lead: LeadText(lead.id), at: work.now)
            var receipt = Receipt(tenant: tenant.string, lead: lead.id, erasedAt: work.now)
            let removed = try PendingErasure.finish(folder, now: work.now)
            (receipt.pages, receipt.media) = (removed.pages, removed.media)
            (receipt.manifestLines, receipt.links) = (removed.manifestLines, removed.links)
            receipt.isInSource = isInSource(tenant: tenant, lead: lead.id, work.site)
            return receipt
        } catch {
            throw BuildFailure(error)
        }
    }

    /// Whether the source would bring the lead back, if there were no tombstone.
    private static func isInSource(tenant: LeadText, lead: String, _ site: Site) -> Bool? {
        guard let path = site.leadsPath else { return false }
        // What a pipe brings is for the next build.
        guard FileIdentity.stamp(of: path) != nil else { return nil }
        // Only advice depends on it: a source that cannot be read says so in the next build.
        guard
            let source = try? LeadSourceDetector.open(
                LeadSourceRequest(
                    path: path, query: site.settings.leadsQuery, onlyIDs: [lead], onlyTenant: tenant.string))
        else { return nil }
        do {
            while let event = try source.next() {
                guard case .row(let row) = event, row.leadID?.elementsEqual(lead.utf8) == true else { continue }
                if (row.tenant ?? Array("default".utf8)) == tenant.bytes { return true }
            }
            return false
        } catch {
            return nil
        }
    }
}
