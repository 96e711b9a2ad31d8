package import WelcomeCore

/// Why a command ends without its work done, by whose fault it is.
package enum BuildFailure: Error {
    /// The settings or the keys cannot be used.
    case settings([Diagnostic])
    /// Themes or leads have errors; nothing was published.
    case findings([Diagnostic])
    /// The output folder is not ours, or not in a state to build on.
    case output(Diagnostic)
    /// Another build holds the site.
    case busy(Diagnostic)
    /// The system refused a file operation.
    case files(FileError)
    /// The ledger or the source could not be read or written.
    case database(String)
    /// A signal asked to stop.
    case interrupted(signal: Int32)
}

extension BuildFailure {
    /// What there is to say about the failure.
    package var diagnostics: [Diagnostic] {
        switch self {
        case .settings(let diagnostics), .findings(let diagnostics): diagnostics
        case .output(let diagnostic), .busy(let diagnostic): [diagnostic]
        case .files(let error): [Diagnostic(.error, .outputIO, at: SourceLocation(file: error.path), "\(error)")]
        case .database(let message):
            [Diagnostic(.error, .outputIO, "SQLite: \(message)", fix: "is the disk full or the file damaged?")]
        case .interrupted: []
        }
    }
}
