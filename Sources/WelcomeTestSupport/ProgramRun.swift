package import Foundation
import Glibc
import Synchronization

/// One run of a program: what it said, and how it ended.
package struct ProgramRun: Sendable {
    package let output: Data
    package let errors: Data
    /// The exit code; for a program that a signal ended, 128 and the signal's number.
    package let status: Int32

    /// What the program wrote to standard output, as text.
    package var stdout: String { String(decoding: output, as: UTF8.self) }
    /// What the program wrote to standard error, as text.
    package var stderr: String { String(decoding: errors, as: UTF8.self) }

    /// How long a program may run before it is killed, in seconds.
    package static let timeLimit = 180.0

    /// Runs `program` to its end.
    ///
    /// Both pipes are read while the program runs, for one that is full would hold it up.
    ///
    /// - Parameters:
    ///   - program: the path of the executable.
    ///   - arguments: what follows its name on a command line.
    ///   - environment: what differs from the environment of the tests; `nil` takes a variable out.
    ///   - directory: the working directory; that of the tests when there is none.
    ///   - input: the text on standard input.
    /// - Returns: what it said, and how it ended.
    /// - Throws: when the program cannot be started, or when it had to be killed after the time limit.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String?] = [:], directory: String? = nil,
        input: String = ""
    ) throws -> ProgramRun {
        let started = try RunningProgram(
            program, arguments, environment: environment, directory: directory, input: input)
        return try started.end()
    }
}

/// A program that has been started and not yet ended.
package final class RunningProgram {
    private let process = Process()
    private let output = PipeReader()
    private let errors = PipeReader()
    private let input = Pipe()
    private let deadline: Date

    /// Starts `program`; standard input gives `input` and stays open until the end is waited for.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String?] = [:], directory: String? = nil,
        input text: String = ""
    ) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value }
        process.environment = variables
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = input
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        deadline = Date(timeIntervalSinceNow: ProgramRun.timeLimit)
        try process.run()
        output.start()
        errors.start()
        if !text.isEmpty { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }
    }

    /// Waits until the program has written a line to standard output, or has ended.
    package func waitForLine() throws {
        try wait(for: output) { $0.isAtEnd || $0.data.contains(10) }
    }

    /// Waits until standard output holds `text`, or ends; tells which.
    package func waitForOutput(containing text: String) throws -> Bool {
        let bytes = Data(text.utf8)
        try wait(for: output) { $0.isAtEnd || $0.data.range(of: bytes) != nil }
        return output.contents.data.range(of: bytes) != nil
    }

    /// Asks a program that does not end by itself to do so, and waits until it has.
    package func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// What the program has written so far, to both streams.
    package var saidSoFar: String {
        String(decoding: output.contents.data + errors.contents.data, as: UTF8.self)
    }

    /// Closes standard input and waits for the end.
    package func end() throws -> ProgramRun {
        try input.fileHandleForWriting.close()
        for pipe in [output, errors] { try wait(for: pipe, until: \.isAtEnd) }
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return ProgramRun(
            output: output.contents.data, errors: errors.contents.data,
            status: process.terminationStatus + (isSignal ? 128 : 0))
    }

    private func wait(for pipe: PipeReader, until isReached: (PipeReader.Contents) -> Bool) throws {
        guard !pipe.wait(until: isReached, deadline: deadline) else { return }
        kill(process.processIdentifier, SIGKILL)
        throw TimeLimitError(program: process.executableURL?.lastPathComponent ?? "")
    }
}

/// A program ran longer than it may.
package struct TimeLimitError: Error, CustomStringConvertible {
    package let program: String
    package var description: String { "\(program) was killed after \(ProgramRun.timeLimit) seconds" }
}

/// Reads a pipe to its end on a thread of its own.
private final class PipeReader: Sendable {
    /// What was read so far.
    struct Contents {
        var data = Data()
        var isAtEnd = false
    }

    let pipe = Pipe()
    private let condition = NSCondition()
    private let state = Mutex(Contents())

    var contents: Contents { state.withLock { $0 } }

    func start() {
        Thread.detachNewThread { [self] in
            while !contents.isAtEnd {
                let chunk = pipe.fileHandleForReading.availableData
                condition.lock()
                state.withLock { $0 = Contents(data: $0.data + chunk, isAtEnd: chunk.isEmpty) }
                condition.broadcast()
                condition.unlock()
            }
        }
    }

    /// Waits for a state of the contents and tells whether it came in time.
    func wait(until isReached: (Contents) -> Bool, deadline: Date) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while !isReached(contents) {
            guard condition.wait(until: deadline) else { return isReached(contents) }
        }
        return true
    }
}
