/// What the ledger remembers of the greeting of one lead, so that a person who has several leads is greeted once.
package struct GreetingRecord: Sendable, Hashable {
    /// How far the greeting has come.
    package enum Role: Int, Sendable {
        /// A manifest listed the lead as ready: the CRM may have sent it, whether or not it has said so yet.
        case offered = 1
        case sent = 2
        /// Another lead of the same recipient was greeted in its place.
        case held = 3
        /// Held, and the lead in whose favour was forgotten since: the person is not to be written to again.
        case barred = 4
    }

    package var role: Role
    /// The keyed digest of tenant, slot and recipient; `nil` where only the manifest is left to tell.
    package var recipient: Int64?
    /// When the lead came, in seconds since 1970.
    package var since: Int64?

    package init(_ role: Role, recipient: Int64?, since: Int64?) {
        self.role = role
        self.recipient = recipient
        self.since = since
    }
}
