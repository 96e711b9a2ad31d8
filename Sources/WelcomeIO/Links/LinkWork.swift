package import WelcomeCore

/// What the commands share that change links without a look at leads: where, when, and how long to wait for a build.
package struct LinkWork: Sendable {
    package var site: Site
    package var now: Timestamp
    /// How many seconds to wait for a build that is running.
    package var timeout: Double
    package var stop: StopFlag
    /// Somebody knows that many pages go at once.
    package var acceptsLoss = false

    package init(site: Site, now: Timestamp, timeout: Double, stop: StopFlag = StopFlag()) {
        self.site = site
        self.now = now
        self.timeout = timeout
        self.stop = stop
    }

    /// Opens the output folder, which must be there, and ends what a broken erasure left.
    ///
    /// - Throws: `BuildFailure`, also when the site has never been built.
    func open() throws -> OutputFolder {
        guard try fileMode(site.ledgerPath) != nil || fileMode("\(site.outputPath)/manifest.json") != nil else {
            throw BuildFailure.diagnostics([
                Diagnostic(
                    .error, .leadNotFound, at: SourceLocation(file: site.outputPath),
                    "this site has issued no links yet", fix: "`welcome build` issues them")
            ])
        }
        let folder = try OutputFolder(
            path: site.outputPath, ledgerPath: site.ledgerPath, site: ExpectedSite(id: site.settings.siteID),
            timeout: timeout)
        try PendingErasure.finish(folder, now: now)
        return folder
    }

    /// Publishes what became of links in `scope`: a delta of lines, and pages that go.
    ///
    /// `jobs` decides for one identity's links; those that it leaves out stay as they are. Neither source nor themes are
    /// read, but for the tenants that the source may hold, whose addresses stand in the lines.
    ///
    /// - Returns: how many pages went, or `nil` when there was nothing to do.
    /// - Complexity: O(links in scope).
    func publish(
        _ scope: Ledger.Scope, in folder: OutputFolder, _ jobs: @escaping ([LedgerRecord]) -> [PageJob]
    ) throws -> Int? {
        // What is done to links names a build without leads.
        var content = FieldDigest()
        var revoked: [LinkCode] = []
        var expired: [LinkCode] = []
        try folder.ledger.stage { _ in }
        try folder.ledger.walk(scope) { entry, _ in
            for job in jobs(entry.links) {
                content.add(job.record.code.bytes)
                content.add(job.disposition.rawValue)
                switch job.disposition {
                case .revoked: revoked.append(job.record.code)
                case .expired: expired.append(job.record.code)
                case .present, .retained: break
                }
            }
        }
        guard !revoked.isEmpty || !expired.isEmpty else { return nil }
        let previous = try PointerFile.read(folder.files, in: folder.path, isReplaceable: false)
        guard let previous else { return try folder.files.removePages(revoked + expired) }
        // The same thing done twice has two names.
        content.add(previous.build)
        let settings = try BuildInputs.siteWithTenants(site).site.settings
        let isDirty = try folder.ledger.isDirty()
        let build = BuildID(now: now, content: content.bytes).description
        let batch = PageBatch(
            files: folder.files, shards: try PageShards(files: folder.files),
            terms: RenderTerms(settings: settings, build: build, now: now), isForced: false,
            isDirty: isDirty, isConverting: false, jobs: 1)
        var publisher = try Publisher(
            files: folder.files, ledger: folder.ledger, batch: batch, signer: LinkSigner(keys: KeyRing([])), now: now,
            stop: stop, previous: previous, isPartial: true)
        let plan = PublishPlan(
            newLinks: 0, revoked: revoked, expired: expired, assets: 0, pages: 0, manifest: .delta,
            clearsDirtyMark: !isDirty)
        let written = try publisher.publish(
            plan,
            pages: { take, atEnd in
                try folder.ledger.handOut(scope, { jobs($0.links) }, to: take, atEnd: atEnd)
            }, rejects: [])
        return written.removed
    }
}
