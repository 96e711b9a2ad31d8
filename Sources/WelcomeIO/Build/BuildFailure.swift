import GRDB
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
    /// The system does not give what is needed: room for what is to be published, or the source of leads.
    case refused(Diagnostic)
    /// A database could not be read or written.
    case database(String, file: String)
    /// A signal asked to stop.
    case interrupted(signal: Int32)
    /// The program itself is at fault; the name of what went wrong, without any data.
    case defect(String)
}

extension BuildFailure {
    /// Tells by whose fault `error` is; the one place where errors of every stage come together.
    ///
    /// `ledger` is the ledger's path, for errors that do not name it.
    init(_ error: any Error, ledger: String = "ledger.db") {
        if let fault = LedgerError(error) {
            // SQLite calls damaged what the disk does not give, and a new ledger would be no cure for a bad disk.
            if error is DatabaseError, let refusal = Self.refusal(toRead: ledger) {
                self = .files(refusal)
            } else {
                self = .output(fault.finding(at: ledger))
            }
            return
        }
        switch error {
        case let failure as BuildFailure: self = failure
        case let error as FileError: self = .files(error)
        case let error as LeadSourceError:
            self = error.isRefusal ? .refused(error.diagnostic) : .findings([error.diagnostic])
        case let error as DatabaseError:
            self = .database(error.message ?? "error \(error.resultCode.rawValue)", file: ledger)
        case is PublishedManifest.Fault:
            self = .output(
                Diagnostic(
                    .error, .outputIO, at: SourceLocation(file: "manifest.json"),
                    "a file of the manifest is damaged, and a build of some leads only cannot mend it",
                    fix: "run `welcome build` for all leads once"))
        default: self = .defect("\(type(of: error))")
        }
    }

    /// Why a file cannot be read to its end, if it cannot.
    private static func refusal(toRead path: String) -> FileError? {
        do throws(FileError) {
            var reader = try FileReader(path: path)
            var chunk: [UInt8] = []
            while try reader.read(atMost: 1 << 18, appendingTo: &chunk) > 0 { chunk.removeAll(keepingCapacity: true) }
            return nil
        } catch {
            return error.isMissing ? nil : error
        }
    }
}

extension BuildFailure {
    /// What there is to say about the failure.
    package var diagnostics: [Diagnostic] {
        switch self {
        case .settings(let diagnostics), .findings(let diagnostics): diagnostics
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
