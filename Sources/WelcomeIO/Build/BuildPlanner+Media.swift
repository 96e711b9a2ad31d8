import WelcomeCore

extension BuildPlanner {
    /// An error for every file that pages would publish as it came, with whatever it tells of its making.
    ///
    /// A text may write the name of a file in a way in which nobody finds it who has not put the whole page together.
    func uncleared(in library: ThemeLibrary) -> [Diagnostic] {
        unclearedFiles.sorted { $0.hash < $1.hash }.map { asset in
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

    // MARK: A row's own media

    /// The page for a lead of `kind`, with the row's own media.
    mutating func page(for kind: Int, _ lead: Lead) throws -> (page: CompiledPage?, media: RowMedia?) {
        let wanted = LeadMedia(of: lead)
        guard !wanted.isEmpty else { return (page(for: kind), nil) }
        let pageKind = kinds[kind].kind
        guard !faultyTenants.contains(pageKind.tenant) else { return (nil, nil) }
        let files = try rowFiles.files(of: wanted.paths, theme: lead.theme).mapValues(\.file)
        return compiler.page(for: pageKind, wanted, files: files)
    }

    /// Notes the files that a page needs for the row's own media, a voice message for chats among them where one is sent.
    mutating func use(_ media: RowMedia, sendsVoice: Bool, _ outcome: inout Outcome) {
        var files = media.media.all.flatMap(\.publishedFiles)
        if sendsVoice, let note = media.media.voice?.asset.note { files.append(note) }
        for file in files { addToDigest(file.publishedName) }
        use(files, &outcome)
    }

    /// Notes files that pages need.
    mutating func use(_ files: [MediaAsset], _ outcome: inout Outcome) {
        // Leads that follow one another often show the same.
        let unseen = files.filter { !recentFiles.contains($0.hash) }
        guard !unseen.isEmpty else { return }
        for file in unseen where !file.isPublishable { unclearedFiles.insert(file) }
        outcome.files += unseen
        if recentFiles.count > Self.maxRecentFiles { recentFiles.removeAll(keepingCapacity: true) }
        recentFiles.formUnion(unseen.map(\.hash))
    }

    private static let maxRecentFiles = 4096

    // MARK: Media by URL

    /// The URLs that pages of this build show.
    mutating func wantedURLs(walking ledger: Ledger, _ scope: Ledger.Scope) throws -> Set<String> {
        var urls: Set<String> = []
        try ledger.walk(scope) { entry, _ in
            guard let lead = entry.lead else { return }
            let wanted = LeadMedia(of: lead).urls
            guard !wanted.isEmpty, try hasPage(entry, lead) else { return }
            urls.formUnion(wanted.map(\.url))
        }
        return urls
    }

    private mutating func hasPage(_ entry: MergedEntry, _ lead: Lead) throws -> Bool {
        let links = try allLinks(of: entry)
        guard let newest = links.last else { return false }
        return links.contains { PageDisposition(lead: lead, record: $0, newest: newest, now: options.now) == .present }
    }

    func noteStaleMedia(of entry: MergedEntry, _ outcome: inout Outcome) throws {
        guard site.settings.mediaFetch == .mirror, let lead = entry.lead else { return }
        let urls = LeadMedia(of: lead).urls
        guard !urls.isEmpty else { return }
        let files = try rowFiles.files(of: urls.map(\.url), theme: lead.theme)
        for (column, url) in urls where files[url]?.isStale == true {
            outcome.staleMedia.append((column, entry.position))
        }
    }
}
