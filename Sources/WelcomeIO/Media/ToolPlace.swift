import Foundation
import WelcomeCore

/// The two folders of one medium's programs, to read from and to write to, which go with the value.
///
/// Programs are started in the folder to write to, so that what is to be read is `../in/<name>` for them, whether they
/// are locked up or not.
package final class ToolPlace: Sendable {
    private let folder: String
    /// What is to be read lies here.
    package let inputFolder: String
    /// What is made lies here.
    package let outputFolder: String

    /// Makes the folders at `folder`, which must not be there.
    package init(folder: String) throws(FileError) {
        let root = realPath(folder)
        self.folder = root
        (inputFolder, outputFolder) = (root + "/in", root + "/out")
        for path in [inputFolder, outputFolder] { try LocalFileSystem.createFolder(path) }
    }

    deinit {
        Self.remove(folder)
    }

    /// Removes a folder with everything in it.
    static func remove(_ folder: String) {
        // What stays is removed before the next build uses the folder around it.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Copies an asset in, under a name that is ours, and makes sure that it is still what it was.
    ///
    /// - Returns: its path as programs see it.
    /// - Throws: `FileError`, or `ToolFault` where the file is another one now.
    func add(_ asset: MediaAsset) throws -> String {
        let name = "input.\(asset.facts.fileExtension)"
        let files = try LocalFileSystem(root: inputFolder)
        switch asset.content {
        case .bytes(let bytes): try files.write(bytes, to: name, mode: .secret)
        case .file(let path): try files.copy(from: path, to: name, mode: .secret)
        }
        let copy = try MediaReader.digest("\(inputFolder)/\(name)")
        guard copy?.hash == asset.hash, copy?.byteCount == asset.byteCount else {
            throw ToolFault(tool: "copy", reason: .changed)
        }
        return "../in/\(name)"
    }

    /// Copies a picture in without its metadata, which programs need not read, and tells what its colours are made of.
    ///
    /// What cannot be taken apart is copied as it is: programs may be more patient than we are.
    ///
    /// - Returns: its path as programs see it.
    /// - Throws: `FileError`, or `ToolFault` where the file is another one now.
    func addPicture(_ asset: MediaAsset) throws -> (path: String, colours: PictureColours) {
        let bytes = try asset.wholeContent()
        let stripped = MetadataStripper.strip(bytes, as: asset.facts.format) ?? bytes
        let name = "input.\(asset.facts.fileExtension)"
        try LocalFileSystem(root: inputFolder).write(stripped, to: name, mode: .secret)
        return ("../in/\(name)", PictureColours(of: stripped, asset.facts.format))
    }

    /// Takes a file that a program made, with what our own look at its header says of it.
    ///
    /// A program that left metadata in it was asked not to, and what it made is not used.
    ///
    /// - Throws: `ToolFault` unless there is a plain file of `format`; `FileError`.
    func result(_ name: String, format: MediaFormat, by tool: MediaTools.Tool) throws -> MediaAsset {
        let path = "\(outputFolder)/\(name)"
        var asset: MediaAsset
        if format == .avif {
            // AVIF is what we make, not what we take, so that our probe does not know it.
            guard let digest = try MediaReader.digest(path), digest.byteCount > 0 else { throw unusable(tool) }
            asset = MediaAsset(
                hash: digest.hash, byteCount: digest.byteCount, facts: MediaFacts(format: format), content: .file(path))
        } else {
            guard case .asset(let found) = try MediaReader.entry(at: path), found.facts.format == format else {
                throw unusable(tool)
            }
            asset = found
        }
        if asset.facts.kind == .image {
            guard MetadataStripper.isClean(try asset.wholeContent(), as: format) else { throw unusable(tool) }
        }
        asset.isCleared = true
        return asset
    }

    /// Reads a file that a program made, of at most `maxBytes`.
    ///
    /// - Throws: `ToolFault` where there is no plain file, or a larger one; `FileError`.
    func bytes(_ name: String, maxBytes: Int, by tool: MediaTools.Tool) throws -> [UInt8] {
        let bytes = try head(name, byteCount: maxBytes + 1, by: tool)
        guard bytes.count <= maxBytes else { throw unusable(tool) }
        return bytes
    }

    /// Reads the first `byteCount` bytes of a file that a program made, or all where it has fewer.
    ///
    /// - Throws: `ToolFault` where there is no plain file; `FileError`.
    func head(_ name: String, byteCount: Int, by tool: MediaTools.Tool) throws -> [UInt8] {
        do throws(FileError) {
            var reader = try FileReader(regularFileAt: "\(outputFolder)/\(name)")
            var bytes: [UInt8] = []
            while bytes.count < byteCount {
                let count = try reader.read(atMost: min(1 << 16, byteCount - bytes.count), appendingTo: &bytes)
                if count == 0 { break }
            }
            return bytes
        } catch {
            if !error.isMissing { throw error }
            throw unusable(tool)
        }
    }

    private func unusable(_ tool: MediaTools.Tool) -> ToolFault { ToolFault(tool: tool.rawValue, reason: .unusable) }
}

extension MediaAsset {
    /// The bytes of the file.
    ///
    /// - Throws: `FileError`, or `ToolFault` where the file is another one now.
    func wholeContent() throws -> [UInt8] {
        guard case .file(let path) = content else {
            guard case .bytes(let bytes) = content else { return [] }
            return bytes
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        let digest = try MediaReader.digest(path) { bytes += $0 }
        guard digest?.hash == hash, bytes.count == byteCount else { throw ToolFault(tool: "copy", reason: .changed) }
        return bytes
    }
}
