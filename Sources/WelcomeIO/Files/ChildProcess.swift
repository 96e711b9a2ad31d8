import CLinux
import Glibc

/// A program run to its end: without a shell, with nothing of ours but what it is given, in a process group of its own.
package enum ChildProcess {
    /// What is to run.
    package struct Request: Sendable {
        /// The path of the executable.
        package var path: String
        /// What follows its name.
        package var arguments: [String]
        /// All of its environment.
        package var environment: [String: String]
        /// Its working directory.
        package var directory: String
        /// How long it may run.
        package var timeLimit: Duration
        /// What it reads from its standard input.
        package var input: [UInt8]
        /// How many bytes it may write to either of its outputs.
        package var maxOutputBytes: Int

        package init(
            path: String, arguments: [String], environment: [String: String], directory: String, timeLimit: Duration,
            input: [UInt8] = [], maxOutputBytes: Int = 1 << 20
        ) {
            self.path = path
            self.arguments = arguments
            self.environment = environment
            self.directory = directory
            self.timeLimit = timeLimit
            self.input = input
            self.maxOutputBytes = maxOutputBytes
        }
    }

    /// How a program came to its end.
    package enum Ending: Sendable, Hashable {
        case exited(Int32)
        /// Ended by a signal that was not ours.
        case crashed(signal: Int32)
        /// Killed because it ran for too long.
        case timedOut
        /// Killed because it wrote more to its output than anybody reads.
        case tooLoud
        /// Killed because we are to stop.
        case stopped
    }

    /// What a program left.
    package struct Outcome: Sendable {
        package var ending: Ending
        package var output: [UInt8]
        package var errors: [UInt8]
    }

    /// Runs a program and waits for its end on this thread.
    ///
    /// Whatever of its process group is left when it ends, or when its time is over, is killed. `shouldCancel` is asked
    /// every 50 ms at least.
    ///
    /// - Precondition: the input is shorter than 32 KiB: it waits in a pipe before the program runs.
    /// - Throws: `FileError` when it cannot be started.
    package static func run(_ request: Request, shouldCancel: () -> Bool = { false }) throws(FileError) -> Outcome {
        let output = try Pipe()
        let errors = try Pipe()
        let child = try start(request, input: try Pipe(holding: request.input), output: output, errors: errors)
        output.closeWritingEnd()
        errors.closeWritingEnd()
        let deadline = ContinuousClock.now + request.timeLimit
        var outcome = Outcome(ending: .timedOut, output: [], errors: [])
        while true {
            let isOpen = wait(for: [output, errors])
            output.drain(into: &outcome.output)
            errors.drain(into: &outcome.errors)
            if let ending = ending(of: child) {
                output.drain(into: &outcome.output)
                errors.drain(into: &outcome.errors)
                outcome.ending = ending
                return outcome
            }
            if max(outcome.output.count, outcome.errors.count) > request.maxOutputBytes {
                outcome.ending = .tooLoud
                break
            }
            if shouldCancel() {
                outcome.ending = .stopped
                break
            }
            if ContinuousClock.now > deadline { break }
            // Both outputs are shut, so that nothing wakes us when it ends.
            if !isOpen { usleep(1_000) }
        }
        kill(-child, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        return outcome
    }

    /// How the program ended, with what is left of its group gone; `nil` while it runs.
    private static func ending(of child: pid_t) -> Ending? {
        var information = unsafe siginfo_t()
        guard unsafe waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT) == 0,
            unsafe information.si_signo == SIGCHLD
        else { return nil }
        // Until its end is taken note of, nobody else can get the number of its group.
        kill(-child, SIGKILL)
        var status: Int32 = 0
        guard unsafe waitpid(child, &status, 0) == child else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .crashed(signal: signal)
    }

    /// Waits a moment for something to read; tells whether anything is still open.
    private static func wait(for pipes: [Pipe]) -> Bool {
        var entries = pipes.filter { !$0.isAtEnd }.map { pollfd(fd: $0.readingEnd, events: Int16(POLLIN), revents: 0) }
        guard !entries.isEmpty else { return false }
        unsafe poll(&entries, nfds_t(entries.count), 50)
        return true
    }

    private static func start(
        _ request: Request, input: Pipe, output: Pipe, errors: Pipe
    ) throws(FileError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, input.readingEnd, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.writingEnd, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors.writingEnd, 2)
        unsafe posix_spawn_file_actions_addchdir_np(&actions, request.directory)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // Signals that we ignore or block are none of its business.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGXFSZ] { unsafe sigaddset(&signals, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var child: pid_t = 0
        let variables = request.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let code = unsafe withCStrings([request.path] + request.arguments) { arguments in
            unsafe withCStrings(variables) { environment in
                unsafe posix_spawn(&child, request.path, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw FileError(operation: "start", path: request.path, code: code) }
        return child
    }

    /// Lends texts as C wants them: an array of pointers with a null at its end.
    private static func withCStrings(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return EINVAL }
            return unsafe body(base)
        }
    }
}

/// One of a child's standard streams; both ends are closed with the value.
private final class Pipe {
    let readingEnd: Int32
    private(set) var writingEnd: Int32
    private(set) var isAtEnd = false

    /// Makes a pipe that the child writes to.
    init() throws(FileError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else {
            throw FileError(operation: "open", path: "a pipe", code: errno)
        }
        (readingEnd, writingEnd) = (ends[0], ends[1])
        // The child's end is to wait like any other.
        _ = fcntl(writingEnd, F_SETFL, 0)
    }

    /// Makes a pipe from which the child reads `bytes`, and then its end.
    convenience init(holding bytes: [UInt8]) throws(FileError) {
        precondition(bytes.count < 32_768)
        try self.init()
        _ = fcntl(readingEnd, F_SETFL, 0)
        _ = fcntl(writingEnd, F_SETFL, O_NONBLOCK)
        let count = unsafe bytes.withUnsafeBytes { unsafe write(writingEnd, $0.baseAddress, $0.count) }
        // A pipe is smaller than usual where one user has very many.
        guard count == bytes.count else { throw FileError(operation: "write", path: "a pipe", code: errno) }
        closeWritingEnd()
    }

    deinit {
        close(readingEnd)
        closeWritingEnd()
    }

    func closeWritingEnd() {
        if writingEnd >= 0 { close(writingEnd) }
        writingEnd = -1
    }

    /// Adds what is there to `bytes`, a pipe's worth at most.
    func drain(into bytes: inout [UInt8]) {
        guard !isAtEnd else { return }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(readingEnd, $0.baseAddress, $0.count) }
        if count > 0 { bytes += chunk.prefix(count) }
        if count == 0 { isAtEnd = true }
    }
}

extension FileIdentity {
    /// Size and time of the last change of a file, as a word that changes when the file does; `nil` where there is none.
    package static func stamp(of path: String) -> String? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return "\(status.st_size)-\(status.st_mtim.tv_sec)-\(status.st_mtim.tv_nsec)"
    }

    /// Whether we may execute the file at `path`.
    package static func isProgram(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return unsafe access(path, X_OK) == 0
    }
}
