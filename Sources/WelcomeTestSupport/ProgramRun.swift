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
    package static let timeLimit = 60.0

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
    private let watchdog: Watchdog

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
        try process.run()
        watchdog = Watchdog(processID: process.processIdentifier, limit: ProgramRun.timeLimit)
        output.start()
        errors.start()
        if !text.isEmpty { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }
    }

    /// Waits until the program has written a line to standard output.
    package func waitForLine() {
        output.waitForLine()
    }

    /// Closes standard input and waits for the end.
    package func end() throws -> ProgramRun {
        try input.fileHandleForWriting.close()
        let outputData = output.end()
        let errorData = errors.end()
        process.waitUntilExit()
        guard !watchdog.callOff() else {
            throw TimeLimitError(program: process.executableURL?.lastPathComponent ?? "")
        }
        let isSignal = process.terminationReason == .uncaughtSignal
        return ProgramRun(
            output: outputData, errors: errorData, status: process.terminationStatus + (isSignal ? 128 : 0))
    }
}

/// A program ran longer than it may.
package struct TimeLimitError: Error, CustomStringConvertible {
    package let program: String
    package var description: String { "\(program) was killed after \(ProgramRun.timeLimit) seconds" }
}

/// Reads a pipe to its end on a thread of its own.
private final class PipeReader: Sendable {
    let pipe = Pipe()
    private let condition = NSCondition()
    private let state = Mutex((data: Data(), isAtEnd: false))

    func start() {
        Thread.detachNewThread { [self] in
            while true {
                let chunk = pipe.fileHandleForReading.availableData
                condition.lock()
                state.withLock {
                    $0.data.append(chunk)
                    $0.isAtEnd = chunk.isEmpty
                }
                condition.broadcast()
                condition.unlock()
                if chunk.isEmpty { return }
            }
        }
    }

    func waitForLine() {
        wait { $0.isAtEnd || $0.data.contains(10) }
    }

    func end() -> Data {
        wait(until: \.isAtEnd)
        return state.withLock { $0.data }
    }

    private func wait(until isReached: ((data: Data, isAtEnd: Bool)) -> Bool) {
        condition.lock()
        while !state.withLock({ isReached($0) }) { condition.wait() }
        condition.unlock()
    }
}

/// Kills a process that runs too long.
private final class Watchdog: Sendable {
    private let condition = NSCondition()
    private let state = Mutex((isCalledOff: false, didKill: false))

    init(processID: Int32, limit: TimeInterval) {
        Thread.detachNewThread { [self] in
            let deadline = Date(timeIntervalSinceNow: limit)
            condition.lock()
            defer { condition.unlock() }
            while !state.withLock({ $0.isCalledOff }) {
                guard condition.wait(until: deadline) else {
                    state.withLock { $0.didKill = true }
                    kill(processID, SIGKILL)
                    return
                }
            }
        }
    }

    /// Ends the watch and tells whether it had to kill.
    func callOff() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        condition.broadcast()
        return state.withLock {
            $0.isCalledOff = true
            return $0.didKill
        }
    }
}
