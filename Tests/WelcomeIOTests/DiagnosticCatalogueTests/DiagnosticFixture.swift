import WelcomeCore
import WelcomeIO

/// A site with one mistake, and what a person is told about it.
struct DiagnosticFixture: Sendable {
    /// What makes the mistake.
    enum Run: Sendable {
        case build
        /// A build that looks for programs in these folders of the site.
        case tools([String])
        /// A build of these leads only.
        case leads([String])
        /// A look at all themes, whether a lead asks for them or not.
        case check
        /// A build that makes a lost ledger anew.
        case recovery
        /// A build on a machine without curl.
        case withoutCurl
        /// A build whose links carry one byte of their signature.
        case cutSignatures
        /// `welcome revoke` of a lead.
        case revoke(String)
        /// `welcome revoke --undo` of a lead.
        case undo(String)
        /// A look at what would be public.
        case outputCheck
        /// A build after so many days.
        case later(days: Int64)
        /// A build that writes nothing.
        case dryRun
        /// A build, of which only counts what it says about who can be written to.
        case readiness
        /// A build whose moment nobody stated.
        case machineClock
    }

    /// What is laid over the plain site.
    var files: [String: SiteFile] = [:]
    var run = Run.build
    /// Changes the site after a first build, or takes hold of something that stays held while the second one runs.
    var afterBuild: (@Sendable (TemporarySite) throws -> AnyObject?)?
    /// Whether `afterBuild` comes after a build or in its place.
    var buildsFirst = false
    /// Every diagnostic, as `place: severity: summary [code]`.
    var diagnostics: [String]
    /// Words of the advice that the diagnostic gives; `nil` where it gives none.
    var fix: String?

    /// A mistake in one file.
    static func file(
        _ path: String, _ file: SiteFile, _ diagnostic: String, fix: String? = nil, run: Run = .build
    ) -> DiagnosticFixture {
        DiagnosticFixture(files: [path: file], run: run, diagnostics: [diagnostic], fix: fix)
    }

    /// A mistake in the source of leads.
    static func leads(_ text: String, _ diagnostic: String, fix: String? = nil) -> DiagnosticFixture {
        file("leads.csv", .text(text), diagnostic, fix: fix)
    }

    /// A mistake in `welcome.yml`, on its line 4.
    static func setting(_ line: String, _ diagnostic: String, fix: String? = nil) -> DiagnosticFixture {
        let text = """
            base_url: https://w.example.kz
            leads: leads.csv
            locales: {default: ru, available: [ru]}
            \(line)

            """
        return file("welcome.yml", .text(text), diagnostic, fix: fix)
    }
}
