import Foundation
import GRDB
package import WelcomeCore

/// The main job: the one place that runs the stages in order.
///
/// Source → staged leads → planner (links, pages, checks) → plan → publication. The first walk decides everything and
/// writes nothing; a problem found there leaves the site as it was.
package struct Build {
    private let site: Site
    let options: BuildOptions
    let stop: StopFlag
    let progress: BuildProgress
    private let openFiles: (String) throws(FileError) -> any FileSystem
    private let makeSigner: (KeyRing) -> LinkSigner
    private let makeMirrorPolicy: ([MediaHost]) -> MirrorPolicy
    var report = BuildReport()
    /// An earlier build began to write and did not end.
    private var isDirty = false
    private let clock = ContinuousClock()

    /// Prepares a build that writes by the file system that `openFiles` makes and signs by what `makeSigner` makes.
    ///
    /// A test's may stop anywhere, or sign badly. `makeMirrorPolicy` says from where media are fetched by URL, and how.
    package init(
        site: Site, options: BuildOptions, stop: StopFlag = StopFlag(), progress: BuildProgress = BuildProgress(),
        openFiles: @escaping (String) throws(FileError) -> any FileSystem = { path throws(FileError) in
            try LocalFileSystem(root: path)
        },
        makeSigner: @escaping (KeyRing) -> LinkSigner = { LinkSigner(keys: $0) },
        makeMirrorPolicy: @escaping ([MediaHost]) -> MirrorPolicy = MirrorPolicy.init
    ) {
        self.makeMirrorPolicy = makeMirrorPolicy
        self.makeSigner = makeSigner
        self.openFiles = openFiles
        self.site = site
        self.options = options
        self.stop = stop
        self.progress = progress
    }

    /// Builds the site, or decides what a build would do when the options ask for a dry run.
    ///
    /// - Returns: what was done. Rows that could not be used are in the report, not an error.
    package mutating func run() -> (report: BuildReport, failure: BuildFailure?) {
        do {
            try perform()
            return (report, nil)
        } catch {
            // A source that is given up fails in words of its own.
            if error is LeadSourceError, let signal = stop.raisedSignal {
                return (report, .interrupted(signal: signal))
            }
            return (report, BuildFailure(error, ledger: site.ledgerPath))
        }
    }

    private mutating func perform() throws {
        let keys = try site.loadKeys(environmentText: options.keysText)
        let folder = options.isDryRun ? nil : try openFolder(keys)
        let ledger = try folder?.ledger ?? dryLedger()
        if let folder { try PendingErasure.finish(folder, now: options.now) }
        if folder == nil { report.diagnostics += try site.absenceWarnings(ledger) }
        isDirty = try ledger.isDirty()
        if site.settings.siteID == nil, let last = try ledger.lastPublication() {
            let id = "site-\(last.stamp.id.prefix(16))"
            report.advice.append("add `site_id: \(id)` to welcome.yml, so that no build goes on without this ledger")
        }
        report.diagnostics += try site.recoveryWarnings(ledger) + site.formWarnings(ledger, isPartial: isPartial)
        var inputs = try phase("themes") { try BuildInputs.load($0.site, stop: $0.stop) }
        report.diagnostics += site.warnings + inputs.diagnostics
        let cause = isPartial || options.isDryRun ? nil : try BuildCause.digest(of: inputs.site, inputs, options)
        if let folder, let cause, !options.isForced, !isDirty, try repeatLast(folder, cause, inputs.site.settings) {
            return
        }
        let saidBefore = report.diagnostics.count
        let rowFiles = try RowFileStore()
        let leads = try phase("leads") { try $0.stage(inputs, into: ledger, rowFiles) }
        let preparation = MediaPreparation(
            site: inputs.site, options: options, folder: folder, stop: stop, progress: progress)
        try phase("media") { try preparation.run(&inputs, rows: rowFiles, kinds: leads.kinds, &$0.report) }
        var planner = BuildPlanner(
            site: inputs.site, options: options, keys: keys, signer: makeSigner(keys), compiler: inputs.compiler,
            recipientKey: try ledger.recipientKey(), rowFiles: rowFiles, isDirty: isDirty,
            faultyTenants: inputs.faultyTenants)
        if var mirror = MediaMirror(inputs.site, makePolicy: makeMirrorPolicy) {
            if let folder {
                report.diagnostics += try phase("downloads") { build in
                    let urls = try planner.wantedURLs(walking: ledger, build.scope)
                    return try mirror.refresh(urls, folder.files, build.options, build.stop)
                }
            }
            try preparation.prepareCopies(in: mirror, for: rowFiles, &report)
        }
        let pageFiles = try PageFileList()
        try phase("links and pages", of: leads.accepted) { build in
            try build.visitAll(&planner, ledger, pageFiles)
            try ledger.forEachLinkInTheWay { try planner.verify($0) }
        }
        report.leads = planner.leadCount
        (report.newLeads, report.isOfAllLeads) = (planner.tally.newLeads, !isPartial)
        report.fields = planner.coverage
        report.diagnostics += planner.diagnostics
        if folder != nil { report.diagnostics += planner.uncleared(in: inputs.library) }
        let guards = BuildGuards(
            site: inputs.site, options: options, keys: keys, isWhole: !isPartial, pointer: try lastPointer(folder),
            faultyTenants: inputs.faultyTenants)
        report.diagnostics += try guards.diagnostics(planner.tally, ledger, scope)
        let isStopped = report.diagnostics.contains { options.isStrict ? $0.severity == .error : $0.stopsBuild }
        guard !isStopped else { throw BuildFailure.diagnostics([]) }
        planner.heldBack.note(in: &report)
        let content = planner.makeContentDigest()
        report.build = BuildID(now: options.now, content: content).description
        guard let folder else {
            try pageFiles.forEach { planner.newFiles.addAsset($0) }
            report.plan = plan(planner, manifest: .full, notFoundPage: true)
            try judge(&planner, inputs.site, ledger)
            return
        }
        let manifest = try publish(&planner, pageFiles, inputs, keys, folder)
        // What a tenant is to mend is said by every build.
        guard let cause, let manifest, try !rowFiles.hasNames(), !report.costsTenants else { return }
        try remember(cause, content, planner, pageFiles, manifest, Array(report.diagnostics[saidBefore...]), folder)
    }

    /// Publishes the site as it stands, where nothing has changed since the last build.
    ///
    /// - Returns: whether that was all there was to do.
    private mutating func repeatLast(
        _ folder: OutputFolder, _ cause: String, _ settings: SiteSettings
    ) throws -> Bool {
        try phase("unchanged site") { build in
            let now = build.options.now
            guard let site = try StandingSite(folder, cause: cause, ledgerPath: build.site.ledgerPath, now: now),
                try HostMarks.areThere(in: folder.files) || !ServingHosts(settings).areSeveral,
                let pages = try site.pageCount(jobs: build.options.jobs, Milestones(build.progress, build.stop)),
                let name = try site.publish(now: now)
            else { return false }
            site.report(build: name, pages: pages, &build.report)
            var last = site.last
            (last.build, last.now) = (name, now.secondsSinceEpoch)
            last.ledger = LastBuild.ledgerStamp(build.site.ledgerPath) ?? ""
            try last.write(folder.files)
            return true
        }
    }

    /// Remembers what this build was made from and came to, for the next one.
    private func remember(
        _ cause: String, _ content: [UInt8], _ planner: BuildPlanner, _ pageFiles: PageFileList,
        _ manifest: ManifestPointer.File, _ diagnostics: [Diagnostic], _ folder: OutputFolder
    ) throws {
        let files = folder.files
        guard let ledger = LastBuild.ledgerStamp(site.ledgerPath) else { return }
        var assets: [String: Int] = [:]
        try pageFiles.forEach { assets[$0.publishedName] = $0.byteCount }
        let last = LastBuild(
            cause: cause, build: report.build, content: content, now: options.now.secondsSinceEpoch,
            firstLastDay: Int((planner.firstLastDay ?? .never).daysSinceEpoch), ledger: ledger,
            manifestBytes: try files.size(of: manifest.name) ?? 0,
            rejects: try StandingSite.digest(of: "rejects.ndjson", files),
            assets: assets,
            report: LastBuild.Report(
                leads: report.leads, rejected: report.rejected, rowsAreLines: report.rowsAreLines,
                source: report.source, fields: report.fields, rowProblems: report.rowProblems,
                unsendable: report.unsendable,
                // That a link was issued anew is said once.
                diagnostics: diagnostics.filter { $0.code != .linkCollision }))
        try last.write(files)
    }

    private func openFolder(_ keys: KeyRing) throws(BuildFailure) -> OutputFolder {
        var recovery: LedgerRecovery?
        if options.recoversLedger {
            recovery = LedgerRecovery(
                signer: makeSigner(keys), keys: keys, keysFile: site.keysOrigin(options.keysText), now: options.now,
                stop: stop)
        }
        return try OutputFolder(
            path: site.outputPath, ledgerPath: site.ledgerPath,
            site: ExpectedSite(id: site.settings.siteID, isFirstBuild: options.isFirstBuild), timeout: 0,
            recovery: recovery, open: openFiles)
    }

    /// - Returns: the file of the manifest that this build made.
    private mutating func publish(
        _ planner: inout BuildPlanner, _ pageFiles: PageFileList, _ inputs: BuildInputs, _ keys: KeyRing,
        _ folder: OutputFolder
    ) throws -> ManifestPointer.File? {
        let site = inputs.site
        let files = folder.files
        let ledger = folder.ledger
        try pageFiles.forEach { asset in
            if try !files.hasAsset(asset) { planner.newFiles.addAsset(asset) }
        }
        let previous = try PointerFile.read(folder.files, in: folder.path, isReplaceable: !isPartial)
        let kind = isPartial && previous != nil ? ManifestPointer.File.Kind.delta : .full
        let faultyTenants = inputs.faultyTenants
        let marks = try HostMarks(
            files: files, hosts: ServingHosts(site.settings), faultyTenants: faultyTenants, isPartial: isPartial)
        let plan = plan(
            planner, manifest: kind,
            movesHosts: try !isPartial && marks?.isToBeSettled(ledger) == true,
            notFoundPage: try files.read("site/\(NotFoundPage.fileName)") != NotFoundPage.html)
        report.plan = plan
        let shards = try PageShards(files: files)
        // After a broken build nobody knows how much of it is there already.
        if !isDirty {
            try planner.newFiles.checkRoom(in: folder, shards, site.settings.pageStore)
        }
        let batch = PageBatch(
            files: files, shards: shards, terms: try terms(planner, site, ledger),
            isForced: options.isForced, isDirty: isDirty,
            isConverting: try ledger.pageStore() != site.settings.pageStore, jobs: options.jobs, marks: marks)
        var publisher = try Publisher(
            files: files, ledger: ledger, batch: batch, signer: planner.signer, now: options.now, stop: stop,
            previous: previous,
            isPartial: isPartial, assets: pageFiles)
        let rejects = try rejectLines(ledger)
        try ledger.settle(in: site.outputPath)
        if let id = site.settings.siteID { try ledger.found(for: id) }
        try ledger.sealTombstones(under: keys)
        let written = try phase("publish", of: planner.pageCount) { build in
            try publisher.publish(
                plan,
                pages: { take, atEnd in
                    try ledger.handOut(
                        build.scope, { try planner.jobs($0, $0.links) },
                        to: { jobs, notes in
                            try take(jobs, notes)
                            build.progress.advance(by: jobs.count)
                        }, atEnd: atEnd)
                }, rejects: rejects)
        }
        try ledger.recordOrigins(
            planner.tally.tenants.filter { !faultyTenants.contains($0.id) }, site.settings,
            givingUpOthers: options.acceptsNewHost, now: options.now)
        report.pagesWritten = written.pages
        report.pagesUnchanged = written.unchanged
        report.pagesRemoved = written.removed
        report.bytesWritten = written.bytes
        report.byState = written.byState
        report.take(written.obstacles)
        for (problem, rows) in written.problems.sorted(by: {
            ($0.key.column, $0.key.code.rawValue) < ($1.key.column, $1.key.code.rawValue)
        }) {
            report.add(problem.code, column: problem.column, rows, severity: .warning)
        }
        if written.collisions > 0 {
            report.diagnostics.append(
                Diagnostic(
                    .warning, .linkCollision, at: SourceLocation(file: site.ledgerPath),
                    "\(written.collisions) new links had the signature of another lead's, and got the next serial number",
                    fix: "nothing is to be done; should it happen often, please report it"))
        }
        report.isPublished = true
        return written.manifest
    }

    // MARK: Stages

    /// Returns what was staged; the media that rows name are in `rowFiles` then.
    private mutating func stage(
        _ inputs: BuildInputs, into ledger: Ledger, _ rowFiles: RowFileStore
    ) throws -> LeadStaging.Outcome {
        guard let path = site.leadsPath else {
            throw BuildFailure.settings([
                Diagnostic(
                    .error, .settingsValue, at: SourceLocation(file: site.resolve("welcome.yml")),
                    "no source of leads is set", fix: "leads: leads.db, or --leads FILE")
            ])
        }
        let staging = LeadStaging(
            site: inputs.site, options: options, parser: inputs.parser, declaredFields: inputs.declaredFields,
            milestones: Milestones(progress, stop), stop: stop, files: rowFiles)
        let outcome = try staging.read(path, into: ledger, &report)
        report.rejected = outcome.rejected
        for column in outcome.unusedColumns { report.diagnostics.append(unused(column, inputs, path)) }
        let missing = options.leads.filter { !outcome.found.contains($0) }
        guard missing.isEmpty else {
            throw BuildFailure.diagnostics([
                Diagnostic(
                    .error, .leadNotFound, at: SourceLocation(file: path, field: "id"),
                    "\(missing.count) of the leads asked for are not in the source, or their row cannot be used")
            ])
        }
        guard outcome.accepted > 0 else {
            throw BuildFailure.diagnostics([
                Diagnostic(
                    .error, .sourceEmpty, at: SourceLocation(file: path), "the source has no row that can be used",
                    fix: "a build without leads would look like the loss of all of them")
            ])
        }
        return outcome
    }

    private func unused(_ column: String, _ inputs: BuildInputs, _ path: String) -> Diagnostic {
        Diagnostic(
            .warning, .columnUnused, at: SourceLocation(file: path, field: column), "no theme uses this column",
            fix: ColumnNames.nearest(to: column, among: inputs.declaredFields).map { "did you mean `\($0)`?" })
    }

    private func plan(
        _ planner: BuildPlanner, manifest: ManifestPointer.File.Kind, movesHosts: Bool = false, notFoundPage: Bool
    ) -> PublishPlan {
        PublishPlan(
            newLinks: planner.newLinks, revoked: planner.revoked, expired: planner.expired,
            assets: planner.newFiles.assets, pages: planner.pageCount, manifest: manifest, notFoundPage: notFoundPage,
            movesHosts: movesHosts,
            clearsDirtyMark: !isPartial || !isDirty)
    }

    func terms(_ planner: BuildPlanner, _ site: Site, _ ledger: Ledger) throws -> RenderTerms {
        RenderTerms(
            settings: site.settings, build: report.build, now: options.now,
            recipientKey: try ledger.recipientKey(), rendererVersion: options.rendererVersion)
    }

    private func rejectLines(_ ledger: Ledger) throws -> [UInt8] {
        var json = JSONWriter()
        try ledger.rejects { position, column, code in
            json.object { json in
                json.member("source", report.source)
                json.member(report.rowsAreLines ? "line" : "row", Int(position))
                json.member("column", column)
                json.member("code", code)
            }
            json.endLine()
        }
        return json.bytes
    }

    // MARK: Scope

    var isPartial: Bool { !options.leads.isEmpty || options.tenant != nil }

    var scope: Ledger.Scope {
        if !options.leads.isEmpty { return .stagedOnly }
        return options.tenant.map { .tenant(LeadText($0)) } ?? .everything
    }

    /// The ledger of a dry run: the real one, of which only temporary tables are written, or an empty one.
    private func dryLedger() throws -> Ledger {
        let ledger = try Ledger.forReading(path: site.ledgerPath)
        if try fileMode("\(site.outputPath)/manifest.json") != nil, try ledger.isBlank() {
            throw try fileMode(site.ledgerPath) == nil ? LedgerError.missing : .blank
        }
        try ledger.requireLatest(beside: try lastPointer(nil), siteID: site.settings.siteID)
        return ledger
    }

    /// What was published last, from `folder` or, in a dry run, from where it would be.
    private func lastPointer(_ folder: OutputFolder?) throws -> ManifestPointer? {
        if let folder { return try PointerFile.readIfWhole(folder.files) }
        return try wholeFile("\(site.outputPath)/manifest.json").flatMap { PointerFile.decode($0) }
    }

    /// Runs one phase and notes how long it took.
    private mutating func phase<Result>(
        _ name: String, of total: Int? = nil, _ body: (inout Build) throws -> Result
    ) rethrows -> Result {
        let start = clock.now
        progress.begin(name, total: total)
        let result = try body(&self)
        let (seconds, attoseconds) = (clock.now - start).components
        report.phases.append((name, Double(seconds) + Double(attoseconds) / 1e18))
        return result
    }
}
