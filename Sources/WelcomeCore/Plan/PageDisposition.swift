/// What becomes of one link's page in a build.
package enum PageDisposition: String, Sendable, Hashable {
    /// The page is wanted: it is written unless the one on disk is already right.
    case present
    /// The lead has no row any more; the page on disk stays untouched.
    case retained
    case expired
    case revoked

    /// Decides by the lead's row, if it has one, and what the ledger says of its link.
    ///
    /// `newest` is the newest link of the same identity: a lead that is revoked loses its earlier links too.
    package init(lead: Lead?, record: LedgerRecord, newest: LedgerRecord, now: Timestamp) {
        if record.state != .active || newest.state == .revoked || lead?.isRevoked == true {
            self = .revoked
        } else if record.code.expiry.isOver(at: now) {
            self = .expired
        } else {
            self = lead == nil ? .retained : .present
        }
    }
}
