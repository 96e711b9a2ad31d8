import Foundation
import Glibc
import WelcomeCore
import WelcomeIO

/// Where the program speaks: data on standard output, everything else on standard error.
///
/// Whatever it says goes through `TerminalText`: nothing that came from a row, a file or its name can move a cursor or
/// give a command to the runner of a workflow.
struct Console {
    private let report: ReportOptions

    init(_ report: ReportOptions) {
        self.report = report
    }

    /// Writes text that another program may read; ends the process where nobody can have it.
    static func data(_ text: String) {
        write(TerminalText.lines(text))
    }

    /// Writes JSON that another program may read; ends the process where nobody can have it.
    static func data(json: String) {
        write(TerminalText.json(json))
    }

    private static func write(_ text: String) {
        do throws(FileError) {
            try StandardStreams.write(text, to: .output)
        } catch {
            complain("error: \(TerminalText.value("\(error)"))\n")
            exit(ExitStatus.files.rawValue)
        }
    }

    /// Writes something for the person at the terminal.
    static func complain(_ text: String) {
        control(TerminalText.lines(text))
    }

    /// Writes something that may steer the terminal, and holds nothing from elsewhere that could.
    static func control(_ text: String) {
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

    /// Shows diagnostics; warnings are left out when quiet was asked for.
    ///
    /// Diagnostics are for the person, so they go to standard error, except for the annotations that a workflow runner
    /// reads from standard output.
    func show(_ diagnostics: [Diagnostic]) {
        let shown = report.quiet ? diagnostics.filter { $0.severity == .error } : diagnostics
        let isPlain = report.format != .text || ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
        let printer = DiagnosticPrinter(format: report.format, usesColour: !isPlain && isatty(STDERR_FILENO) == 1)
        let text = printer.render(shown)
        if report.format == .github { Self.write(text) } else { Self.control(text) }
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
