import Glibc

/// An open file that is read from front to back; closed when the value goes.
package struct FileReader: ~Copyable {
    private let descriptor: Int32
    private let path: String
    /// How many bytes of a plain file are still to come; `nil` for what else can be read.
    private var expectedBytes: Int?

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

    /// Opens what a source of leads is read from: a file, or a pipe or socket that another program writes to.
    ///
    /// Never waits for a pipe's writer: `waitForInput` does.
    init(sourceAt path: String) throws(FileError) {
        var status = stat()
        // The system opens no socket by its name, and another user's pipe only for that user.
        if let own = Self.descriptor(named: path), unsafe fstat(own, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            let copy = fcntl(own, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
            self.init(descriptor: copy, path: path)
            return
        }
        var opened: Int32
        repeat { opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        self.init(descriptor: opened, path: path)
    }

    /// The number of our own descriptor that `path` names.
    private static func descriptor(named path: String) -> Int32? {
        if path == "/dev/stdin" { return STDIN_FILENO }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }

    /// Takes over an open descriptor.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
        expectedBytes = Self.byteCount(of: descriptor)
    }

    deinit {
        _ = close(descriptor)
    }

    /// Waits until there is something to read, or the end is known.
    ///
    /// - Returns: whether that came about in time.
    func waitForInput(milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, milliseconds) > 0
    }

    /// Whether the file can be read once only, as its writer gives it.
    var isStream: Bool {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    /// Appends up to `count` bytes to `buffer` and returns how many came; 0 means the file's end.
    package mutating func read(atMost count: Int, appendingTo buffer: inout [UInt8]) throws(FileError) -> Int {
        // Room for a whole chunk costs more than to read a small file.
        let capacity = min(count, expectedBytes.map { max($0, Self.leastBytes) } ?? count)
        var received = 0
        var code: Int32 = 0
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { bytes, initializedCount in
            repeat {
                received = unsafe Glibc.read(descriptor, bytes.baseAddress, capacity)
                code = errno
            } while received < 0 && code == EINTR
            initializedCount = max(received, 0)
        }
        guard received >= 0 else { throw FileError(operation: "read", path: path, code: code) }
        if let expectedBytes { self.expectedBytes = max(0, expectedBytes - received) }
        if buffer.isEmpty { buffer = chunk } else { buffer += chunk }
        return received
    }

    private static let leastBytes = 4096

    /// How many bytes a plain file holds; `nil` for what else can be read.
    private static func byteCount(of descriptor: Int32) -> Int? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}

extension FileError {
    /// Whether there is no such file.
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Whether the file's permissions keep us out.
    package var isRefused: Bool { code == EACCES || code == EPERM }

    /// Whether a folder stands where a file is expected.
    package var isDirectory: Bool { code == EISDIR }
}
