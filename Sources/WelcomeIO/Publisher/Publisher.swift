import WelcomeCore

/// Carries a publish plan out, step by step, in its order.
struct Publisher {
    private let files: any FileSystem
    private let ledger: Ledger
    private let batch: PageBatch
    private var signer: LinkSigner
    private let now: Timestamp
    private let stop: StopFlag
    private let isPartial: Bool
    private let assets: PageFileList?
    private var stream: ManifestStream
    private var counts: [ManifestState: Int]
    private let previous: ManifestPointer?
    private var pointer: ManifestPointer?
    private var stamp: LedgerStamp?
    private(set) var written = Written()

    /// Hands out the pages of a build in the order of the manifest, a batch at a time, with the notes to write outcomes
    /// to; calls `atEnd` after the last.
    typealias PageSource = (
        _ take: ([PageJob], LedgerNotes) throws -> Void, _ atEnd: (LedgerNotes) throws -> Void
    ) throws -> Void

    /// What was done so far, for the report.
    struct Written {
        var pages = 0
        var unchanged = 0
        var removed = 0
        var bytes = 0
        var byState: [ManifestState: Int] = [:]
        var problems: [PageProblem: Obstacles.Rows] = [:]
        var obstacles = Obstacles()
        /// The file that was added to the manifest.
        var manifest: ManifestPointer.File?
        /// Links that needed another serial, for another lead's had their signature.
        var collisions = 0
    }

    /// Begins after `previous`, which the last build published.
    ///
    /// A partial build covers some leads only, so its counts change those of the last one. `assets` holds the files that
    /// pages need; `nil` where the plan publishes none.
    init(
        files: any FileSystem, ledger: Ledger, batch: PageBatch, signer: LinkSigner, now: Timestamp, stop: StopFlag,
        previous: ManifestPointer?, isPartial: Bool, assets: PageFileList? = nil
    ) throws {
        self.files = files
        self.ledger = ledger
        self.batch = batch
        self.signer = signer
        self.now = now
        self.stop = stop
        self.previous = previous
        self.isPartial = isPartial
        self.assets = assets
        counts = isPartial ? previous?.counts ?? [:] : [:]
        stream = try ManifestStream(files: files)
    }

    /// Carries `plan` out.
    ///
    mutating func publish(
        _ plan: PublishPlan, pages: PageSource, rejects: [UInt8]
    ) throws -> Written {
        for step in plan.steps {
            try stop.check()
            switch step {
            case .beginWriting: stamp = try ledger.beginPublication(of: batch.terms.build)
            case .endWriting: try ledger.endPublication()
            case .issueLinks:
                written.collisions = try ledger.freezeIssuedLinks { link, serial in
                    try signer.code(
                        for: link.identity, serial: serial, keyID: link.code.keyID, expiry: link.code.expiry)
                }
            case .revokePages(let codes), .removePages(let codes): written.removed += try files.removePages(codes)
            case .publishAssets: try publishAssets()
            case .publishNotFoundPage: try publishNotFoundPage()
            case .writePages: try writePages(pages)
            case .writeManifest(let kind): try writeManifest(kind, rejects)
            case .publish: try replacePointer()
            case .settleHosts:
                try batch.marks?.settle(ledger)
            case .recordPages:
                var facts = ["build": batch.terms.build]
                if !isPartial || previous == nil { facts[Ledger.pageStoreFact] = batch.terms.store.rawValue }
                if !isPartial, let marks = batch.marks { facts[HostMarks.fact] = marks.digest }
                try ledger.recordBuild(
                    facts: facts, usedAssets: isPartial ? nil : { [assets] in try assets?.forEachName($0) })
            case .removeOldManifests: try removeOldManifests()
            }
        }
        return written
    }

    /// Publishes the files that are not there, some hundreds at a time: one sync serves them all.
    private func publishAssets() throws {
        var assets: [MediaAsset] = []
        try self.assets?.forEach { asset in
            assets.append(asset)
            guard assets.count == Self.assetsAtOnce else { return }
            try stop.check()
            try publish(assets)
            assets.removeAll(keepingCapacity: true)
        }
        try publish(assets)
        try files.syncDirectory("site/a")
    }

    private func publish(_ assets: [MediaAsset]) throws {
        let files = files
        let copying = ParallelWork(count: assets.count, jobs: batch.jobs) { number throws(FileError) in
            let asset = assets[number]
            guard try !files.hasAsset(asset) else { return false }
            switch asset.content {
            case .file(let path): try files.copy(from: path, to: "tmp/asset-\(number)", mode: .published)
            case .bytes(let bytes): try files.write(bytes, to: "tmp/asset-\(number)", mode: .published)
            }
            return true
        }
        let isNew = try copying.finish()
        guard isNew.contains(true) else { return }
        try files.syncAll()
        for (number, asset) in assets.enumerated() where isNew[number] {
            try files.rename("tmp/asset-\(number)", to: "site/a/\(asset.publishedName)")
        }
    }

    private static let assetsAtOnce = 256

    private func publishNotFoundPage() throws {
        try files.replace("site/\(NotFoundPage.fileName)", with: NotFoundPage.html, mode: .published, .lasting)
    }

    /// Writes pages batch by batch.
    ///
    /// While two are rendered, so that no processor waits for the other, the next is read and the one before is noted.
    private mutating func writePages(_ pages: PageSource) throws {
        var works: [PageBatch.Work] = []
        defer { for work in works { work.wait() } }
        var started = 0
        try pages { jobs, notes in
            try stop.check()
            if isPartial { forget(jobs) }
            works.append(batch.start(jobs, number: started))
            started += 1
            guard works.count > 2 else { return }
            try take(batch.finish(works[0]), notes)
            works.removeFirst()
        } _: { notes in
            for work in works { try take(batch.finish(work), notes) }
        }
        try batch.shards.putInPlace()
    }

    private mutating func take(_ results: [PageBatch.Result], _ notes: LedgerNotes) throws {
        for result in results { try take(result, notes) }
    }

    private mutating func take(_ result: PageBatch.Result, _ notes: LedgerNotes) throws {
        try stream.append(result.manifestLines, count: result.lineCount)
        for outcome in result.outcomes { try notes.note(outcome) }
        for (state, count) in result.states {
            counts[state, default: 0] += count
            written.byState[state, default: 0] += count
        }
        written.pages += result.pagesWritten
        written.unchanged += result.pagesUnchanged
        written.bytes += result.bytesWritten
        for (problem, rows) in result.problems { written.problems[problem, default: .init()].merge(rows) }
        written.obstacles.merge(result.obstacles)
    }

    /// Takes what the last manifest said of these links out of the counts, which then get what this one says.
    private mutating func forget(_ jobs: [PageJob]) {
        for job in jobs {
            if let state = job.record.manifestState, let count = counts[state] { counts[state] = max(0, count - 1) }
        }
    }

    private mutating func writeManifest(_ kind: ManifestPointer.File.Kind, _ rejects: [UInt8]) throws {
        try files.syncAll()
        let file = try kind == .delta ? finishDelta() : stream.finish(build: batch.terms.build, kind: .full)
        // A build of some leads has not looked at the other rows, so the list of the last whole build stays.
        if !isPartial {
            try files.replace("rejects.ndjson", with: rejects, mode: .shared, .whole)
        }
        let forgotten = try ForgottenFile.write(ledger.tombstoneMarks(), ledger.tombstoneSeals(), files)
        try files.syncDirectory("")
        written.manifest = file
        let earlier = file.kind == .delta ? (previous?.files ?? []).filter { $0.name != file.name } : []
        pointer = ManifestPointer(
            build: batch.terms.build, publishedAt: now, counts: counts, files: earlier + [file], ledger: stamp,
            forgotten: forgotten)
    }

    /// Names the finished delta, or folds it and all before it into a new full file when there are many.
    private mutating func finishDelta() throws -> ManifestPointer.File {
        let earlier = previous?.files ?? []
        guard earlier.count > ManifestFold.maxDeltas, let full = earlier.first, full.kind == .full else {
            return try stream.finish(build: batch.terms.build, kind: .delta)
        }
        try files.rename(ManifestStream.temporary, to: "tmp/delta")
        var folded = try ManifestStream(files: files)
        var fold = ManifestFold(files: files)
        let deltas = earlier.dropFirst().map(\.name) + ["tmp/delta"]
        try fold.fold(full: full.name, deltas: deltas, into: &folded)
        try files.remove("tmp/delta")
        return try folded.finish(build: batch.terms.build, kind: .full)
    }

    private func replacePointer() throws {
        guard let pointer else { return }
        try PointerFile.write(pointer, files)
    }

    private func removeOldManifests() throws {
        try files.removeManifests(except: Set((previous?.fileNames ?? []) + (pointer?.fileNames ?? [])))
    }
}

extension FileSystem {
    /// Whether `asset` is published already.
    func hasAsset(_ asset: MediaAsset) throws(FileError) -> Bool {
        try size(of: "site/a/\(asset.publishedName)") == asset.byteCount
    }

    /// Removes files of the manifest that no pointer names any more.
    func removeManifests(except named: Set<String>) throws(FileError) {
        for name in try list("") where !named.contains(name) {
            if name.hasPrefix("manifest-") || name.hasPrefix(ForgottenFile.prefix) { try remove(name) }
        }
    }
}
