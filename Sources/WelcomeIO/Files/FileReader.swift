import Glibc

/// An open file that is read from front to back; closed when the value goes.
package struct FileReader: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens the file at `path`.
    package init(path: String) throws(FileError) {
        var opened: Int32
        repeat { opened = unsafe open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        self.init(descriptor: opened, path: path)
    }

    /// Opens the file at `path` unless it is a symbolic link, a folder or a device; never waits for a pipe's writer.
    ///
    /// - Throws: `FileError` with `isMissing` for what is not a file.
    init(regularFileAt path: String) throws(FileError) {
        var opened: Int32
        repeat {
            opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        } while opened < 0 && errno == EINTR
        let code = errno
        guard opened >= 0 else {
            let isNoFile = [ELOOP, ENAMETOOLONG, ENXIO].contains(code)
            throw FileError(operation: "open", path: path, code: isNoFile ? ENOENT : code)
        }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw FileError(operation: "open", path: path, code: ENOENT)
        }
        self.init(descriptor: opened, path: path)
    }

    /// Takes over an open descriptor.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        _ = close(descriptor)
    }

    /// Appends up to `count` bytes to `buffer` and returns how many came; 0 means the file's end.
    package mutating func read(atMost count: Int, appendingTo buffer: inout [UInt8]) throws(FileError) -> Int {
        let start = buffer.count
        buffer.append(contentsOf: [UInt8](repeating: 0, count: count))
        var received: Int
        repeat {
            received = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress.map { unsafe $0 + start }, count)
            }
        } while received < 0 && errno == EINTR
        let code = errno
        buffer.removeLast(count - max(received, 0))
        guard received >= 0 else { throw FileError(operation: "read", path: path, code: code) }
        return received
    }
}

extension FileError {
    /// Whether there is no such file.
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Whether the file's permissions keep us out.
    package var isRefused: Bool { code == EACCES || code == EPERM }

    /// Whether a folder stands where a file is due.
    package var isDirectory: Bool { code == EISDIR }
}
