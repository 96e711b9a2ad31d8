package import WelcomeCore

/// What a person asks of one build.
package struct BuildOptions: Sendable {
    /// The moment that counts as now.
    package var now: Timestamp
    /// Only these leads; empty for all.
    package var leads: [String] = []
    /// Only this tenant.
    package var tenant: String?
    /// Writes every page, changed or not.
    package var isForced = false
    /// Lets a fault in one tenant's own rows stop the build for all.
    package var isStrict = false
    /// Decides everything and writes nothing.
    package var isDryRun = false
    /// Makes a lost ledger anew from the manifest.
    package var recoversLedger = false
    /// Nothing was ever published for the site, so that it may begin without a ledger.
    package var isFirstBuild = false
    /// A person stated what counts as now; else it is the machine's clock.
    package var isMomentStated = true
    /// Somebody knows that leads, or pages, are lost.
    package var acceptsLoss = false
    /// Somebody gives up links under a host that nothing serves any more.
    package var acceptsNewHost = false
    /// Which form of pages is written; see `PageRenderer.version`.
    package var rendererVersion = PageRenderer.version
    /// How many bytes compiled pages may take, about, before they are forgotten and compiled again when they are needed.
    package var compiledPageBytes = 8 << 20
    /// How many pages are rendered side by side.
    package var jobs: Int
    /// The folders, separated by colons, in which programs that prepare media are looked for; `nil` to use none.
    package var toolPath: String?
    /// The text of `WELCOME_KEYS`, where it is set.
    package var keysText: String?

    package init(now: Timestamp, jobs: Int, keysText: String?) {
        self.now = now
        self.jobs = jobs
        self.keysText = keysText
    }
}
