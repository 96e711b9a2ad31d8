package import Foundation

/// The regular files below a folder, as they are at one moment.
package struct FolderSnapshot: Sendable, Equatable {
    /// One file.
    package struct File: Sendable, Equatable {
        package var content: Data
        package var modified: Date
        package var inode: Int
        package var mode: Int
    }

    /// The files by their path below the folder.
    package var files: [String: File] = [:]

    /// Reads a folder; one that is missing has no files.
    package init(of folder: String) throws {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return }
        while let path = walk.nextObject() as? String {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            files[path] = File(
                content: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")),
                modified: attributes[.modificationDate] as? Date ?? .distantPast,
                inode: (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0,
                mode: (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0)
        }
    }

    /// The paths and contents alone.
    package var contents: [String: Data] { files.mapValues(\.content) }

    /// Names the files that are in one of two snapshots only, or differ in content, time, inode or permissions.
    package func differences(from other: FolderSnapshot) -> [String] {
        Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
    }
}
