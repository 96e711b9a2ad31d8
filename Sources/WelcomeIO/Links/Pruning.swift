import WelcomeCore

/// Removes what time has made useless: expired pages, and assets that nothing has used for two builds.
package enum Pruning {
    /// What was removed.
    package struct Report: Sendable {
        package var expiredPages = 0
        package var assets = 0
        /// Pages in the form of before, where they lie in the site's form too.
        package var otherForms = 0
        /// Bytes of the assets.
        package var assetBytes = 0
        /// Pages whose links are not known here and whose day has not passed; they are left alone.
        package var unknownPages = 0
    }

    /// Prunes the site; the manifest says of an expired link that it is, before its page goes.
    ///
    /// - Throws: `BuildFailure`.
    /// - Complexity: O(links + names of pages), and O(bytes of pages) where an asset seems unused.
    package static func prune(_ work: LinkWork) throws(BuildFailure) -> Report {
        do {
            let folder = try work.open()
            try guardPages(of: folder, work)
            var report = Report()
            report.expiredPages =
                try work.publish(.everything, in: folder) { links in expiredJobs(links, now: work.now) } ?? 0
            try removeStrayPages(folder, folder.ledger.pageStore(), now: work.now, &report)
            try removeUnusedAssets(folder, &report)
            try MirrorStore.remove(in: folder.files) { $0.age(at: work.now) ?? .max >= maxCopyAge }
            return report
        } catch {
            throw BuildFailure(error)
        }
    }

    /// Makes sure that it is not a wrong clock that ends most links at once.
    private static func guardPages(of folder: OutputFolder, _ work: LinkWork) throws {
        guard !work.acceptsLoss else { return }
        var loss = PageLoss()
        try folder.ledger.forEachPage { pages in
            loss.live += pages.count
            loss.expiring += pages.count { $0.code.expiry.isOver(at: work.now) }
        }
        if let diagnostic = loss.diagnostic(in: folder.path, now: work.now) {
            throw BuildFailure.diagnostics([diagnostic])
        }
    }

    /// For how long a copy of what lies behind a URL is kept that no build asks for, in seconds: 60 days.
    private static let maxCopyAge: Int64 = 60 * 86_400

    private static func expiredJobs(_ links: [LedgerRecord], now: Timestamp) -> [PageJob] {
        let listed = links.last { $0.manifestState != nil }
        return links.compactMap { link in
            guard link.page != nil, link.state == .active, link.code.expiry.isOver(at: now) else { return nil }
            return PageJob(
                lead: nil, record: link, disposition: .expired, page: nil, isListed: link.serial == listed?.serial)
        }
    }

    /// Pages that no link has, as a crash or a restored ledger can leave them: those whose own day has passed may go.
    ///
    /// Where the site stores pages in another form than it did, those of the old form have served their time.
    private static func removeStrayPages(
        _ folder: OutputFolder, _ store: PageStore, now: Timestamp, _ report: inout Report
    ) throws {
        var stray: [LinkCode] = []
        for directory in try folder.files.list("site/p") {
            for file in try folder.files.list("site/p/\(directory)") {
                guard let (code, form) = LinkCode.ofPage(at: "p/\(directory)/\(file)") else { continue }
                if form != store, try folder.files.size(of: code.pageFile(store, in: "site/")) != nil {
                    try folder.files.remove(code.pageFile(form, in: "site/"))
                    report.otherForms += 1
                    continue
                }
                let record = try folder.ledger.record(of: code)
                if code.expiry.isOver(at: now) || record.map({ $0.state != .active }) == true {
                    stray.append(code)
                } else if record == nil {
                    report.unknownPages += 1
                }
            }
        }
        report.expiredPages += try folder.files.removePages(stray)
    }

    private static func removeUnusedAssets(_ folder: OutputFolder, _ report: inout Report) throws {
        let names = try folder.ledger.unusedAssets(among: try folder.files.list("site/a"))
        // A page of a lead that has left the source may still show what no build uses.
        let unused = try PageReferences.unused(among: Set(names), in: folder.files)
        for name in unused {
            report.assetBytes += try folder.files.size(of: "site/a/\(name)") ?? 0
            try folder.files.remove("site/a/\(name)")
            report.assets += 1
        }
        if !unused.isEmpty { try folder.files.syncDirectory("site/a") }
        try folder.ledger.dropAssets(unused)
    }
}
