/// What the CRM may do with a page, as the manifest says it.
package enum ManifestState: String, CaseIterable, Sendable {
    /// Send it.
    case ready
    /// The page exists; the recipient or the message cannot be used, and `problems` says why.
    case unsendable
    /// The CRM has already sent it.
    case sent
    /// The lead is gone from the source; its page stays until it expires.
    case retained
    case expired
    case revoked
}
