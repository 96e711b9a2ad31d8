/// A lead among those of one tenant and slot that come to one recipient.
package struct RecipientMember: Sendable, Hashable {
    /// The keyed digest of what the members share.
    package var recipient: Int64
    /// When the lead came, in seconds since 1970.
    package var since: Int64
    /// The `sortKey` of its identity, which orders leads that came at once.
    package var key: [UInt8]
    package var role: GreetingRecord.Role?
    /// Whether it could be ready in this build.
    package var isCandidate: Bool

    package init(
        recipient: Int64, since: Int64, key: [UInt8], role: GreetingRecord.Role?, isCandidate: Bool
    ) {
        self.recipient = recipient
        self.since = since
        self.key = key
        self.role = role
        self.isCandidate = isCandidate
    }

    fileprivate func isNewer(than other: RecipientMember) -> Bool {
        since == other.since ? other.key.lexicographicallyPrecedes(key) : since > other.since
    }
}

/// What other leads of the same recipient mean for one lead.
package enum Repetition: Sendable, Hashable {
    /// The person is greeted by another lead of the tenant; `nil` where that one was forgotten.
    case repeats(LeadText?)
    /// The person was greeted by an earlier lead of the tenant, and is greeted again.
    case greetedBefore(LeadText)
}

/// All leads of one tenant and slot that come to one recipient, of whom one at most is greeted.
///
/// Of new leads the newest is taken. One that a manifest has offered keeps its place, since the CRM may have sent it. A lead
/// that came before somebody else of the group was greeted is never greeted itself, nor one that was held back, whatever
/// becomes of the one that was greeted.
///
/// - Complexity: constant memory, however many members are added.
package struct RecipientGroup: Sendable {
    /// The newest that was sent, or was offered and is gone: revoked, expired, or without a row.
    private var lastGreeted: RecipientMember?
    private var newestOffered: RecipientMember?
    private var newestNew: RecipientMember?
    private var newestHeld: RecipientMember?

    package init() {}

    /// Takes a member into account; all must be added before any is judged.
    package mutating func add(_ member: RecipientMember) {
        switch (member.role, member.isCandidate) {
        case (.sent, _), (.offered, false): Self.keepNewest(&lastGreeted, member)
        case (.offered, true): Self.keepNewest(&newestOffered, member)
        case (nil, true): Self.keepNewest(&newestNew, member)
        case (.held, true): Self.keepNewest(&newestHeld, member)
        default: break
        }
    }

    /// Says what the others mean for `member`; `nil` where nothing.
    package func repetition(of member: RecipientMember) -> Repetition? {
        guard member.isCandidate, member.role != .sent else { return nil }
        let greeted = greeted
        if member.key != greeted?.key { return .repeats((greeted ?? lastGreeted)?.lead) }
        return lastGreeted.map { .greetedBefore($0.lead) }
    }

    /// The one that is ready in this build.
    private var greeted: RecipientMember? {
        func isLast(_ member: RecipientMember) -> Bool { lastGreeted.map { member.isNewer(than: $0) } ?? true }
        if let newestOffered, isLast(newestOffered) { return newestOffered }
        var newest = newestNew
        // Whoever was greeted in its place is none of the group any more: the phone was corrected.
        if lastGreeted == nil, newestOffered == nil, let newestHeld { Self.keepNewest(&newest, newestHeld) }
        return newest.flatMap { isLast($0) ? $0 : nil }
    }

    private static func keepNewest(_ kept: inout RecipientMember?, _ member: RecipientMember) {
        if let known = kept, known.isNewer(than: member) { return }
        kept = member
    }
}

extension RecipientMember {
    /// The lead's id.
    fileprivate var lead: LeadText { LeadIdentity(sortKey: key)?.lead ?? LeadText(checked: key) }
}
