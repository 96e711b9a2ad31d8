import WelcomeCore

/// Makes of each identity the member that it is of its recipient's group.
struct RecipientRoll: Sendable {
    private var digests: RecipientDigests
    private let now: Timestamp

    init(settings: SiteSettings, key: [UInt8], now: Timestamp) {
        digests = RecipientDigests(settings: settings, key: key)
        self.now = now
    }

    /// The member that the lead of `job` is; `nil` where it neither is to be greeted nor ever was.
    mutating func member(of job: PageJob) -> RecipientMember? {
        let known = job.record.greeting ?? Self.greeting(of: job.record.manifestState)
        let own = job.lead.flatMap { digests.digest(of: $0) }
        guard let recipient = own ?? known?.recipient else { return nil }
        let isSent = job.lead?.isSent == true
        let isCandidate = own != nil && job.disposition == .present && !isSent
        var role: GreetingRecord.Role? = isSent ? .sent : known?.role
        switch role {
        case .sent where isCandidate:
            // The CRM takes it back; whether that is so, nobody knows.
            role = .offered
        case .held, .barred:
            guard isCandidate else { return nil }
            // Held back in favour of somebody else at another number.
            if let former = known?.recipient, former != recipient { role = nil }
        case nil where !isCandidate: return nil
        default: break
        }
        return RecipientMember(
            recipient: recipient,
            since: job.lead?.createdAt?.secondsSinceEpoch ?? known?.since ?? job.record.issuedAt
                ?? now.secondsSinceEpoch,
            key: job.record.identity.sortKey, role: role, isCandidate: isCandidate)
    }

    /// What the last manifest says of a lead in a ledger that did not remember greetings.
    private static func greeting(of state: ManifestState?) -> GreetingRecord? {
        switch state {
        case .ready: GreetingRecord(.offered, recipient: nil, since: nil)
        case .sent: GreetingRecord(.sent, recipient: nil, since: nil)
        default: nil
        }
    }
}
