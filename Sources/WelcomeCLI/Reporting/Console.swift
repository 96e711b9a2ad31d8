import Foundation
import Glibc
import WelcomeCore
import WelcomeIO

/// Where the program speaks: data on standard output, everything else on standard error.
struct Console {
    private let report: ReportOptions

    init(_ report: ReportOptions) {
        self.report = report
    }

    /// Writes data that another program may read; ends the process where nobody can have them.
    static func data(_ text: String) {
        do throws(FileError) {
            try StandardStreams.write(text, to: .output)
        } catch {
            complain("error: \(error)\n")
            exit(ExitStatus.files.rawValue)
        }
    }

    /// Writes something for the person at the terminal.
    static func complain(_ text: String) {
        // Where it does not arrive there is nobody to be told.
        try? StandardStreams.write(text, to: .errors)
    }

    /// Says something to the person at the terminal, unless they asked for quiet.
    func say(_ text: String) {
        guard !report.quiet else { return }
        Self.complain(text + "\n")
    }

    /// Says what only somebody who asked for more wants to know.
    func detail(_ text: String) {
        if report.verbose { say(text) }
    }

    /// Shows findings; warnings are left out when quiet was asked for.
    ///
    /// Findings are for the person, so they go to standard error, except for the annotations that a workflow runner
    /// reads from standard output.
    func show(_ diagnostics: [Diagnostic]) {
        let shown = report.quiet ? diagnostics.filter { $0.severity == .error } : diagnostics
        let isPlain = report.format != .text || ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
        let printer = DiagnosticPrinter(format: report.format, usesColour: !isPlain && isatty(STDERR_FILENO) == 1)
        let text = printer.render(shown)
        if report.format == .github { Self.data(text) } else { Self.complain(text) }
    }

    /// Shows what a failure has to say and returns how the process is to end.
    func end(_ failure: BuildFailure) -> ExitStatus {
        let (diagnostics, status) = failure.outcome
        show(diagnostics)
        if case .defect(let name) = failure {
            Self.complain("welcome is at fault here, not you (\(name)). Please report it.\n")
        }
        return status
    }
}
