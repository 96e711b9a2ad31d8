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
            try finish(folder, now: work.now, &receipt)
            receipt.isInSource = isInSource(tenant: tenant, lead: lead.id, work.site)
            return receipt
        } catch {
            throw BuildFailure(error)
        }
    }

    /// Ends an erasure that is under way, if one is.
    static func finish(_ folder: OutputFolder, now: Timestamp) throws {
        var receipt = Receipt(tenant: "", lead: "", erasedAt: now)
        try finish(folder, now: now, &receipt)
    }

    private static func finish(_ folder: OutputFolder, now: Timestamp, _ receipt: inout Receipt) throws {
        guard let links = try folder.ledger.linksBeingErased() else { return }
        let codes = links.map(\.code)
        let media = try PageReferences.assets(of: codes, in: folder.files)
        receipt.pages = try folder.files.removePages(codes)
        let unused = Set(try PageReferences.unused(among: media, in: folder.files))
        // A page names the file that most phones take; there may be others.
        let (sources, made) = try MediaCache.forget(unused, in: folder.files)
        if !sources.isEmpty { try MirrorStore.remove(in: folder.files) { $0.content.map(sources.contains) ?? false } }
        for name in try unused.union(PageReferences.unused(among: made, in: folder.files)).sorted() {
            try folder.files.remove("site/a/\(name)")
            receipt.media += 1
        }
        try folder.files.syncDirectory("site/a")
        // The hash of a picture finds everybody who has it: what is no longer there is not remembered either.
        try folder.ledger.keepAssets(onlyOf: try folder.files.list("site/a"))
        receipt.manifestLines = try rewriteManifest(without: links, folder, now)
        receipt.links = links.count
        try folder.ledger.finishErasure()
    }

    /// Publishes the manifest without the lines of `links` and removes every other manifest file.
    private static func rewriteManifest(
        without links: [LedgerRecord], _ folder: OutputFolder, _ now: Timestamp
    ) throws -> Int {
        let files = folder.files
        let previous = try PointerFile.read(folder, isReplaceable: true)
        var removedLines = 0
        var kept: Set<String> = []
        // Also without links: the pointer is what tells a recovered ledger that the lead is forgotten.
        if let previous, let full = previous.files.first {
            var content = FieldDigest()
            content.add(previous.build)
            content.add("erasure")
            let build = BuildID(now: now, content: content.bytes).description
            var stream = try ManifestStream(files: files)
            var fold = ManifestFold(files: files, dropping: Set(links.map(\.identity.sortKey)))
            try fold.fold(full: full.name, deltas: previous.files.dropFirst().map(\.name), into: &stream)
            let file = try stream.finish(build: build, kind: .full)
            try files.syncDirectory("")
            // By the lines that went and not by the ledger: an earlier try may have published without them already.
            var counts = previous.counts
            for state in fold.droppedStates.values {
                counts[state] = max(0, (counts[state] ?? 0) - 1)
                removedLines += 1
            }
            let pointer = ManifestPointer(
                build: build, publishedAt: now, counts: counts, files: [file],
                ledger: try folder.ledger.number(publicationOf: build),
                forgotten: try ForgottenFile.write(folder.ledger, files))
            try files.syncDirectory("")
            try PointerFile.write(pointer, files)
            kept = Set(pointer.fileNames)
        }
        try files.removeManifests(except: kept)
        try files.clearTemporaries()
        try files.syncDirectory("")
        return removedLines
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
