import Crypto
import Foundation
import WelcomeCore

/// What programs made of media before, in a folder of the output that nobody serves.
///
/// A record for each medium and recipe names the files that were made; these lie beside it under the names that they
/// have when they are published. A record is written when all its files are there, and everything is checked before it
/// is used, so that what is damaged or half is made anew.
package struct MediaCache: Sendable {
    /// The folder in the output.
    package static let folder = "media"

    /// Marks the folder as something that can be made again (bford.info/cachedir).
    private static let tag = "\(folder)/CACHEDIR.TAG"
    private static let tagText = """
        Signature: 8a477f597d28d172789f06886806bc55
        # What welcome made of media. Whoever keeps this folder saves the time of making it again.

        """
    private static let versionsFile = "\(folder)/tools.json"

    /// Counts up with every change of what recipes make.
    private static let recipe = 4

    private let files: any FileSystem
    /// The cache's folder as a path.
    let path: String

    /// The cache of the output folder at `outputPath`, whose files are `files`.
    package init(files: any FileSystem, outputPath: String) {
        self.files = files
        path = "\(outputPath)/\(Self.folder)"
    }

    /// Whether a folder that holds nothing but `names` and no ledger is an output of which the cache alone was kept.
    package static func isAllThatIsKept(_ names: [String], in outputPath: String) throws(FileError) -> Bool {
        guard names == [folder] else { return false }
        return try fileSize("\(outputPath)/\(tag)") != nil
    }

    /// Makes the folder, and removes what a build left that was killed.
    func open() throws {
        try files.createDirectory(Self.folder)
        if try files.size(of: Self.tag) == nil {
            try files.write(Array(Self.tagText.utf8), to: Self.tag, mode: .secret)
        }
        for name in try files.list(Self.folder) where name.hasPrefix("work-") { ToolPlace.remove("\(path)/\(name)") }
        for name in try files.list(Self.folder) where name.hasPrefix("new-") {
            try files.remove("\(Self.folder)/\(name)")
        }
    }

    // MARK: Records

    /// The name of the record of `asset`, made by programs of `versions`.
    func key(of asset: MediaAsset, versions: String) -> String {
        let text = "\(Self.recipe)\n\(versions)\n\(asset.hash)\n\(asset.facts.format.rawValue)"
        return String(hexadecimal(SHA256.hash(data: Array(text.utf8))).prefix(32))
    }

    /// The name of the record of `asset` without its metadata.
    func key(stripping asset: MediaAsset) -> String {
        let text = "strip \(Self.recipe)\n\(asset.hash)\n\(asset.facts.format.rawValue)"
        return String(hexadecimal(SHA256.hash(data: Array(text.utf8))).prefix(32))
    }

    /// The name of the record of a card, drawn by programs of `versions` in `font`.
    func key(of card: PreviewCard, versions: String, font: PreviewFont) -> String {
        let text = "card \(PreviewCardRecipe.version)\n\(versions)\n\(font.hash)\n\(card.fingerprint)"
        return String(hexadecimal(SHA256.hash(data: Array(text.utf8))).prefix(32))
    }

    /// What was made of `asset` before; `nil` where nothing was, or where it is damaged.
    ///
    /// - Throws: `MediaProblem` where the file was refused; `FileError`.
    /// - Complexity: O(bytes) of files that are not yet published.
    func media(of asset: MediaAsset, key: String) throws -> PreparedMedia? {
        try record(of: asset, key)?.media(of: asset, in: path)
    }

    /// The file of `asset` without its metadata, as it was made before; `nil` where it was not, or is damaged.
    ///
    /// - Throws: `MediaProblem` where the file was refused; `FileError`.
    func stripped(_ asset: MediaAsset) throws -> MediaAsset? {
        guard let file = try record(of: asset, key(stripping: asset))?.stripped else { return nil }
        var stripped = asset
        (stripped.hash, stripped.byteCount, stripped.isCleared) = (file.hash, file.bytes, true)
        // A file that has no metadata is not copied.
        if file.hash != asset.hash { stripped.content = .file("\(path)/\(stripped.publishedName)") }
        return stripped
    }

    /// The record under `key`, if it is one of `asset` and all its files are there.
    private func record(of asset: MediaAsset, _ key: String) throws -> MediaRecord? {
        guard let bytes = try files.read(Self.record(key)), let record = MediaRecord(bytes),
            record.source == asset.hash
        else { return nil }
        if let problem = record.problem(asset.facts.format) { throw problem }
        for file in record.files where file.hash != asset.hash {
            guard let name = file.name, try files.size(of: "\(Self.folder)/\(name)") == file.bytes else { return nil }
            // What was published was checked, and is not read again.
            if try files.size(of: "site/a/\(name)") == file.bytes { continue }
            guard try MediaReader.digest("\(path)/\(name)")?.hash == file.hash else { return nil }
        }
        return record
    }

    /// Keeps the `bytes` of `asset` without its metadata.
    ///
    /// - Returns: the asset that they are.
    func keep(stripped bytes: [UInt8], of asset: MediaAsset) throws -> MediaAsset {
        var stripped = asset
        stripped.hash = MediaReader.name(of: bytes)
        (stripped.byteCount, stripped.isCleared) = (bytes.count, true)
        let key = key(stripping: asset)
        if stripped.hash != asset.hash {
            try replace("\(Self.folder)/\(stripped.publishedName)", bytes, "\(key)-0")
            stripped.content = .file("\(path)/\(stripped.publishedName)")
        }
        var record = MediaRecord(source: asset.hash)
        record.stripped = MediaRecord.File(stripped)
        try replace(Self.record(key), try record.encoded(), key)
        return stripped
    }

    /// Remembers that `asset` can be on no page, where that depends on nothing but the file.
    func keep(refusal problem: MediaProblem, of asset: MediaAsset, key: String) throws {
        guard let record = MediaRecord(refusing: asset.hash, for: problem) else { return }
        try replace(Self.record(key), try record.encoded(), key)
    }

    /// Keeps what was made of `asset`.
    ///
    /// - Returns: the same with the files where they lie now.
    func keep(_ media: PreparedMedia, of asset: MediaAsset, key: String) throws -> PreparedMedia {
        let record = MediaRecord(of: media, source: asset.hash)
        for (number, file) in media.allFiles.enumerated() {
            guard case .file(let source) = file.content, file != asset else { continue }
            let temporary = "\(Self.folder)/new-\(key)-\(number)"
            try files.copy(from: source, to: temporary, mode: .secret)
            try files.replace("\(Self.folder)/\(file.publishedName)", by: temporary, .none)
        }
        try replace(Self.record(key), try record.encoded(), key)
        return record.media(of: asset, in: path) ?? media
    }

    private static func record(_ key: String) -> String { "\(folder)/\(key).json" }

    /// What is damaged is found by its hash and made again.
    private func replace(_ file: String, _ bytes: [UInt8], _ name: String) throws {
        try files.replace(file, with: bytes, mode: .secret, .none, draft: "\(Self.folder)/new-\(name)")
    }

    // MARK: Versions

    /// The versions of programs that were asked for once.
    func knownVersions() throws -> [MediaTools.Tool: MediaTools.KnownVersion] {
        guard let bytes = try files.read(Self.versionsFile) else { return [:] }
        // Whatever cannot be read is asked for again.
        return (try? JSONDecoder().decode([MediaTools.Tool: MediaTools.KnownVersion].self, from: Data(bytes))) ?? [:]
    }

    func remember(_ versions: [MediaTools.Tool: MediaTools.KnownVersion]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try replace(Self.versionsFile, Array(try encoder.encode(versions)), "versions")
    }

    // MARK: Erasing

    /// Removes whatever was made of media to which the published files `names` belong.
    ///
    /// - Returns: the hashes of these media as they came, and the names of all files that were made of them and that no
    ///   other medium has.
    package static func forget(
        _ names: Set<String>, in files: any FileSystem
    ) throws -> (sources: Set<String>, made: Set<String>) {
        guard !names.isEmpty else { return ([], []) }
        var sources = Set(names.map { String($0.prefix { $0 != "." }) })
        var kept: Set<String> = []
        var removed: Set<String> = []
        for name in try files.list(folder) where name.hasSuffix(".json") && "\(folder)/\(name)" != versionsFile {
            guard let record = try files.read("\(folder)/\(name)").flatMap(MediaRecord.init) else {
                // Nobody can tell whose it was, and nobody would use it.
                try files.remove("\(folder)/\(name)")
                continue
            }
            let made = record.files.compactMap(\.name)
            if sources.contains(record.source) || !names.isDisjoint(with: made) {
                try files.remove("\(folder)/\(name)")
                sources.insert(record.source)
                removed.formUnion(made)
            } else {
                kept.formUnion(made)
            }
        }
        removed.subtract(kept)
        for name in removed.sorted() { try files.remove("\(folder)/\(name)") }
        if try !files.list(folder).isEmpty { try files.syncDirectory(folder) }
        return (sources, removed)
    }
}
