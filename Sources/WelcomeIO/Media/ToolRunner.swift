import Synchronization
import WelcomeCore

/// How much a program may take before it is ended.
package struct ToolLimits: Sendable {
    package var time = Duration.seconds(120)
    package var memoryBytes = 2 << 30
    package var processorSeconds = 30
    package var fileBytes = 100_000_000
    package var openFiles = 64

    package init() {}
}

/// Programs were to be locked up, and the system does not allow it.
package struct MissingSandbox: Error {}

/// Runs programs on strangers' files: locked up where the system allows it, and always within limits.
///
/// Each run has a folder with one file to read and a folder to write to, and nothing else of ours: no network, no
/// environment, no standard input, no shell.
package final class ToolRunner: Sendable {
    private let tools: MediaTools
    private let limits: ToolLimits
    private let stop: StopFlag
    /// Whether nothing is run that cannot be locked up.
    private let requiresSandbox: Bool
    private let state = Mutex(State())

    private struct State {
        var runs = 0
        /// Whether bubblewrap works here; `nil` until it was tried.
        var isSandboxed: Bool?
    }

    /// Makes a runner of `tools`.
    package init(
        tools: MediaTools, limits: ToolLimits = ToolLimits(), stop: StopFlag = StopFlag(), requiresSandbox: Bool = false
    ) {
        self.requiresSandbox = requiresSandbox
        self.tools = tools
        self.limits = limits
        self.stop = stop
    }

    /// The same runner with other tools: what it learned of the system and counted stays.
    func with(_ tools: MediaTools) -> ToolRunner {
        let runner = ToolRunner(tools: tools, limits: limits, stop: stop, requiresSandbox: requiresSandbox)
        let known = state.withLock { $0 }
        runner.state.withLock { $0 = known }
        return runner
    }

    /// How many programs were started so far.
    package var runs: Int { state.withLock { $0.runs } }

    /// Whether programs are locked up; `nil` as long as none was started.
    package var isSandboxed: Bool? { state.withLock { $0.isSandboxed } }

    /// Runs `tool` in `place`, and expects it to end well; once more where it crashed.
    ///
    /// On a busy machine libvips 8.14 divides by zero once in some thousand runs, and a site must not look otherwise for
    /// that. What a file does to a program happens again.
    ///
    /// - Returns: what it wrote to standard output, or for a program that says everything there to standard error.
    /// - Throws: `ToolFault`, `MissingSandbox`, or `BuildFailure.interrupted`.
    @discardableResult
    package func run(_ tool: MediaTools.Tool, _ arguments: [String], in place: ToolPlace) throws -> [UInt8] {
        do {
            return try attempt(tool, arguments, in: place)
        } catch let fault as ToolFault where fault.mayPass {
            return try attempt(tool, arguments, in: place)
        }
    }

    private func attempt(_ tool: MediaTools.Tool, _ arguments: [String], in place: ToolPlace) throws -> [UInt8] {
        let outcome = try outcome(tool, arguments, in: place)
        let words = lastWords(outcome.errors)
        let reason: ToolFault.Reason
        switch outcome.ending {
        case .exited(0): return outcome.output.isEmpty ? outcome.errors : outcome.output
        // prlimit and bwrap pass a signal on as a code.
        case .exited(let code) where code > 128 && code < 192: reason = .crashed(signal: code - 128)
        case .exited(let code): reason = .exited(code)
        case .crashed(let signal): reason = .crashed(signal: signal)
        case .timedOut: reason = .timedOut
        case .tooLoud: reason = .tooLoud
        case .stopped:
            try stop.check()
            reason = .timedOut
        }
        throw ToolFault(tool: tool.rawValue, reason: reason, words: words)
    }

    private func outcome(
        _ tool: MediaTools.Tool, _ arguments: [String], in place: ToolPlace
    ) throws -> ChildProcess.Outcome {
        guard let path = tools.paths[tool], let prlimit = tools.paths[.prlimit] else {
            throw ToolFault(tool: tool.rawValue, reason: .notStarted)
        }
        try stop.check()
        let isWorking = isSandboxWorking(place)
        guard isWorking || !requiresSandbox else { throw MissingSandbox() }
        let sandbox = isWorking ? sandbox(around: path, place) : []
        state.withLock { $0.runs += 1 }
        return try start(prlimit, limitArguments + sandbox + [path] + arguments, in: place, name: tool.rawValue)
    }

    /// Starts a program by way of `setpriv`, so that it does not outlive us.
    private func start(
        _ path: String, _ arguments: [String], in place: ToolPlace, name: String
    ) throws -> ChildProcess.Outcome {
        let setpriv = tools.paths[.setpriv]
        let request = ChildProcess.Request(
            path: setpriv ?? path,
            arguments: setpriv == nil ? arguments : ["--pdeathsig", "KILL", path] + arguments,
            environment: Self.environment, directory: place.outputFolder, timeLimit: limits.time)
        do throws(FileError) {
            return try ChildProcess.run(request) { [stop] in stop.isRaised }
        } catch {
            throw ToolFault(tool: name, reason: .notStarted)
        }
    }

    private static let environment = [
        "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent", "TMPDIR": "/tmp",
        // Loaders that are not meant for strangers' files.
        "VIPS_BLOCK_UNTRUSTED": "1",
        // Side by side run programs, not threads: it costs less memory, and the same bytes come out everywhere.
        "VIPS_CONCURRENCY": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2",
    ]

    private var limitArguments: [String] {
        [
            "--as=\(limits.memoryBytes)", "--cpu=\(limits.processorSeconds)", "--fsize=\(limits.fileBytes)",
            "--nofile=\(limits.openFiles)", "--core=0", "--",
        ]
    }

    // MARK: The sandbox

    /// Tells whether bubblewrap works here, and tries it the first time.
    private func isSandboxWorking(_ place: ToolPlace) -> Bool {
        if let known = isSandboxed { return known }
        guard tools.paths[.bwrap] != nil, let prlimit = tools.paths[.prlimit] else {
            state.withLock { $0.isSandboxed = false }
            return false
        }
        let arguments = limitArguments + sandbox(around: "/usr/bin/true", place) + ["/usr/bin/true"]
        let outcome = try? start(prlimit, arguments, in: place, name: "bwrap")
        let works = outcome?.ending == .exited(0)
        state.withLock { $0.isSandboxed = works }
        return works
    }

    /// What locks up the program at `path`: a root of its own with programs and libraries to read, one folder to read
    /// and one to write to, and no network.
    private func sandbox(around path: String, _ place: ToolPlace) -> [String] {
        guard let bwrap = tools.paths[.bwrap] else { return [] }
        var arguments = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
        arguments += ["--ro-bind", "/usr", "/usr"]
        // Debian finds some libraries through its alternatives, and fonts through /etc.
        for folder in ["/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig"] {
            arguments += ["--ro-bind-try", folder, folder]
        }
        for name in ["bin", "lib", "lib64"] { arguments += ["--symlink", "usr/\(name)", "/\(name)"] }
        arguments += ["--dev", "/dev", "--tmpfs", "/tmp"]
        let folder = path.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        if !isPath(folder, atOrBelow: "/usr") { arguments += ["--ro-bind", folder, folder] }
        arguments += ["--ro-bind", place.inputFolder, "/in", "--bind", place.outputFolder, "/out"]
        return arguments + ["--chdir", "/out", "--"]
    }

    /// The last line that a program said, as far as it is plain.
    private func lastWords(_ bytes: [UInt8]) -> String {
        let line = bytes.split(separator: 10).last ?? []
        return String(decoding: line.suffix(160).filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
    }
}
