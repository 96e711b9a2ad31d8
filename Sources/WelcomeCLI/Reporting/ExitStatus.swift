import ArgumentParser
import Glibc
import WelcomeCore
import WelcomeIO

/// What the process says at its end; the one place that decides it.
enum ExitStatus: Int32 {
    case done = 0
    /// Errors were found and nothing was published.
    case diagnostics = 1
    /// The program itself is at fault.
    case defect = 2
    /// The site was published, but some rows were rejected, or some tenants' rows have errors.
    case rejected = 3
    case files = 74
    case busy = 75
    case settings = 78
    case interrupted = 130
    case terminated = 143

    var code: ExitCode { ExitCode(rawValue) }
}

extension BuildFailure {
    /// The diagnostics to show for a failure, and how the process ends.
    var outcome: (diagnostics: [Diagnostic], status: ExitStatus) {
        let status: ExitStatus =
            switch self {
            case .settings: .settings
            case .diagnostics: .diagnostics
            case .output(let diagnostic): diagnostic.code == .outputForeign ? .settings : .diagnostics
            case .busy: .busy
            case .files, .database, .refused: .files
            case .defect: .defect
            case .interrupted(let signal): signal == SIGTERM ? .terminated : .interrupted
            }
        return (diagnostics, status)
    }
}
