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
    /// Waits up to `timeout` seconds for another process to let go of it. With `recovery` a ledger that is lost is made
    /// anew from the manifest. `site` says whose ledger is to be there. `open` makes the file system at `path`; a test's may stop anywhere.
    ///
    /// - Throws: `BuildFailure.busy` when another build holds it, `BuildFailure.output` when it is not a site's output,
    ///   when it is a copy of another, or when its ledger is lost: a folder of something precious is never adopted.
    init(
        path: String, ledgerPath: String, site: ExpectedSite, timeout: Double, recovery: LedgerRecovery?,
        open: (String) throws(FileError) -> any FileSystem
    ) throws(BuildFailure) {
        self.path = path
        do {
            let names = try FileTree.visibleNames(in: path) ?? []
            let isNew = try names.isEmpty || MediaCache.isAllThatIsKept(names, in: path)
            if !isNew, !names.contains("ledger.db") {
                guard names.contains("manifest.json") else { throw BuildFailure.output(Self.foreign(path)) }
                if recovery == nil { throw LedgerError.missing }
            }
            if isNew, recovery == nil { try site.requireFirstBuild() }
            files = try open(path)
            guard let lock = try BuildLock(path: "\(path)/.lock", timeout: timeout) else {
                throw BuildFailure.busy(
                    Diagnostic(
                        .error, .outputBusy, at: SourceLocation(file: path), "another build is writing this folder",
                        fix: "wait for it to end; a build that was killed holds nothing"))
            }
            self.lock = lock
            ledger = try Self.openLedger(ledgerPath, folder: path, files, site, recovery)
            if let original = try ledger.originalFolder(ofCopyAt: ledgerPath) {
                throw BuildFailure.output(Self.copied(path, from: original))
            }
            for folder in ["site/p", "site/a", "tmp"] { try files.createDirectory(folder) }
            try files.clearTemporaries()
        } catch {
            throw BuildFailure(error, ledger: ledgerPath)
        }
    }

    /// Opens the folder at `path` on this machine, waiting up to `timeout` seconds for another process.
    package init(
        path: String, ledgerPath: String, site: ExpectedSite = ExpectedSite(), timeout: Double = 0
    ) throws(BuildFailure) {
        try self.init(path: path, ledgerPath: ledgerPath, site: site, timeout: timeout, recovery: nil) {
            path throws(FileError) in try LocalFileSystem(root: path)
        }
    }

    private static func openLedger(
        _ path: String, folder: String, _ files: any FileSystem, _ site: ExpectedSite, _ recovery: LedgerRecovery?
    ) throws -> Ledger {
        let isPublished = try files.size(of: "manifest.json") != nil
        do {
            return try openWhole(path, files, isPublished: isPublished, site, recovery)
        } catch {
            guard let fault = LedgerError(error) else { throw error }
            // What lies beside a manifest of ours is to be our ledger; elsewhere it is somebody's property.
            if case .foreign = fault, !isPublished { throw BuildFailure.output(foreignLedger(path)) }
            guard var recovery, fault.isCuredByRecovery else { throw fault }
            try recovery.run(files: files, folder: folder)
            return try Ledger(path: path)
        }
    }

    /// Opens the ledger as it is.
    ///
    /// - Throws: `LedgerError` or `DatabaseError` when it is lost; with `recovery` also when it is not.
    private static func openWhole(
        _ path: String, _ files: any FileSystem, isPublished: Bool, _ site: ExpectedSite, _ recovery: LedgerRecovery?
    ) throws -> Ledger {
        if isPublished, site.isFirstBuild { throw LedgerError.published }
        if try files.size(of: "ledger.db") == nil {
            guard !isPublished else { throw LedgerError.missing }
            try site.requireFirstBuild()
            try files.write([], to: "ledger.db", mode: .secret)
        }
        // SQLite takes an empty file for a new database.
        guard try !isPublished || fileSize(path) != 0 else { throw LedgerError.blank }
        let ledger = try Ledger(path: path)
        if isPublished, try ledger.isBlank() { throw LedgerError.blank }
        try site.check(ledger, beside: try PointerFile.readIfWhole(files))
        // A recovery that was broken off after its last step is not refused.
        guard let recovery, try ledger.unknownPagesOfRecovery() == nil else { return ledger }
        throw try recovery.accepts(ledger) ? LedgerError.whole : .damaged
    }

    private static func foreign(_ path: String) -> Diagnostic {
        Diagnostic(
            .error, .outputForeign, at: SourceLocation(file: path),
            "the folder holds files that are not a site's output",
            fix: "give `output` a new or empty folder in welcome.yml")
    }

    private static func foreignLedger(_ path: String) -> Diagnostic {
        Diagnostic(
            .error, .outputForeign, at: SourceLocation(file: path), "this file is not a ledger of ours",
            fix: "give `output` a folder of its own in welcome.yml")
    }

    private static func copied(_ path: String, from original: String) -> Diagnostic {
        Diagnostic(
            .error, .outputCopied, at: SourceLocation(file: path),
            "the folder is a copy of `\(original)`, and two folders must not issue links for the same leads",
            fix: "give this site an empty folder as its `output`, or remove the original if this one is to take over")
    }
}
