import Foundation
import WelcomeTestSupport

/// A system call of a program, and where it comes among those of its name that the program's first thread makes.
struct SystemCall: Sendable, Hashable {
    var name: String
    /// From 1, as `strace` counts.
    var number: Int
    /// What the call was given, as `strace` writes it.
    var arguments: String

    /// The names of files and folders that the call is about.
    var fileNames: [String] {
        arguments.matches(of: /[<"]([^<>"]+)[>"]/).compactMap { $0.1.split(separator: "/").last.map(String.init) }
    }
}

/// Watches what a program asks of the system and interferes with it, by `strace`.
enum SystemCalls {
    /// What happens instead of a system call.
    enum Fault: Sendable, Hashable, CustomStringConvertible {
        /// The process gets a signal; by SIGKILL the call itself does not take place.
        case signal(String)
        /// The call fails with an error and does nothing.
        case error(String)
        /// This call and all later ones of its name fail.
        case lastingError(String)
        /// The call returns 0 and does nothing, as a write may that makes no headway.
        case nothing

        var description: String {
            switch self {
            case .signal(let name): name
            case .error(let name): name
            case .lastingError(let name): "\(name) for good"
            case .nothing: "no headway"
            }
        }

        /// Whether it happens to later calls too.
        fileprivate var lasts: Bool { if case .lastingError = self { true } else { false } }

        fileprivate func injection(at number: Int) -> String {
            switch self {
            case .signal(let name): "signal=\(name):when=\(number)"
            case .error(let name): "error=\(name):when=\(number)"
            case .lastingError(let name): "error=\(name):when=\(number)+"
            case .nothing: "retval=0:when=\(number)"
            }
        }
    }

    /// What changes files and names, what makes the changes last, and what opens files for it.
    static let changing = [
        "openat", "write", "pwrite64", "writev", "rename", "renameat", "renameat2", "fsync", "fdatasync", "syncfs",
        "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "ftruncate", "link", "linkat", "fallocate", "fchown",
        "fchownat", "fchmod", "fchmodat", "close",
    ]
    /// What only looks.
    static let reading = ["read", "pread64", "getdents64", "newfstatat", "flock"]

    private static let strace = "/usr/bin/strace"

    /// Whether a program can be traced here.
    static let areTraceable: Bool = {
        let run = try? ProgramRun.run(strace, ["-f", "-o", "/dev/null", "/bin/true"])
        return run?.status == 0
    }()

    /// Runs a program and notes the calls of `names` by its first thread that `isWanted` accepts.
    static func record(
        _ names: [String], of program: [String], environment: [String: String?], log: String,
        where isWanted: (SystemCall) -> Bool
    ) throws -> (run: ProgramRun, calls: [SystemCall]) {
        let traced = names.map { "?\($0)" }.joined(separator: ",")
        let run = try ProgramRun.run(
            strace, ["-f", "-y", "-s", "0", "-o", log, "-e", "trace=\(traced)", "-e", "signal=none"] + program,
            environment: environment)
        return (run, try calls(in: log).filter(isWanted))
    }

    /// The command that runs `program` with `fault` in the place of `call`.
    static func command(_ fault: Fault, at call: SystemCall, of program: [String], log: String) -> [String] {
        [
            strace, "-f", "-y", "-s", "0", "-o", log, "-e", "trace=\(call.name)", "-e",
            "inject=\(call.name):\(fault.injection(at: call.number))",
        ] + program
    }

    /// Runs a program with `fault` in the place of `call`, and tells which calls were really met: one, or those after it
    /// too where the fault lasts.
    static func run(
        _ fault: Fault, at call: SystemCall, of program: [String], environment: [String: String?], log: String
    ) throws -> (run: ProgramRun, met: [SystemCall]) {
        let command = command(fault, at: call, of: program, log: log)
        let run = try ProgramRun.run(command[0], Array(command.dropFirst()), environment: environment)
        let met = try calls(in: log).filter { $0.name == call.name && $0.number >= call.number }
        return (run, fault.lasts ? met : Array(met.prefix(1)))
    }

    /// Starts a program whose `slow` calls take long each, and which shows its calls of `shown` on standard output.
    static func startSlowly(
        _ slow: [String], milliseconds: Int, showing shown: [String], of program: [String],
        environment: [String: String?]
    ) throws -> RunningProgram {
        // Into a pipe strace writes line by line.
        let delays = slow.map { "inject=\($0):delay_enter=\(milliseconds * 1000)" }.flatMap { ["-e", $0] }
        let traced = (shown + slow).joined(separator: ",")
        return try RunningProgram(
            strace, ["-f", "-y", "-o", "|cat", "-e", "trace=\(traced)"] + delays + program,
            environment: environment)
    }

    /// The calls of the first thread in a log of `strace -f -y`.
    private static func calls(in log: String) throws -> [SystemCall] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)
        var calls: [SystemCall] = []
        var counts: [Substring: Int] = [:]
        var thread: Substring?
        for line in text.split(separator: "\n") {
            let number = line.prefix { $0 != " " }
            let rest = line.dropFirst(number.count).drop { $0 == " " }
            thread = thread ?? number
            guard number == thread, let parenthesis = rest.firstIndex(of: "("), rest.first?.isLetter == true else {
                continue
            }
            let name = rest[..<parenthesis]
            counts[name, default: 0] += 1
            // What the call gave back follows, or another thread comes between.
            let arguments = String(rest[rest.index(after: parenthesis)...]).prefix(upToFirst: [") = ", " <unfinished"])
            calls.append(SystemCall(name: String(name), number: counts[name] ?? 0, arguments: arguments))
        }
        return calls
    }
}

extension String {
    /// What stands before the first of `marks`.
    fileprivate func prefix(upToFirst marks: [String]) -> String {
        let ends = marks.compactMap { firstRange(of: $0)?.lowerBound }
        return ends.min().map { String(self[..<$0]) } ?? self
    }
}
