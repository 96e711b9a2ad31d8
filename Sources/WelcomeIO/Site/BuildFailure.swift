package import WelcomeCore

/// Why a command ends without its work done, by whose fault it is.
package enum BuildFailure: Error {
    /// The settings or the keys cannot be used.
    case settings([Diagnostic])
    /// Themes or leads have errors; nothing was published.
    case diagnostics([Diagnostic])
    /// The output folder is not ours, or not in a state to build on.
    case output(Diagnostic)
    /// Another build holds the site.
    case busy(Diagnostic)
    /// The system refused a file operation.
    case files(FileError)
    /// The system does not give what is needed: room for what is to be published, or the source of leads.
    case refused(Diagnostic)
    /// A database could not be read or written.
    case database(String, file: String)
    /// A signal asked to stop.
    case interrupted(signal: Int32)
    /// The program itself is at fault; the name of what went wrong, without any data.
    case defect(String)
}

/// An error that knows by whose fault it is.
protocol BuildError: Error {
    /// The failure that it means for a build; `ledger` is the ledger's path, for errors that do not name it.
    func failure(ledger: String) -> BuildFailure
}

extension BuildFailure {
    /// Tells by whose fault `error` is.
    ///
    /// `ledger` is the ledger's path, for errors that do not name it.
    init(_ error: any Error, ledger: String = "ledger.db") {
        switch error {
        case let failure as BuildFailure: self = failure
        case let error as FileError: self = .files(error)
        case let error as any BuildError: self = error.failure(ledger: ledger)
        default: self = .defect("\(type(of: error))")
        }
    }
}

extension BuildFailure {
    /// What there is to say about the failure.
    package var diagnostics: [Diagnostic] {
        switch self {
        case .settings(let diagnostics), .diagnostics(let diagnostics): diagnostics
        case .output(let diagnostic), .busy(let diagnostic), .refused(let diagnostic): [diagnostic]
        case .files(let error): [Diagnostic(.error, .outputIO, at: SourceLocation(file: error.path), "\(error)")]
        case .database(let message, let file):
            [
                Diagnostic(
                    .error, .outputIO, at: SourceLocation(file: file), "SQLite: \(message)",
                    fix: "is the disk full, here or where SQLite keeps temporary files (SQLITE_TMPDIR, or /var/tmp)?")
            ]
        case .interrupted, .defect: []
        }
    }
}
