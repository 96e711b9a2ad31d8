import Glibc

/// Holds a site for one process; released when the last owner lets go of it, or with the process however it ends.
///
/// The file itself is never removed: a process that had opened it would lock a file that nobody else sees.
package final class BuildLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock at `path`, asking again for up to `timeout` seconds while another process has it.
    ///
    /// - Returns: `nil` when another process still has it.
    package convenience init?(path: String, timeout: Double = 0) throws(FileError) {
        try self.init(opening: path, O_RDWR | O_CREAT, timeout: timeout)
    }

    /// Takes a folder itself as the lock, which leaves no file behind; without waiting.
    ///
    /// - Returns: `nil` when another process has it.
    package convenience init?(folder: String) throws(FileError) {
        try self.init(opening: folder, O_RDONLY | O_DIRECTORY, timeout: 0)
    }

    private init?(opening path: String, _ flags: Int32, timeout: Double) throws(FileError) {
        descriptor = untilAnswered { unsafe open(path, flags | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        let deadline = ContinuousClock.now + .seconds(timeout)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            // A wait that ends with a signal would need one; asking again costs nothing that anybody feels.
            if code == EWOULDBLOCK, ContinuousClock.now < deadline {
                usleep(20_000)
                continue
            }
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw FileError(operation: "lock", path: path, code: code)
        }
    }

    deinit {
        // A child between its fork and its exec has the descriptor too, and closing ours would leave it the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
