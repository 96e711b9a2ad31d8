import Crypto
import WelcomeCore

/// The manifest that `manifest.json` names, checked against what the pointer says of it.
struct PublishedManifest {
    let pointer: ManifestPointer
    private let files: any FileSystem
    private let folder: String

    /// Why a manifest cannot be relied on.
    enum Fault: Error {
        case missing
        /// The name of the file that is not what it should be.
        case damaged(String)
    }

    /// Reads the pointer and every file that it names once, in `folder`, whose files are `files`.
    ///
    /// - Throws: `Fault`, or `FileError`.
    init(files: any FileSystem, folder: String) throws {
        guard let bytes = try files.read("manifest.json") else { throw Fault.missing }
        guard let pointer = PointerFile.decode(bytes), pointer.files.first?.kind == .full,
            pointer.files.dropFirst().allSatisfy({ $0.kind == .delta })
        else { throw Fault.damaged("manifest.json") }
        self.files = files
        self.folder = folder
        self.pointer = pointer
        for file in pointer.files { try verify(file) }
    }

    /// Where a file of the manifest lies, for messages.
    func path(of name: String) -> String { "\(folder)/\(name)" }

    private func verify(_ file: ManifestPointer.File) throws {
        guard file.name.hasPrefix("manifest-"), !file.name.contains("/") else { throw Fault.damaged("manifest.json") }
        var hash = SHA256()
        var lines = 0
        try files.forEachChunk(of: file.name) { chunk in
            hash.update(data: chunk)
            lines += chunk.count { $0 == 10 }
        }
        guard lines == file.lineCount, hexadecimal(hash.finalize()) == file.sha256 else {
            throw Fault.damaged(file.name)
        }
    }

    /// Passes the lines of all files to `body`, in their order; a later line of an identity wins.
    ///
    /// - Complexity: O(bytes of the files); memory for one chunk.
    func forEachLine(_ body: (_ line: [UInt8], _ file: String) throws -> Void) throws {
        for file in pointer.files {
            var rest: [UInt8] = []
            try files.forEachChunk(of: file.name) { chunk in
                rest += chunk
                guard let end = rest.lastIndex(of: 10) else { return }
                for line in rest[..<end].split(separator: 10) { try body(Array(line), file.name) }
                rest.removeSubrange(...end)
            }
        }
    }
}

extension PublishedManifest.Fault: BuildError {
    func failure(ledger: String) -> BuildFailure {
        .output(
            Diagnostic(
                .error, .outputIO, at: SourceLocation(file: "manifest.json"),
                "a file of the manifest is damaged, and a build of some leads only cannot mend it",
                fix: "run `welcome build` for all leads once"))
    }
}
