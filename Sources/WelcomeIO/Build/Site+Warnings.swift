import WelcomeCore

/// What a person is to know before a build goes on from what is there.
extension Site {
    /// What a person is to know whose pages take on another form.
    ///
    /// - Throws: `BuildFailure` where only some of them would, for a web server serves one form.
    func formWarnings(_ ledger: Ledger, isPartial: Bool) throws -> [Diagnostic] {
        let (old, new) = (try ledger.pageStore(), settings.pageStore)
        guard old != new, try ledger.fact("build") != nil else { return [] }
        let place = SourceLocation(file: resolve("welcome.yml"))
        guard !isPartial else {
            throw BuildFailure.settings([
                Diagnostic(
                    .error, .settingsValue, at: place,
                    "`pages.store`: the site's pages lie as *\(old.ending), not as *\(new.ending)",
                    fix: "build all leads once, without --lead and --tenant")
            ])
        }
        return [
            Diagnostic(
                .warning, .settingsValue, at: place,
                "`pages.store`: all pages change from *\(old.ending) to *\(new.ending)",
                fix: "reload nginx with what `welcome nginx` prints now; then `welcome prune` removes the old form")
        ]
    }

    /// What a person is to know who has no ledger of the site yet, where nothing is written.
    func absenceWarnings(_ ledger: Ledger) throws -> [Diagnostic] {
        guard let id = settings.siteID, try ledger.isBlank(), try !ledger.isFounded(for: id) else { return [] }
        var diagnostic = LedgerError.absent.diagnostic(at: ledgerPath)
        diagnostic.severity = .warning
        return [diagnostic]
    }

    /// What a person is to know who builds on a ledger that was made from the manifest.
    func recoveryWarnings(_ ledger: Ledger) throws -> [Diagnostic] {
        guard let unknownPages = try ledger.unknownPagesOfRecovery() else { return [] }
        let isForgetful = try ledger.didRecoveryLoseTombstones()
        let recovered = Diagnostic(
            .warning, .outputRecovered, at: SourceLocation(file: ledgerPath),
            "the ledger was made anew from the manifest"
                + (isForgetful ? ", which does not say who was forgotten" : ""),
            fix: isForgetful
                ? "run `welcome forget` again for every receipt that was kept"
                : "keep ledger.db and manifest.json together from now on"
        )
        guard unknownPages > 0 else { return [recovered] }
        return [
            recovered,
            Diagnostic(
                .warning, .outputUnknownPages, at: SourceLocation(file: "\(outputPath)/site/p"),
                unknownPages == 1
                    ? "1 page belongs to no link that could be recovered"
                    : "\(unknownPages) pages belong to no link that could be recovered",
                fix: "nothing touches them any more; remove those whose links nobody was sent"),
        ]
    }
}
