/// The few verbs by which a site is written; a test can fail or stop any of them.
///
/// Paths are relative to one root folder, which the implementation holds open, and use `/`. Nothing here follows a
/// path out of the root. Every verb either did its work wholly or throws.
package protocol FileSystem: Sendable {
    /// Creates a folder and those above it; one that exists is left as it is.
    func createDirectory(_ path: String) throws(FileError)

    /// Creates or replaces the file with `bytes`; only for names that nobody reads yet.
    func write(_ bytes: [UInt8], to path: String, mode: FileMode) throws(FileError)

    /// Adds `bytes` to the end of a file made by `write`.
    func append(_ bytes: [UInt8], to path: String) throws(FileError)

    /// Copies a file from outside the root to a new name inside it.
    func copy(from source: String, to path: String, mode: FileMode) throws(FileError)

    /// Gives a file another name, replacing what had it; readers see the old file or the new one. A folder moves with all
    /// that is in it, to a name that nothing has.
    func rename(_ path: String, to newPath: String) throws(FileError)

    /// Gives a file a second name, which nothing has or another file loses.
    ///
    /// - Returns: `false` where the file system gives no file two names.
    func link(_ path: String, as newPath: String) throws(FileError) -> Bool

    /// Removes a file; one that does not exist is no error.
    func remove(_ path: String) throws(FileError)

    /// Removes an empty folder; one that does not exist is no error.
    func removeDirectory(_ path: String) throws(FileError)

    /// The size of a file in bytes, or `nil` where there is none.
    func size(of path: String) throws(FileError) -> Int?

    /// The whole file, or `nil` where there is none.
    func read(_ path: String) throws(FileError) -> [UInt8]?

    /// Passes a file to `body` from front to back, in pieces that fit in memory; nothing where there is no file.
    func forEachChunk(of path: String, _ body: ([UInt8]) throws -> Void) throws

    /// The names in a folder, ascending; empty where there is none.
    func list(_ path: String) throws(FileError) -> [String]

    /// Makes one file's bytes durable.
    func syncFile(_ path: String) throws(FileError)

    /// Makes the names in a folder durable.
    func syncDirectory(_ path: String) throws(FileError)

    /// Makes everything written so far durable, bytes and names.
    func syncAll() throws(FileError)

    /// What is left for new files; `nil` where nobody knows.
    func room() -> FileSystemRoom?
}

extension FileSystem {
    /// Without end, for implementations that have no disk.
    package func room() -> FileSystemRoom? { nil }

    /// One piece, for implementations whose files are in memory anyway.
    package func forEachChunk(of path: String, _ body: ([UInt8]) throws -> Void) throws {
        if let bytes = try read(path) { try body(bytes) }
    }
}

/// Who may read a file that we write.
package enum FileMode: UInt32, Sendable {
    /// Served to everyone: 0644.
    case published = 0o644
    /// For the CRM's group: 0640.
    case shared = 0o640
    /// For nobody else: 0600.
    case secret = 0o600
}
