import Crypto
import Dispatch
import Synchronization
import WelcomeCore

/// Renders a batch of pages side by side and puts them in place.
///
/// All are written under temporary names, synced at once and then renamed: a new page whose bytes were not synced before
/// its name would be empty after a loss of power.
struct PageBatch {
    let files: any FileSystem
    let terms: PageRenderer.Terms
    let isForced: Bool
    /// A broken build may have left files that the ledger does not know as they are, so they are read.
    let isInDoubt: Bool
    let jobs: Int

    /// What a batch, or a part of it, came to; parts are in the order of the batch.
    struct Result: Sendable {
        var manifestLines: [UInt8] = []
        var lineCount = 0
        var outcomes: [PageOutcome] = []
        var temporaries: [(temporary: String, code: LinkCode)] = []
        var pagesUnchanged = 0
        var bytesWritten = 0
        var states: [ManifestState: Int] = [:]
        /// Columns that pages went without, with their problem.
        var problems: [PageProblem: Int] = [:]
    }

    /// Publishes the pages of `batch`.
    ///
    /// - Returns: one result for each part.
    func publish(_ batch: [PageJob], directories: inout Set<String>) throws(FileError) -> [Result] {
        let size = max(1, (batch.count + jobs - 1) / jobs)
        let parts = stride(from: 0, to: batch.count, by: size).map { batch[$0..<min($0 + size, batch.count)] }
        let results = Mutex<[Int: Swift.Result<Result, FileError>]>([:])
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
            let result = Swift.Result { () throws(FileError) -> Result in try render(parts[index], part: index) }
            results.withLock { $0[index] = result }
        }
        let finished = results.withLock { $0 }
        var ordered: [Result] = []
        for index in parts.indices {
            if let result = finished[index] { ordered.append(try result.get()) }
        }
        try putInPlace(ordered.flatMap(\.temporaries), &directories)
        return ordered
    }

    private func putInPlace(
        _ pages: [(temporary: String, code: LinkCode)], _ directories: inout Set<String>
    ) throws(FileError) {
        guard !pages.isEmpty else { return }
        try files.syncAll()
        for page in pages {
            if directories.insert(page.code.directory).inserted {
                try files.createDirectory("site/p/\(page.code.directory)")
            }
            try files.rename(page.temporary, to: "site/\(page.code.pageFile)")
        }
    }

    private func render(_ jobs: ArraySlice<PageJob>, part: Int) throws(FileError) -> Result {
        var renderer = PageRenderer(terms: terms)
        var result = Result()
        var json = JSONWriter()
        for (number, job) in jobs.enumerated() {
            let page = try page(of: job, temporary: "tmp/\(part)-\(number)", &renderer, &result)
            let line = renderer.line(job, page: page)
            if job.isListed {
                line.write(to: &json)
                result.lineCount += 1
                result.states[line.state, default: 0] += 1
            }
            note(job, page, line, &result)
        }
        result.manifestLines = json.bytes
        return result
    }

    /// The page as it will be on disk, rendered and written under its temporary name if it is not there already.
    private func page(
        of job: PageJob, temporary: String, _ renderer: inout PageRenderer, _ result: inout Result
    ) throws(FileError) -> PageRecord? {
        switch job.fate {
        case .expired, .revoked: return nil
        case .retained:
            let page = isInDoubt ? try pageOnDisk(job.record) : job.record.page
            result.pagesUnchanged += page == nil ? 0 : 1
            return page
        case .present: break
        }
        guard let index = job.page else { return nil }
        let compiled = terms.pages[index]
        let fingerprint = renderer.fingerprint(job, compiled)
        if !isForced, let known = job.record.page, known.fingerprint == fingerprint, try isOnDisk(known, job.record) {
            result.pagesUnchanged += 1
            return known
        }
        var page = renderer.render(job, compiled, fingerprint: fingerprint)
        if let known = job.record.page, known.sha256 == page.sha256 {
            page.changedIn = known.changedIn
            if !isForced, try isOnDisk(known, job.record) {
                result.pagesUnchanged += 1
                return page
            }
        }
        try files.write(renderer.html, to: temporary, mode: .published)
        result.temporaries.append((temporary, job.record.code))
        result.bytesWritten += page.byteCount
        return page
    }

    private func isOnDisk(_ page: PageRecord, _ record: LedgerRecord) throws(FileError) -> Bool {
        let file = "site/\(record.code.pageFile)"
        guard isInDoubt else { return try files.size(of: file) == page.byteCount }
        return try files.read(file).map { Array(SHA256.hash(data: $0)) } == page.sha256
    }

    /// What really lies behind a link whose lead is gone: nothing can be rendered again for it.
    private func pageOnDisk(_ record: LedgerRecord) throws(FileError) -> PageRecord? {
        guard let bytes = try files.read("site/\(record.code.pageFile)") else { return nil }
        let sha256 = Array(SHA256.hash(data: bytes))
        if let known = record.page, known.sha256 == sha256 { return known }
        return PageRecord(fingerprint: [], sha256: sha256, byteCount: bytes.count, changedIn: terms.build)
    }

    private func note(_ job: PageJob, _ page: PageRecord?, _ line: ManifestLine, _ result: inout Result) {
        if let index = job.page {
            for problem in terms.pages[index].problems { result.problems[problem, default: 0] += 1 }
        }
        let isRevokedNow = job.record.state == .active && job.fate == .revoked
        let outcome = PageOutcome(
            identity: job.record.identity, serial: job.record.serial, state: isRevokedNow ? .revoked : job.record.state,
            theme: line.theme, locale: line.locale, page: page, manifestState: job.isListed ? line.state : nil)
        if outcome.differs(from: job.record) { result.outcomes.append(outcome) }
    }
}

extension PageOutcome {
    /// Tells whether the ledger has something to learn.
    fileprivate func differs(from record: LedgerRecord) -> Bool {
        state != record.state || theme != record.theme || locale != record.locale || page != record.page
            || manifestState != record.manifestState
    }
}
