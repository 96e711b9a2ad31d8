import Glibc

/// The streams that a process is given by whoever starts it, which may be closed, full or read by nobody any more.
package enum StandardStreams {
    /// Where a text goes.
    package enum Stream: Int32 {
        case output = 1
        case errors = 2
    }

    /// Makes writing to them an operation that can fail, and nothing worse.
    ///
    /// A stream that is closed is opened on nothing: its number would else become that of the next file, and what is to be
    /// said would be written into it.
    package static func prepare() {
        for number in 0...2 as ClosedRange<Int32> where fcntl(number, F_GETFD) < 0 {
            // Descriptors are handed out in ascending order, so this one gets the number.
            _ = unsafe open("/dev/null", O_RDWR)
        }
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    }

    /// Writes all of `text`.
    package static func write(_ text: String, to stream: Stream) throws(FileError) {
        var text = text
        let code = text.withUTF8 { bytes in unsafe write(bytes, to: stream.rawValue) }
        if code != 0 {
            throw FileError(
                operation: "write", path: stream == .output ? "standard output" : "standard error", code: code)
        }
    }

    /// Returns the `errno` of a failure, or 0.
    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(bytes)[written...]
            let count = unsafe Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&waiting, 1, -1)
                continue
            }
            if count < 0 { return errno }
            written += count
        }
        return 0
    }
}
