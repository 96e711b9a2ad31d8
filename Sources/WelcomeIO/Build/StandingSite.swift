import Crypto
import WelcomeCore

/// A site of which nothing changed since it was built: it is looked over, and published again as it stands.
///
/// Rows are neither read nor merged: that the cause is the same says what they would come to. What lies on disk is
/// looked at file by file all the same, as every build does.
struct StandingSite {
    let folder: OutputFolder
    let last: LastBuild
    private let previous: ManifestPointer
    private let manifest: ManifestPointer.File

    /// Takes the site in `folder` as one that stands; `nil` where its last build says nothing of today's.
    init?(
        _ folder: OutputFolder, cause: String, ledgerPath: String, now: Timestamp
    ) throws {
        guard let last = try LastBuild.read(folder.files), last.cause == cause,
            last.ledger == LastBuild.ledgerStamp(ledgerPath),
            now.secondsSinceEpoch >= last.now, now.secondsSinceEpoch < Int64(last.firstLastDay + 1) * 86_400,
            let previous = try PointerFile.read(folder.files, in: folder.path, isReplaceable: true),
            previous.build == last.build,
            previous.files.count == 1, let manifest = previous.files.first, manifest.kind == .full
        else { return nil }
        (self.folder, self.last, self.previous, self.manifest) = (folder, last, previous, manifest)
    }

    /// Looks at every file that the last build left.
    ///
    /// - Returns: how many pages there are; `nil` where a file is missing or has another size.
    /// - Complexity: O(pages).
    func pageCount(jobs: Int, _ milestones: Milestones) throws -> Int? {
        let files = folder.files
        guard try files.size(of: manifest.name) == last.manifestBytes,
            try files.read("site/\(NotFoundPage.fileName)") == NotFoundPage.html,
            try Self.digest(of: "rejects.ndjson", files) == last.rejects
        else { return nil }
        for (name, size) in last.assets where try files.size(of: "site/a/\(name)") != size { return nil }
        let store = try folder.ledger.pageStore()
        var count = 0
        var isWhole = true
        var milestones = milestones
        try folder.ledger.forEachPage { pages in
            guard isWhole else { return }
            isWhole = try Self.areOnDisk(pages, store, files, jobs: jobs)
            count += pages.count
            for _ in pages { try milestones.pass() }
        }
        return isWhole ? count : nil
    }

    private static func areOnDisk(
        _ pages: [Ledger.PageSize], _ store: PageStore, _ files: any FileSystem, jobs: Int
    ) throws -> Bool {
        let parts = pages.divided(into: jobs)
        let checks = ParallelWork(count: parts.count, jobs: jobs) { part throws(FileError) in
            for page in parts[part] {
                let path = page.code.pageFile(store, in: "site/")
                guard try files.size(of: path) == page.byteCount else { return false }
            }
            return true
        }
        return try checks.finish().allSatisfy(\.self)
    }

    /// The hash of a file; empty where there is none.
    static func digest(of file: String, _ files: any FileSystem) throws(FileError) -> String {
        try files.read(file).map { hexadecimal(SHA256.hash(data: $0)) } ?? ""
    }

    /// Publishes the site again under the name that a build of today has.
    ///
    /// - Returns: the name; `nil` where the file system gives no file two names.
    func publish(now: Timestamp) throws -> String? {
        let files = folder.files
        let build = BuildID(now: now, content: last.content).description
        if build != previous.build {
            var file = manifest
            (file.name, file.build) = (ManifestStream.name(of: build), build)
            guard try files.link(manifest.name, as: file.name) else { return nil }
            try files.syncDirectory("")
            var pointer = previous
            (pointer.build, pointer.publishedAt, pointer.files) = (build, now, [file])
            pointer.ledger = try folder.ledger.number(publicationOf: build)
            try PointerFile.write(pointer, files)
            try files.removeManifests(except: Set(previous.fileNames + pointer.fileNames))
        }
        try folder.ledger.recordRepetition(of: build, usedAssets: Array(last.assets.keys))
        return build
    }

    /// The report of the last build, as far as it holds today.
    func report(build: String, pages: Int, _ report: inout BuildReport) {
        report.build = build
        report.leads = last.report.leads
        report.rejected = last.report.rejected
        report.rowsAreLines = last.report.rowsAreLines
        report.source = last.report.source
        report.fields = last.report.fields
        report.diagnostics += last.report.diagnostics
        report.restore(last.report.rowProblems, last.report.unsendable)
        report.isOfAllLeads = true
        report.byState = previous.counts.filter { $0.value > 0 }
        report.pagesUnchanged = pages
        report.notes.append("nothing changed since \(last.build)")
        report.isPublished = true
    }
}
