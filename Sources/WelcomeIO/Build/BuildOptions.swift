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
