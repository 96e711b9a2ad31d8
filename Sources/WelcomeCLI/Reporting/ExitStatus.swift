import ArgumentParser
import Glibc
import WelcomeCore
import WelcomeIO

/// What the process says at its end; the one place that decides it.
enum ExitStatus: Int32 {
    case done = 0
    /// Errors were found and nothing was published.
    case findings = 1
    /// The program itself is at fault.
    case defect = 2
    /// The site was published, some rows were rejected.
    case rejected = 3
    case files = 74
    case busy = 75
    case settings = 78
    case interrupted = 130
    case terminated = 143

    var code: ExitCode { ExitCode(rawValue) }
}

extension BuildFailure {
    /// The findings to show for a failure, and how the process ends.
    var outcome: (diagnostics: [Diagnostic], status: ExitStatus) {
        switch self {
        case .settings(let diagnostics): (diagnostics, .settings)
        case .findings(let diagnostics): (diagnostics, .findings)
        case .output(let diagnostic): ([diagnostic], diagnostic.code == .outputForeign ? .settings : .findings)
        case .busy(let diagnostic): ([diagnostic], .busy)
        case .files(let error):
            ([Diagnostic(.error, .outputIO, at: SourceLocation(file: error.path), "\(error)")], .files)
        case .database(let message):
            (
                [Diagnostic(.error, .outputIO, "SQLite: \(message)", fix: "is the disk full or the file damaged?")],
                .files
            )
        case .interrupted(let signal): ([], signal == SIGTERM ? .terminated : .interrupted)
        }
    }
}
