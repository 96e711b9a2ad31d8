import WelcomeCore

extension Survey {
    /// An error for every file that pages would publish as it came, with whatever it tells of its making.
    ///
    /// A text may write the name of a file in a way in which nobody finds it who has not put the whole page together.
    func uncleared(in library: ThemeLibrary) -> [Diagnostic] {
        assets.filter { !$0.isPublishable }.sorted { $0.hash < $1.hash }.map { asset in
            let folders = library.folders.values.sorted { $0.name < $1.name }
            let places = folders.lazy.flatMap { folder in
                folder.media.filter { $0.value == .asset(asset) }.map { "\(folder.path)/\($0.key)" }.sorted()
            }
            return Diagnostic(
                .error, .mediaUnprepared, at: places.first.map { SourceLocation(file: $0) },
                "the file would go out with its metadata, for no text names it in plain letters",
                fix: "write its path as media/…, without escapes and entities")
        }
    }

    // MARK: Media by URL

    /// Fetches what the pages of this build show by URL, where the site does that at all.
    ///
    /// - Returns: findings about the whole; what a single page goes without is its own problem.
    mutating func fetchMedia(
        walking ledger: Ledger, _ scope: Ledger.Scope, into files: any FileSystem, _ stop: StopFlag
    ) throws -> [Diagnostic] {
        guard mirror != nil else { return [] }
        var urls: Set<String> = []
        try ledger.walk(scope) { entry, _ in
            guard let lead = entry.lead else { return }
            let wanted = LeadMedia(of: lead).urls
            guard !wanted.isEmpty, try hasPage(entry, lead) else { return }
            urls.formUnion(wanted.map(\.url))
        }
        return try mirror?.refresh(urls, files, options, stop) ?? []
    }

    /// Gives pages the prepared forms of what lies behind `urls`, as far as there are copies.
    mutating func prepareCopies(
        of urls: some Sequence<String>, by preparation: MediaPreparation, _ report: inout BuildReport
    ) throws {
        guard mirror != nil else { return }
        var copies: [String: MediaAsset] = [:]
        for url in urls where LeadMedia.isURL(url) {
            if case .asset(let asset)? = try mirror?.copy(of: url).entry { copies[url] = asset }
        }
        compiler.siteMedia.merge(try preparation.prepare(copies: copies, &report)) { $1 }
    }

    private mutating func hasPage(_ entry: MergedEntry, _ lead: Lead) throws -> Bool {
        let links = try allLinks(of: entry)
        guard let newest = links.last else { return false }
        return links.contains { PageFate(lead: lead, record: $0, newest: newest, now: options.now) == .present }
    }

    mutating func noteStaleMedia(of entry: MergedEntry, _ findings: inout Findings) throws {
        guard let lead = entry.lead, mirror != nil else { return }
        for (column, url) in LeadMedia(of: lead).urls where try mirror?.copy(of: url).isStale == true {
            findings.staleMedia.append((column, entry.position))
        }
    }
}
