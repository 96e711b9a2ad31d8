import Glibc

/// Holds a site for one process; released when the last owner lets go of it, or with the process however it ends.
///
/// The file itself is never removed: a process that had opened it would lock a file that nobody else sees.
package final class BuildLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock at `path` without waiting.
    ///
    /// - Returns: `nil` when another process has it.
    package init?(path: String) throws(FileError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw FileError(operation: "lock", path: path, code: code)
        }
    }

    deinit {
        close(descriptor)
    }
}
