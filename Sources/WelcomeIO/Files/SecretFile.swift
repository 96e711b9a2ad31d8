import Glibc

/// A file that others may not read, with what the system says of it.
///
/// All of it comes from one open descriptor, so that nobody can put another file in between.
struct SecretFile {
    /// Empty for whatever is not a regular file.
    let bytes: [UInt8]
    /// A folder, a pipe or a device is not.
    let isRegular: Bool
    /// The permission bits; those of the target where the path is a symbolic link.
    let mode: UInt32
    /// The id of the user who owns it.
    let owner: UInt32

    /// Reads the file at `path`, following links and never waiting for a pipe's writer; `nil` where there is none.
    init?(path: String) throws(FileError) {
        var opened: Int32
        repeat {
            opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        } while opened < 0 && errno == EINTR
        guard opened >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            // A socket cannot be opened, nor can a link to itself.
            guard code == ENXIO || code == ELOOP else { throw FileError(operation: "open", path: path, code: code) }
            (bytes, isRegular, mode, owner) = ([], false, 0, 0)
            return
        }
        var reader = FileReader(descriptor: opened, path: path)
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            throw FileError(operation: "examine", path: path, code: errno)
        }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        mode = status.st_mode & 0o7777
        owner = status.st_uid
        var bytes: [UInt8] = []
        if isRegular { while try reader.read(atMost: 1 << 16, appendingTo: &bytes) > 0 {} }
        self.bytes = bytes
    }

    /// The id of the user that this process acts for.
    static var currentUser: UInt32 { geteuid() }
}
