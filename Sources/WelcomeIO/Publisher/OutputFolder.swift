import WelcomeCore

/// The folder that a build writes: ours to write, and held by this process alone.
package struct OutputFolder {
    /// The folder as it was named.
    package let path: String
    package let files: any FileSystem
    package let ledger: Ledger
    private let lock: BuildLock

    /// Opens the folder at `path`, creating it where it is missing.
    ///
    /// Waits up to `patience` seconds for another process to let go of it. `open` makes the file system at `path`; a
    /// test's may stop anywhere.
    ///
    /// - Throws: `BuildFailure.busy` when another build holds it, `BuildFailure.output` when it is not a site's output
    ///   or when its ledger is gone: a folder of something precious is never adopted.
    package init(
        path: String, ledgerPath: String, patience: Double = 0,
        open: (String) throws(FileError) -> any FileSystem = { path throws(FileError) in
            try LocalFileSystem(root: path)
        }
    ) throws(BuildFailure) {
        self.path = path
        let place = SourceLocation(file: path)
        do {
            let names = try FileTree.visibleNames(in: path) ?? []
            if !names.isEmpty, !names.contains("ledger.db") {
                throw BuildFailure.output(Self.refusal(names, at: place))
            }
            let files = try open(path)
            guard let lock = try BuildLock(path: "\(path)/.lock", patience: patience) else {
                throw BuildFailure.busy(
                    Diagnostic(
                        .error, .outputBusy, at: place, "another build is writing this folder",
                        fix: "wait for it to end; a build that was killed holds nothing"))
            }
            self.lock = lock
            if try files.size(of: "ledger.db") == nil { try files.write([], to: "ledger.db", mode: .secret) }
            for folder in ["site/p", "site/a", "tmp"] { try files.createDirectory(folder) }
            for name in try files.list("tmp") { try files.remove("tmp/\(name)") }
            self.files = files
        } catch {
            throw BuildFailure(error)
        }
        do {
            ledger = try Ledger(path: ledgerPath)
        } catch is LedgerError {
            throw .output(
                Diagnostic(
                    .error, .outputForeign, at: SourceLocation(file: ledgerPath), "this file is not a ledger of ours",
                    fix: "give `output` a folder of its own in welcome.yml"))
        } catch {
            throw BuildFailure(error)
        }
    }

    private static func refusal(_ names: [String], at place: SourceLocation) -> Diagnostic {
        if names.contains("manifest.json") {
            return Diagnostic(
                .error, .outputLedger, at: place, "the folder holds a published site whose ledger.db is missing",
                fix: "restore ledger.db from a backup: it remembers which links were sent")
        }
        return Diagnostic(
            .error, .outputForeign, at: place, "the folder holds files that are not a site's output",
            fix: "give `output` a new or empty folder in welcome.yml")
    }
}
