import WelcomeCore

/// Whose ledger a command expects in an output folder.
///
/// A runner that was given nothing but the keys would issue every link anew and know of nobody who was revoked or
/// forgotten. Where the settings name the site, its absence shows.
package struct ExpectedSite: Sendable {
    /// What the settings call the site; `nil` where they give it no name.
    package var id: String?
    /// Somebody says that nothing was ever published for the site.
    package var isFirstBuild = false

    package init(id: String? = nil, isFirstBuild: Bool = false) {
        self.id = id
        self.isFirstBuild = isFirstBuild
    }

    /// Makes sure that a new ledger may be made.
    ///
    /// - Throws: `LedgerError.absent`.
    func requireFirstBuild() throws(LedgerError) {
        if id != nil, !isFirstBuild { throw .absent }
    }

    /// Makes sure that `ledger` is the site's latest, beside `pointer`.
    ///
    /// A ledger from which nothing was published is as good as none, unless `init` or an earlier try of a first build
    /// made it for this site.
    ///
    /// - Throws: `LedgerError`.
    func check(_ ledger: Ledger, beside pointer: ManifestPointer?) throws {
        if let id, try ledger.isBlank(), try !ledger.isFounded(for: id) {
            try requireFirstBuild()
            try ledger.found(for: id)
        }
        try ledger.requireLatest(beside: pointer, siteID: id)
    }
}
