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

    private struct Values: Sendable, Hashable {
        var identity: LeadIdentity
        var serial: UInt32
        var code: LinkCode
        var state: State
        var theme: String
        var locale: String
        var expiresOn: CivilDate?
        var page: PageRecord?
        var manifestState: ManifestState?
        var greeting: GreetingRecord?
        var issuedAt: Int64?
    }

    private var shared: Shared<Values>

    package init(
        identity: LeadIdentity, serial: UInt32, code: LinkCode, state: State, theme: String, locale: String,
        expiresOn: CivilDate? = nil, page: PageRecord? = nil, manifestState: ManifestState? = nil
    ) {
        shared = Shared(
            Values(
                identity: identity, serial: serial, code: code, state: state, theme: theme, locale: locale,
                expiresOn: expiresOn, page: page, manifestState: manifestState))
    }

    package var identity: LeadIdentity {
        get { shared.value.identity }
        set { shared.value.identity = newValue }
    }

    /// Counts the links of one identity, from 0.
    package var serial: UInt32 {
        get { shared.value.serial }
        set { shared.value.serial = newValue }
    }

    package var code: LinkCode {
        get { shared.value.code }
        set { shared.value.code = newValue }
    }

    package var state: State {
        get { shared.value.state }
        set { shared.value.state = newValue }
    }

    package var theme: String {
        get { shared.value.theme }
        set { shared.value.theme = newValue }
    }

    package var locale: String {
        get { shared.value.locale }
        set { shared.value.locale = newValue }
    }

    /// The last day that the row itself asked for when the link was issued; `nil` where it was derived.
    package var expiresOn: CivilDate? {
        get { shared.value.expiresOn }
        set { shared.value.expiresOn = newValue }
    }

    /// The page as it was last written; `nil` when there is none on disk.
    package var page: PageRecord? {
        get { shared.value.page }
        set { shared.value.page = newValue }
    }

    /// What the last manifest said of the link; `nil` before the first.
    package var manifestState: ManifestState? {
        get { shared.value.manifestState }
        set { shared.value.manifestState = newValue }
    }

    /// What is remembered of the lead's greeting; `nil` while a manifest neither offered nor held it.
    package var greeting: GreetingRecord? {
        get { shared.value.greeting }
        set { shared.value.greeting = newValue }
    }

    /// When the link was issued, in seconds since 1970; `nil` for one that this build issues.
    package var issuedAt: Int64? {
        get { shared.value.issuedAt }
        set { shared.value.issuedAt = newValue }
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
