#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file that is read from front to back.
///
/// The only place where leads are read through C: buffers are lent to `read(2)` and nothing escapes.
package struct FileReader: ~Copyable {
    /// Why a file cannot be read.
    package enum Failure: Error, Sendable, Equatable {
        case missing
        case isDirectory
        /// Anything else, in the system's words.
        case other(String)
    }

    private let descriptor: Int32

    /// Opens the file at `path`.
    package init(path: String) throws(Failure) {
        var opened: Int32
        repeat { opened = unsafe open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw Self.failure(errno) }
        descriptor = opened
    }

    deinit {
        _ = close(descriptor)
    }

    /// Appends up to `count` bytes to `buffer` and returns how many came; 0 means the file's end.
    package mutating func read(atMost count: Int, appendingTo buffer: inout [UInt8]) throws(Failure) -> Int {
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: count))
        var received: Int
        repeat {
            received = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Self.readBytes(descriptor, bytes.baseAddress.map { unsafe $0 + start }, count)
            }
        } while received < 0 && errno == EINTR
        let failure = errno
        buffer.removeLast(count - max(received, 0))
        guard received >= 0 else { throw Self.failure(failure) }
        return received
    }

    /// `read(2)` under a name of its own, which the method above would hide.
    private static func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, buffer, count)
        #elseif canImport(Musl)
            unsafe Musl.read(descriptor, buffer, count)
        #else
            unsafe Darwin.read(descriptor, buffer, count)
        #endif
    }

    private static func failure(_ code: Int32) -> Failure {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EISDIR: .isDirectory
        default: .other(unsafe String(cString: strerror(code)))
        }
    }
}
