import Foundation
import WelcomeCore

/// Reads and replaces `manifest.json`.
enum PointerFile {
    private struct Wire: Decodable {
        struct File: Decodable {
            var kind: String
            var file: String
            var build: String
            var lines: Int
            var sha256: String
        }

        struct Ledger: Decodable {
            var id: String
            var number: Int
        }

        struct Forgotten: Decodable {
            var file: String
            var leads: Int
            var sha256: String
        }

        var build: String
        var publishedAt: String
        var counts: [String: Int]
        var files: [File]
        var ledger: Ledger?
        var forgotten: Forgotten?
    }

    /// Replaces `manifest.json`, durably: the moment of publication.
    static func write(_ pointer: ManifestPointer, _ files: any FileSystem) throws(FileError) {
        try files.replace("manifest.json", with: pointer.encoded(), mode: .shared, .lasting)
    }

    /// Reads what was published last; `nil` also where the file is damaged.
    static func readIfWhole(_ files: any FileSystem) throws(FileError) -> ManifestPointer? {
        try files.read("manifest.json").flatMap(decode)
    }

    /// Reads what was published last, if anything was.
    ///
    /// - Throws: `BuildFailure.output` when the file is damaged and what is to be published next cannot replace it.
    static func read(
        _ files: any FileSystem, in folder: String, isReplaceable: Bool
    ) throws -> ManifestPointer? {
        guard let bytes = try files.read("manifest.json") else { return nil }
        let pointer = decode(bytes)
        guard pointer != nil || isReplaceable else {
            throw BuildFailure.output(
                Diagnostic(
                    .error, .outputIO, at: SourceLocation(file: "\(folder)/manifest.json"),
                    "the file is damaged, and a build of some leads only would forget the others",
                    fix: "run `welcome build` for all leads once"))
        }
        return pointer
    }

    /// Returns the pointer that `bytes` hold, or `nil` when they are not one.
    static func decode(_ bytes: [UInt8]) -> ManifestPointer? {
        // How the bytes are damaged helps nobody: the next build of everything replaces them.
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let wire = try? decoder.decode(Wire.self, from: Data(bytes)),
            let publishedAt = Timestamp(rfc3339: Array(wire.publishedAt.utf8))
        else { return nil }
        var counts: [ManifestState: Int] = [:]
        for (name, count) in wire.counts {
            if let state = ManifestState(rawValue: name) { counts[state] = count }
        }
        var files: [ManifestPointer.File] = []
        for file in wire.files {
            guard let kind = ManifestPointer.File.Kind(rawValue: file.kind) else { return nil }
            files.append(
                ManifestPointer.File(
                    kind: kind, name: file.file, build: file.build, lineCount: file.lines, sha256: file.sha256))
        }
        return ManifestPointer(
            build: wire.build, publishedAt: publishedAt, counts: counts, files: files,
            ledger: wire.ledger.map { LedgerStamp(id: $0.id, number: $0.number) },
            forgotten: wire.forgotten.map { .init(name: $0.file, leadCount: $0.leads, sha256: $0.sha256) })
    }
}
