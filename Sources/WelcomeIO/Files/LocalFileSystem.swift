import CLinux
import Glibc

/// The file system of this machine, below one folder that is held open.
package final class LocalFileSystem: FileSystem {
    /// The folder as it was named, for messages.
    package let root: String
    private let descriptor: Int32
    private static let chunkSize = 1 << 18

    /// Creates a folder anywhere, with those above it.
    package static func createFolder(_ path: String) throws(FileError) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += part + "/"
            if unsafe mkdir(partial, 0o755) != 0, errno != EEXIST {
                throw FileError(operation: "create", path: partial, code: errno)
            }
        }
    }

    /// Opens `root`, creating it where it is missing.
    package init(root: String) throws(FileError) {
        self.root = root
        if unsafe mkdir(root, 0o755) != 0, errno != EEXIST {
            throw FileError(operation: "create", path: root, code: errno)
        }
        descriptor = untilAnswered { unsafe open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw FileError(operation: "open", path: root, code: errno) }
    }

    deinit {
        close(descriptor)
    }

    package func createDirectory(_ path: String) throws(FileError) {
        var partial = ""
        for part in path.split(separator: "/") {
            partial += partial.isEmpty ? String(part) : "/\(part)"
            if unsafe mkdirat(descriptor, partial, 0o755) != 0, errno != EEXIST {
                throw failure("create", partial)
            }
        }
    }

    package func write(_ bytes: [UInt8], to path: String, mode: FileMode) throws(FileError) {
        try write(bytes, to: path, flags: O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
    }

    /// Creates the file, and fails where the name is taken: nobody else can have it open.
    package func create(_ bytes: [UInt8], at path: String, mode: FileMode) throws(FileError) {
        try write(bytes, to: path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    }

    /// Gives a new file to the owner of the one that it is to replace; only root can, and only root needs to.
    package func takeOwner(of path: String, for newPath: String) throws(FileError) {
        var old = stat()
        var new = stat()
        guard unsafe fstatat(descriptor, path, &old, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return }
            throw failure("examine", path)
        }
        guard unsafe fstatat(descriptor, newPath, &new, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw failure("examine", newPath)
        }
        if old.st_uid == new.st_uid, old.st_gid == new.st_gid { return }
        guard unsafe fchownat(descriptor, newPath, old.st_uid, old.st_gid, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw failure("give away", newPath)
        }
    }

    package func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        try write(bytes, to: path, flags: O_WRONLY | O_APPEND, mode: .secret)
    }

    package func copy(from source: String, to path: String, mode: FileMode) throws(FileError) {
        var reader = try FileReader(path: source)
        try write([], to: path, mode: mode)
        var chunk: [UInt8] = []
        while try reader.read(atMost: Self.chunkSize, appendingTo: &chunk) > 0 {
            try append(chunk, to: path)
            chunk.removeAll(keepingCapacity: true)
        }
    }

    package func rename(_ path: String, to newPath: String) throws(FileError) {
        guard unsafe renameat(descriptor, path, descriptor, newPath) == 0 else { throw failure("rename", newPath) }
    }

    package func link(_ path: String, as newPath: String) throws(FileError) -> Bool {
        try remove(newPath)
        if unsafe linkat(descriptor, path, descriptor, newPath, 0) == 0 { return true }
        if [EPERM, EMLINK, EOPNOTSUPP, ENOSYS].contains(errno) { return false }
        throw failure("link", newPath)
    }

    package func remove(_ path: String) throws(FileError) {
        if unsafe unlinkat(descriptor, path, 0) != 0, errno != ENOENT { throw failure("remove", path) }
    }

    package func removeDirectory(_ path: String) throws(FileError) {
        if unsafe unlinkat(descriptor, path, AT_REMOVEDIR) != 0, errno != ENOENT { throw failure("remove", path) }
    }

    package func size(of path: String) throws(FileError) -> Int? {
        var status = stat()
        let answer = unsafe path.withCString { unsafe fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
        if answer == 0 { return Int(status.st_size) }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw failure("examine", path)
    }

    package func read(_ path: String) throws(FileError) -> [UInt8]? {
        let file = untilAnswered { unsafe openat(descriptor, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw failure("open", path) }
        var reader = FileReader(descriptor: file, path: path)
        var whole: [UInt8] = []
        while try reader.read(atMost: Self.chunkSize, appendingTo: &whole) > 0 {}
        return whole
    }

    package func forEachChunk(of path: String, _ body: ([UInt8]) throws -> Void) throws {
        let file = untilAnswered { unsafe openat(descriptor, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        if file < 0, errno == ENOENT { return }
        guard file >= 0 else { throw failure("open", path) }
        var reader = FileReader(descriptor: file, path: path)
        var chunk: [UInt8] = []
        while try reader.read(atMost: Self.chunkSize, appendingTo: &chunk) > 0 {
            try body(chunk)
            chunk.removeAll(keepingCapacity: true)
        }
    }

    package func list(_ path: String) throws(FileError) -> [String] {
        let folder = untilAnswered {
            unsafe openat(descriptor, path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        if folder < 0, errno == ENOENT { return [] }
        guard folder >= 0, let stream = unsafe fdopendir(folder) else { throw failure("list", path) }
        defer { unsafe closedir(stream) }
        guard let names = unsafe FileTree.names(from: stream) else { throw failure("list", path) }
        return names
    }

    package func syncFile(_ path: String) throws(FileError) {
        try sync(path, flags: O_RDONLY)
    }

    package func syncDirectory(_ path: String) throws(FileError) {
        try sync(path.isEmpty ? "." : path, flags: O_RDONLY | O_DIRECTORY)
    }

    /// One `syncfs` for everything: many times faster than a sync for each file, and it covers names too.
    package func syncAll() throws(FileError) {
        guard untilAnswered({ syncfs(descriptor) }) == 0 else { throw failure("sync", root) }
    }

    package func room() -> FileSystemRoom? { FileSystemRoom(of: descriptor) }

    private func sync(_ path: String, flags: Int32) throws(FileError) {
        let file = untilAnswered { unsafe openat(descriptor, path, flags | O_CLOEXEC) }
        guard file >= 0 else { throw failure("open", path) }
        defer { close(file) }
        guard untilAnswered({ fsync(file) }) == 0 else { throw failure("sync", path) }
    }

    private func write(_ bytes: [UInt8], to path: String, flags: Int32, mode: FileMode) throws(FileError) {
        // Handed over as it is, a name would be copied into an array first, for every page.
        let file = unsafe path.withCString { name in
            untilAnswered { unsafe openat(descriptor, name, flags | O_CLOEXEC | O_NOFOLLOW, mode.rawValue) }
        }
        guard file >= 0 else { throw failure("create", path) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                let error = failure("write", path)
                close(file)
                throw error
            }
            written += count
        }
        // A signal in between leaves no more to close.
        guard close(file) == 0 || errno == EINTR else { throw failure("close", path) }
    }

    private func failure(_ operation: String, _ path: String) -> FileError {
        let code = errno
        return FileError(operation: operation, path: path == root ? path : "\(root)/\(path)", code: code)
    }
}

/// Asks the system again while signals come in between.
func untilAnswered(_ call: () -> Int32) -> Int32 {
    var answer: Int32
    repeat { answer = call() } while answer < 0 && errno == EINTR
    return answer
}

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
}
