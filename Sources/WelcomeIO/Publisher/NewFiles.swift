import WelcomeCore

/// What a build adds to the file system at least, known before it writes anything.
struct NewFiles {
    /// Pages that have never been on disk.
    private var pages = 0
    /// The numbers of the folders that they go to.
    private var shards: Set<Int> = []
    /// What all pages of their kinds have in common, as HTML.
    private var pageBytes = 0
    /// Files that pages need and that are not there.
    private(set) var assets = 0
    private var assetBytes = 0

    /// Manifest, pointer, rejected rows and the ledger's journal: they are there at once, whatever they replace.
    private static let ownFiles = 4

    /// Adds the page of a link, with `byteCount` bytes at least.
    mutating func addPage(_ code: LinkCode, byteCount: Int) {
        pages += 1
        shards.insert(code.shard)
        pageBytes += byteCount
    }

    /// Adds a file that pages need.
    mutating func addAsset(_ asset: MediaAsset) {
        assets += 1
        assetBytes += asset.byteCount
    }

    /// Makes sure, as far as that can be told, that these fit where `folder` is.
    ///
    /// - Throws: `BuildFailure.refused`, with what is needed.
    func checkRoom(
        in folder: OutputFolder, _ shards: PageShards, _ store: PageStore
    ) throws(BuildFailure) {
        guard let room = folder.files.room() else { return }
        let files = pages + shards.countAbsent(of: self.shards) + assets + Self.ownFiles
        if let free = room.files, free < files {
            throw refusal(
                "this build needs \(files) new files and folders, and the file system has room for \(free)",
                "remove files there, or use a file system that was made with more inodes", folder)
        }
        // How well pages compress is not known beforehand.
        let bytes = assetBytes + (store == .html ? pageBytes : 0)
        if let free = room.bytes, free < bytes {
            throw refusal(
                "this build needs \(bytes) bytes at least, and the file system has \(free) left",
                "make room there; `welcome prune` removes what is not used any more", folder)
        }
    }

    private func refusal(_ summary: String, _ fix: String, _ folder: OutputFolder) -> BuildFailure {
        .refused(Diagnostic(.error, .outputIO, at: SourceLocation(file: folder.path), summary, fix: fix))
    }
}
