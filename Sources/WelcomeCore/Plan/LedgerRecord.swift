/// What the ledger remembers of one issued link.
package struct LedgerRecord: Sendable, Hashable {
    /// How far a link's life has come.
    package enum State: Int, Sendable {
        case active = 0
        /// Taken away; its lead gets no other link until the revocation is undone.
        case revoked = 1
        /// Taken away; its lead gets a new link when it is met next.
        case withdrawn = 2
        /// Its lead is forgotten and the row is about to go; seen only after a broken erasure.
        case erased = 3
    }

    package var identity: LeadIdentity
    /// Counts the links of one identity, from 0.
    package var serial: UInt32
    package var code: LinkCode
    package var state: State
    package var theme: String
    package var locale: String
    /// The last day that the row itself asked for when the link was issued; `nil` where it was derived.
    package var expiresOn: CivilDate?
    /// The page as it was last written; `nil` when there is none on disk.
    package var page: PageRecord?
    /// What the last manifest said of the link; `nil` before the first.
    package var manifestState: ManifestState?

    package init(
        identity: LeadIdentity, serial: UInt32, code: LinkCode, state: State, theme: String, locale: String,
        expiresOn: CivilDate? = nil, page: PageRecord? = nil
    ) {
        self.identity = identity
        self.serial = serial
        self.code = code
        self.state = state
        self.theme = theme
        self.locale = locale
        self.expiresOn = expiresOn
        self.page = page
    }
}

extension LedgerRecord {
    /// Whether `lead` is to get another link after this one, its newest.
    ///
    /// A link is frozen, so a later day that the row asks for needs a link of its own; an earlier day changes nothing,
    /// for the link was sent and works until its day. One that ends on the last day there is has nothing to gain, whatever
    /// the row asks for. A revoked lead gets none until the revocation is undone.
    package func isToBeFollowed(for lead: Lead) -> Bool {
        guard !lead.isRevoked else { return false }
        switch state {
        case .revoked, .erased: return false
        case .withdrawn: return true
        case .active:
            guard code.expiry < .latest, let asked = lead.expiresOn, let last = expiresOn ?? code.expiry.date else {
                return false
            }
            return asked > last
        }
    }
}

/// A page on disk, as far as a build needs to know it without reading it.
package struct PageRecord: Sendable, Hashable {
    /// SHA-256 over everything the page was made from; an equal one means equal bytes.
    package var fingerprint: [UInt8]
    package var sha256: [UInt8]
    package var byteCount: Int
    package var changedIn: String

    package init(fingerprint: [UInt8], sha256: [UInt8], byteCount: Int, changedIn: String) {
        self.fingerprint = fingerprint
        self.sha256 = sha256
        self.byteCount = byteCount
        self.changedIn = changedIn
    }
}
