import WelcomeCore

/// An erasure that was begun: the ledger notes it, and whoever opens the folder next ends it.
enum PendingErasure {
    /// What was removed.
    struct Removed {
        var pages = 0
        var media = 0
        var manifestLines = 0
        var links = 0
    }

    /// Ends the erasure that is under way, if one is.
    ///
    /// - Complexity: O(bytes of the manifest), and O(bytes of all pages) where a page has media of its own.
    @discardableResult
    static func finish(_ folder: OutputFolder, now: Timestamp) throws -> Removed {
        var removed = Removed()
        guard let links = try folder.ledger.linksBeingErased() else { return removed }
        let codes = links.map(\.code)
        let media = try PageReferences.assets(of: codes, in: folder.files)
        removed.pages = try folder.files.removePages(codes)
        let unused = Set(try PageReferences.unused(among: media, in: folder.files))
        // A page names the file that most phones take; there may be others.
        let (sources, made) = try MediaCache.forget(unused, in: folder.files)
        if !sources.isEmpty { try MirrorStore.remove(in: folder.files) { $0.content.map(sources.contains) ?? false } }
        for name in try unused.union(PageReferences.unused(among: made, in: folder.files)).sorted() {
            try folder.files.remove("site/a/\(name)")
            removed.media += 1
        }
        try folder.files.syncDirectory("site/a")
        // The hash of a picture finds everybody who has it: what is no longer there is not remembered either.
        try folder.ledger.keepAssets(onlyOf: try folder.files.list("site/a"))
        removed.manifestLines = try rewriteManifest(without: links, folder, now)
        removed.links = links.count
        try folder.ledger.finishErasure()
        return removed
    }

    /// Publishes the manifest without the lines of `links` and removes every other manifest file.
    private static func rewriteManifest(
        without links: [LedgerRecord], _ folder: OutputFolder, _ now: Timestamp
    ) throws -> Int {
        let files = folder.files
        let previous = try PointerFile.read(folder.files, in: folder.path, isReplaceable: true)
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
                forgotten: try ForgottenFile.write(
                    folder.ledger.tombstoneMarks(), folder.ledger.tombstoneSeals(), files))
            try files.syncDirectory("")
            try PointerFile.write(pointer, files)
            kept = Set(pointer.fileNames)
        }
        try files.removeManifests(except: kept)
        try files.clearTemporaries()
        try files.syncDirectory("")
        return removedLines
    }
}
