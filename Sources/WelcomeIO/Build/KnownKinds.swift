import WelcomeCore

/// The kinds of leads that a build has met lately, with what all leads of a kind share.
///
/// Leads of a few kinds alternate in nearly every source, so a lead is first compared with the kinds met last and only
/// then looked up by a hash over all that makes its kind.
struct KnownKinds {
    /// What is known of one kind; what is not yet known is `nil`.
    struct Facts {
        let kind: PageKind
        /// The compiled page with the theme's own media, where the kind's theme can be compiled.
        var page: CompiledPage??
        /// How many days the theme gives a link.
        var days: Int??
        /// Whether the tenant's own channel sends voice messages.
        var sendsVoice: Bool?
        var leadCount = 0
        /// Pages that the manifest lists.
        private(set) var listedPageCount = 0
        /// The fields for which pages that were listed have fallbacks: pages of a kind are equal in what depends on fields.
        private(set) var fallbacks: [String]?

        mutating func noteListedPage(_ page: CompiledPage) {
            listedPageCount += 1
            if fallbacks == nil { fallbacks = page.fallbacks }
        }
    }

    /// How many leads there were, how many had each field, and for how many a fallback stood in.
    struct Coverage {
        fileprivate(set) var leads = 0
        fileprivate(set) var fields: [String: BuildReport.FieldCoverage] = [:]

        fileprivate mutating func add(_ facts: Facts) {
            leads += facts.leadCount
            for field in facts.kind.present { fields[field, default: .init()].filled += facts.leadCount }
            for field in facts.fallbacks ?? [] { fields[field, default: .init()].fallback += facts.listedPageCount }
        }
    }

    /// The kinds in the order in which they were met.
    private var facts: [Facts] = []
    /// The kinds of `facts` alone: to look at one of them is not to copy all that is known of it.
    private var kinds: [Shared<PageKind>] = []
    private var indexes: [PageKind: Int] = [:]
    private var recent: [Int] = []
    /// What the kinds that were forgotten came to.
    private var earlier = Coverage()
    private static let maxRecent = 16
    private static let maxCount = 4096

    /// Whether so many kinds are known that it is time to forget them.
    var isFull: Bool { facts.count >= Self.maxCount }

    /// What all kinds came to, those that were forgotten among them.
    var coverage: Coverage { facts.reduce(into: earlier) { $0.add($1) } }

    /// Forgets all kinds, so that indexes that were given out mean nothing any more.
    mutating func forget() {
        earlier = coverage
        facts = []
        kinds = []
        indexes = [:]
        recent = []
    }

    /// The index of the kind of `lead`, until kinds are forgotten.
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

    /// The index of a kind met lately; not mutating, so that kinds need not be copied to be looked at.
    private func recentIndex(of lead: Lead) -> Int? {
        for known in recent where kinds[known].value.includes(lead) { return known }
        return nil
    }

    subscript(index: Int) -> Facts {
        get { facts[index] }
        _modify { yield &facts[index] }
    }
}
