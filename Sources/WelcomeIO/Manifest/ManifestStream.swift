import Crypto
import WelcomeCore

/// Writes a file of manifest lines as they come, and what the pointer must say of it.
struct ManifestStream {
    private let files: any FileSystem
    private var hash = SHA256()
    private(set) var lineCount = 0
    static let temporary = "tmp/manifest"

    /// The name of the file that holds the lines of `build`.
    static func name(of build: String) -> String { "manifest-\(build).ndjson" }

    init(files: any FileSystem) throws(FileError) {
        self.files = files
        try files.write([], to: Self.temporary, mode: .shared)
    }

    /// Adds whole lines.
    mutating func append(_ lines: [UInt8], count: Int) throws(FileError) {
        guard count > 0 else { return }
        hash.update(data: lines)
        lineCount += count
        try files.append(lines, to: Self.temporary)
    }

    /// Gives the finished file its name, durably.
    consuming func finish(build: String, kind: ManifestPointer.File.Kind) throws(FileError) -> ManifestPointer.File {
        let name = Self.name(of: build)
        try files.replace(name, by: Self.temporary, .whole)
        return ManifestPointer.File(
            kind: kind, name: name, build: build, lineCount: lineCount, sha256: hexadecimal(hash.finalize()))
    }
}
