import WelcomeCore

/// The kinds of leads that a build has met, with what all leads of a kind share.
///
/// Leads of a few kinds alternate in nearly every source, so a lead is first compared with the kinds met last and only
/// then looked up by a hash over all that makes its kind.
struct KnownKinds {
    /// What is known of one kind; what is not yet known is `nil`.
    struct Facts {
        let kind: PageKind
        /// The compiled page with the theme's own media, where the kind's theme can be compiled.
        var page: Int??
        /// How many days the theme gives a link.
        var days: Int??
        /// Whether the tenant's own channel sends voice messages.
        var sendsVoice: Bool?
        var leadCount = 0
        /// Pages that the manifest lists.
        private(set) var listedPageCount = 0
        /// One of the compiled pages that were listed: in whatever depends on fields they are equal.
        private(set) var listedPage: Int?

        mutating func noteListedPage(_ index: Int) {
            listedPageCount += 1
            listedPage = index
        }
    }

    /// The kinds in the order in which they were met.
    private(set) var facts: [Facts] = []
    /// The kinds of `facts` alone: to look at one of them is not to copy all that is known of it.
    private var kinds: [Shared<PageKind>] = []
    private var indexes: [PageKind: Int] = [:]
    private var recent: [Int] = []
    private static let maxRecent = 16

    /// The place in `facts` of the kind of `lead`.
    ///
    /// - Complexity: O(1) in the number of kinds.
    mutating func index(of lead: Lead) -> Int {
        if let known = recentIndex(of: lead) { return known }
        let kind = PageKind(of: lead)
        let index = indexes[kind] ?? facts.count
        if index == facts.count {
            indexes[kind] = index
            facts.append(Facts(kind: kind))
            kinds.append(Shared(kind))
        }
        if recent.count == Self.maxRecent { recent.removeFirst() }
        recent.append(index)
        return index
    }

    /// The place of a kind met lately; not mutating, so that kinds need not be copied to be looked at.
    private func recentIndex(of lead: Lead) -> Int? {
        for known in recent where kinds[known].value.includes(lead) { return known }
        return nil
    }

    subscript(index: Int) -> Facts {
        get { facts[index] }
        _modify { yield &facts[index] }
    }
}
