import Crypto
import Synchronization
import WelcomeCore

/// Renders a batch of pages side by side and puts them in place.
///
/// All are written under temporary names, synced at once and then renamed: a new page whose bytes were not synced before
/// its name would be empty after a loss of power.
struct PageBatch: Sendable {
    let files: any FileSystem
    let shards: PageShards
    let terms: RenderTerms
    let isForced: Bool
    /// A broken build may have left files that the ledger does not know as they are, so they are read.
    let isDirty: Bool
    /// Pages may still lie in another form than the one that is asked for.
    let isConverting: Bool
    let jobs: Int
    /// Where pages may be served; `nil` where all pages have the same host.
    var marks: HostMarks?
    private let renderers = RendererPool()

    /// What a batch, or a part of it, came to; parts are in the order of the batch.
    struct Result: Sendable {
        var manifestLines: [UInt8] = []
        var lineCount = 0
        var outcomes: [PageOutcome] = []
        /// Pages that wait under names of their own; others wait with their whole folder.
        var temporaries: [(temporary: String, code: LinkCode)] = []
        var pagesWritten = 0
        var pagesUnchanged = 0
        var bytesWritten = 0
        var states: [ManifestState: Int] = [:]
        /// What channels leave to pages; what pages go without was counted by the planner.
        var problems: [PageProblem: Obstacles.Rows] = [:]
        /// Why leads are unsendable.
        var obstacles = Obstacles()
    }

    /// A batch on its way.
    typealias Work = ParallelWork<Result, FileError>

    /// Begins to render and write the pages of `batch`, of which none is put in place yet.
    ///
    /// `number` tells it from other batches on their way.
    func start(_ batch: [PageJob], number: Int) -> Work {
        let parts = batch.divided(into: jobs)
        return Work(count: parts.count, jobs: jobs) { index throws(FileError) in
            try render(parts[index], part: "\(number)-\(index)")
        }
    }

    /// Waits for a batch and puts its pages in place, apart from those that wait with their folder.
    ///
    /// - Returns: one result for each part.
    func finish(_ work: Work) throws(FileError) -> [Result] {
        let results = try work.finish()
        guard results.contains(where: { !$0.temporaries.isEmpty }) else { return results }
        try files.syncAll()
        let renaming = ParallelWork(count: results.count, jobs: jobs) { index throws(FileError) in
            for page in results[index].temporaries {
                try files.rename(page.temporary, to: page.code.pageFile(terms.store, in: "site/"))
            }
        }
        _ = try renaming.finish()
        return results
    }

    private func render(_ jobs: ArraySlice<PageJob>, part: String) throws(FileError) -> Result {
        var renderer = renderers.take() ?? JobRenderer(terms)
        var result = Result()
        var json = JSONWriter(capacity: jobs.count * Self.usualLineBytes)
        var states = RunCount<ManifestState>()
        for (number, job) in jobs.enumerated() {
            let values = renderer.values.values(of: job)
            let page = try page(of: job, values, number: (part, number), &renderer.pages, &result)
            if page != nil { try marks?.add(job.record) }
            let line = renderer.lines.line(job, page: page, values)
            if job.isListed {
                line.write(to: &json)
                result.lineCount += 1
                states.add(line.state)
                if line.state == .unsendable { result.obstacles.note(line, at: job.position) }
            }
            note(job, page, line, renderer.lines.greeting(job, state: line.state), &result)
        }
        result.manifestLines = json.bytes
        result.states = states.counts
        renderers.give(renderer)
        return result
    }

    /// What a line of the manifest takes as a rule, to make room for many at once.
    private static let usualLineBytes = 1536

    /// The page as it will be on disk, rendered and written under its temporary name if it is not there already.
    private func page(
        of job: PageJob, _ values: LinkValues, number: (part: String, page: Int), _ renderer: inout PageRenderer,
        _ result: inout Result
    ) throws(FileError) -> PageRecord? {
        if job.disposition == .expired || job.disposition == .revoked { return nil }
        guard job.disposition == .present, let compiled = job.page else {
            guard isDirty || isConverting else {
                result.pagesUnchanged += job.record.page == nil ? 0 : 1
                return job.record.page
            }
            return try retainedPage(job.record, number, &result)
        }
        let fingerprint = renderer.fingerprint(job, compiled, values)
        if !isForced, let known = job.record.page, known.fingerprint == fingerprint, try isOnDisk(known, job.record) {
            result.pagesUnchanged += 1
            return known
        }
        var page = renderer.render(job, compiled, values, fingerprint: fingerprint)
        if let known = job.record.page, known.sha256 == page.sha256 {
            page.changedIn = known.changedIn
            if !isForced, try isOnDisk(known, job.record) {
                result.pagesUnchanged += 1
                return page
            }
        }
        try write(renderer.file, of: job.record.code, number, &result)
        return page
    }

    private func write(
        _ file: [UInt8], of code: LinkCode, _ number: (part: String, page: Int), _ result: inout Result
    ) throws(FileError) {
        if let waiting = try shards.waitingPath(of: code, terms.store) {
            try files.write(file, to: waiting, mode: .published)
        } else {
            let temporary = "tmp/\(number.part)-\(number.page)"
            try files.write(file, to: temporary, mode: .published)
            result.temporaries.append((temporary, code))
        }
        result.pagesWritten += 1
        result.bytesWritten += file.count
    }

    private func isOnDisk(_ page: PageRecord, _ record: LedgerRecord) throws(FileError) -> Bool {
        let file = record.code.pageFile(terms.store, in: "site/")
        guard isDirty else { return try files.size(of: file) == page.byteCount }
        return try files.read(file).map { Array(SHA256.hash(data: $0)) } == page.sha256
    }

    /// What really lies behind a link whose lead is gone, or whose page stays as it is: nothing can be rendered again for
    /// it, but what lies there in another form is converted.
    private func retainedPage(
        _ record: LedgerRecord, _ number: (part: String, page: Int), _ result: inout Result
    ) throws(FileError) -> PageRecord? {
        if let bytes = try files.read(record.code.pageFile(terms.store, in: "site/")) {
            result.pagesUnchanged += 1
            return self.record(of: bytes, known: record.page)
        }
        guard let html = try files.page(record.code) else { return nil }
        let bytes = terms.store.file(of: html)
        try write(bytes, of: record.code, number, &result)
        return self.record(of: bytes, known: record.page)
    }

    private func record(of bytes: [UInt8], known: PageRecord?) -> PageRecord {
        let sha256 = Array(SHA256.hash(data: bytes))
        if let known, known.sha256 == sha256 { return known }
        return PageRecord(fingerprint: [], sha256: sha256, byteCount: bytes.count, changedIn: terms.build)
    }

    private func note(
        _ job: PageJob, _ page: PageRecord?, _ line: ManifestLine, _ greeting: GreetingRecord?, _ result: inout Result
    ) {
        if job.page != nil, !line.problems.isEmpty {
            // Several pictures of one lead are one row's problem.
            for problem in Set(line.problems.compactMap(\.pageProblem)) {
                result.problems[problem, default: .init()].add(job.position)
            }
        }
        let isRevokedNow = job.record.state == .active && job.disposition == .revoked
        let outcome = PageOutcome(
            identity: job.record.identity, serial: job.record.serial, state: isRevokedNow ? .revoked : job.record.state,
            theme: line.theme, locale: line.locale, page: page, manifestState: job.isListed ? line.state : nil,
            greeting: greeting,
            changesLink: isRevokedNow || line.theme != job.record.theme || line.locale != job.record.locale)
        if outcome.differs(from: job.record) { result.outcomes.append(outcome) }
    }
}

/// Counts values of which the same come one after another, as a rule.
private struct RunCount<Value: Hashable> {
    private var ended: [Value: Int] = [:]
    private var run: (value: Value, count: Int)?

    mutating func add(_ value: Value) {
        if let run, run.value == value {
            self.run = (value, run.count + 1)
        } else {
            ended = counts
            run = (value, 1)
        }
    }

    var counts: [Value: Int] {
        guard let run else { return ended }
        return ended.merging([run.value: run.count], uniquingKeysWith: +)
    }
}

/// What one thread renders with.
private struct JobRenderer {
    var values: JobValues
    var pages: PageRenderer
    var lines: ManifestLineRenderer

    init(_ terms: RenderTerms) {
        values = JobValues(terms: terms)
        pages = PageRenderer(terms: terms)
        lines = ManifestLineRenderer(terms: terms)
    }
}

/// Renderers that have nothing to do, with what they remember of tenants, pages and days.
private final class RendererPool: Sendable {
    private let idle = Mutex<[JobRenderer]>([])

    func take() -> JobRenderer? { idle.withLock { $0.popLast() } }

    func give(_ renderer: JobRenderer) { idle.withLock { $0.append(renderer) } }
}

extension PageOutcome {
    /// Tells whether the ledger has something to learn.
    fileprivate func differs(from record: LedgerRecord) -> Bool {
        changesLink || page != record.page || manifestState != record.manifestState || greeting != record.greeting
    }
}
