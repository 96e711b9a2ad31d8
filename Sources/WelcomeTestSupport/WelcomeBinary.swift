import Foundation

/// The program itself, as it was built along with the tests.
package enum WelcomeBinary {
    /// The executable beside the test bundle, or else that of the last debug build.
    package static let path: String = {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent().appendingPathComponent("welcome").path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        return Fixtures.packageRoot.appendingPathComponent(".build/debug/welcome").path
    }()

    /// Runs `welcome` with `arguments`.
    ///
    /// - Throws: `TimeLimitError`, or when the program cannot be started.
    package static func run(
        _ arguments: [String], environment: [String: String?] = [:], directory: String? = nil
    ) throws -> ProgramRun {
        let own: [String: String?] = ["WELCOME_KEYS": nil, "NO_COLOR": "1"]
        return try ProgramRun.run(
            path, arguments, environment: own.merging(environment) { _, given in given }, directory: directory)
    }
}

/// The tools that look at what the program made, written in Python so that they share nothing with it.
package enum PythonTool {
    private static let interpreter = "/usr/bin/python3"

    /// Runs `Tests/Tools/<name>.py`.
    ///
    /// - Throws: `TimeLimitError`, or when the interpreter cannot be started.
    package static func run(_ name: String, _ arguments: [String], input: String = "") throws -> ProgramRun {
        try ProgramRun.run(interpreter, [path(name)] + arguments, environment: environment, input: input)
    }

    /// Starts `Tests/Tools/<name>.py` and leaves it running.
    package static func start(_ name: String, _ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(interpreter, [path(name)] + arguments, environment: environment)
    }

    private static let environment: [String: String?] = ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"]

    private static func path(_ name: String) -> String {
        Fixtures.packageRoot.appendingPathComponent("Tests/Tools/\(name).py").path
    }
}
