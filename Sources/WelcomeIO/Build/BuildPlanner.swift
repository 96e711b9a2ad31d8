import Foundation
import WelcomeCore

/// The first walk over leads and ledger: everything is decided and checked, and nothing outside is written.
struct BuildPlanner: Sendable {
    let site: Site
    let options: BuildOptions
    /// A broken build may have left pages that the ledger does not know of.
    private let isDirty: Bool
    private(set) var signer: LinkSigner
    private let keys: KeyRing
    var compiler: ThemeCompiler
    var kinds = KnownKinds()
    /// The zone of the tenant met last: leads come sorted by tenant.
    private var latestZone: (tenant: LeadText, zone: TimeZone)?
    private var content = FieldDigest()
    /// What `content` is to take next: a hash takes much at once for less.
    private var pending: [UInt8] = []
    private(set) var newLinks = 0
    private(set) var revoked: [LinkCode] = []
    private(set) var expired: [LinkCode] = []
    private(set) var pageCount = 0
    /// The first last day of a link that has not ended yet; `nil` where no link ever ends.
    private(set) var firstLastDay: ExpiryDay?
    var newFiles = NewFiles()
    /// What guards judge.
    private(set) var tally: GuardTally
    /// The pages that the digest holds, among those that the compiler remembers.
    private var digestedPages: Set<ObjectIdentifier> = []
    /// A digest over the pages that leads use, in the order in which they are met.
    private var pageDigest = FieldDigest()
    /// The tenants whose pages stay as they are, whatever their leads ask for.
    let faultyTenants: Set<LeadText>
    /// The leads whose pages stay as they are.
    private(set) var heldBack = HeldBackLeads()
    /// What became of the media that rows name.
    let rowFiles: RowFileStore
    /// Files that would go out as they came.
    var unclearedFiles: Set<MediaAsset> = []
    /// Files that were noted lately, by their hashes.
    var recentFiles: Set<String> = []
    private var roll: RecipientRoll

    init(
        site: Site, options: BuildOptions, keys: KeyRing, signer: LinkSigner, compiler: ThemeCompiler,
        recipientKey: [UInt8], rowFiles: RowFileStore, isDirty: Bool = false, faultyTenants: Set<LeadText> = []
    ) {
        self.rowFiles = rowFiles
        tally = GuardTally(lostPercent: site.settings.lostLeadsPercent)
        self.isDirty = isDirty
        self.faultyTenants = faultyTenants
        self.site = site
        self.options = options
        self.keys = keys
        self.compiler = compiler
        self.signer = signer
        roll = RecipientRoll(settings: site.settings, key: recipientKey, now: options.now)
    }

    /// What was noted at identities and is for others to keep.
    struct Outcome: Sendable {
        /// The links that this build issues.
        var issued: [LedgerRecord] = []
        /// Where a page shows what a URL gave earlier, for it gives nothing now.
        var staleMedia: [(column: String, position: Int64?)] = []
        /// What somebody is to know of rows that can be used as they are.
        var rowWarnings: [(code: DiagnosticCode, column: LeadColumn, position: Int64?)] = []
        /// What decides which of several leads of a recipient is greeted.
        var members: [RecipientMember] = []
        /// What pages go without for what their rows say.
        var pageProblems: [(problem: PageProblem, position: Int64?)] = []
        /// Files that pages need; some may have been noted before.
        var files: [MediaAsset] = []
    }

    /// Takes identities into account.
    ///
    /// - Throws: `BuildFailure.output` when the ledger and the keys disagree about a link.
    mutating func visit(_ entries: [MergedEntry]) throws -> Outcome {
        var outcome = Outcome()
        for entry in entries { try visit(entry, &outcome) }
        return outcome
    }

    private mutating func visit(_ entry: MergedEntry, _ outcome: inout Outcome) throws {
        keepMemoryBounded()
        let links = try allLinks(of: entry)
        if links.count > entry.links.count, let issued = links.last {
            outcome.issued.append(issued)
            newLinks += 1
            // Where the row itself asks for the day, its parser has said so.
            if issued.expiresOn == nil, issued.code.expiry == .latest {
                outcome.rowWarnings.append((.leadDateFar, .createdAt, entry.position))
            }
        }
        tally.note(entry.lead, links, isNew: entry.links.isEmpty, now: options.now)
        if options.isDryRun, let lead = entry.lead, lead.createdAt == nil, lead.expiresOn == nil {
            outcome.rowWarnings.append((.leadUndated, .createdAt, entry.position))
        }
        let kind = entry.lead.map { kinds.index(of: $0) }
        if let kind { kinds[kind].leadCount += 1 }
        pending += entry.encodedLead
        for job in try jobs(entry, links, kind) {
            job.record.code.append(to: &pending)
            noteExpiry(job.record.code.expiry)
            if job.isListed, let member = roll.member(of: job) { outcome.members.append(member) }
            switch job.disposition {
            case .revoked: if job.record.page != nil || isDirty { revoked.append(job.record.code) }
            case .expired: if job.record.page != nil || isDirty { expired.append(job.record.code) }
            case .retained: break
            case .present:
                guard let page = job.page else {
                    if job.isListed { heldBack.add(entry.position) }
                    continue
                }
                pageCount += 1
                use(page, &outcome)
                if job.record.page == nil {
                    newFiles.addPage(job.record.code, byteCount: page.html.segments.count)
                }
                var sendsNote = false
                if job.isListed, let lead = entry.lead { sendsNote = sendsVoice(to: lead, kind) }
                if let media = job.media {
                    use(media, sendsVoice: sendsNote, &outcome)
                } else if sendsNote, let note = page.media.voice?.asset.note {
                    use([note], &outcome)
                }
                guard job.isListed else { continue }
                try noteStaleMedia(of: entry, &outcome)
                for problem in job.media?.problems ?? [] where problem.isOfRow {
                    outcome.pageProblems.append((problem, entry.position))
                }
                if let kind { kinds[kind].noteListedPage(page) }
                if let lead = entry.lead, !lead.isSent, let name = lead.channel,
                    ChannelName(rawValue: name)?.channel.end != nil
                {
                    outcome.rowWarnings.append((.channelEnd, .channel, entry.position))
                }
            }
        }
        if pending.count > Self.maxPendingBytes { digestPending() }
    }

    /// What the lead of `job` is among those of its recipient.
    mutating func member(of job: PageJob) -> RecipientMember? { roll.member(of: job) }

    /// Whether the channel of `lead` sends voice messages, for which there is a form that no page names.
    private mutating func sendsVoice(to lead: Lead, _ kind: Int?) -> Bool {
        if lead.channel == nil, let kind, let known = kinds[kind].sendsVoice { return known }
        let tenant = site.settings.tenant(lead.identity.tenant)
        guard let channel = lead.channel.map({ ChannelName(rawValue: $0) }) ?? tenant.channel else { return false }
        let sends = channel.sendsVoice(tenant.settings(of: channel))
        if lead.channel == nil, let kind { kinds[kind].sendsVoice = sends }
        return sends
    }

    private mutating func noteExpiry(_ day: ExpiryDay) {
        if !day.isOver(at: options.now), day < firstLastDay ?? .never { firstLastDay = day }
    }

    /// Adds to the digest over the build's input.
    mutating func addToDigest(_ text: String) {
        pending += text.utf8
    }

    private static let maxPendingBytes = 1 << 14

    private mutating func digestPending() {
        content.add(pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Forgets kinds and their pages where there have come to be many: tenants, fields and media of rows may multiply them.
    private mutating func keepMemoryBounded() {
        guard compiler.byteCount > options.compiledPageBytes || kinds.isFull else { return }
        kinds.forget()
        compiler.forgetPages()
        digestedPages.removeAll(keepingCapacity: true)
    }

    /// How many leads were met.
    var leadCount: Int { kinds.coverage.leads }

    /// How many leads had each field, and for how many a fallback stood in.
    var coverage: [String: BuildReport.FieldCoverage] { kinds.coverage.fields }

    /// The diagnostics about themes so far.
    var diagnostics: [Diagnostic] { compiler.diagnostics }

    /// Returns the jobs of one identity, a link each; in the second walk every link is in the ledger.
    ///
    /// Only the newest link is listed in the manifest. Earlier ones were sent, so their pages stay as good as its page
    /// until their own last day.
    mutating func jobs(_ entry: MergedEntry, _ links: [LedgerRecord]) throws -> [PageJob] {
        keepMemoryBounded()
        return try jobs(entry, links, entry.lead.map { kinds.index(of: $0) })
    }

    private mutating func jobs(
        _ entry: MergedEntry, _ links: [LedgerRecord], _ kind: Int?
    ) throws -> [PageJob] {
        // A build froze this link and died before publishing it, and then the lead left the source: nobody was promised
        // anything, so nothing is said of it.
        let listed = entry.lead == nil ? links.last { $0.manifestState != nil } : links.last
        guard let listed, let newest = links.last else { return [] }
        var jobs: [PageJob] = []
        for link in links {
            let disposition = PageDisposition(lead: entry.lead, record: link, newest: newest, now: options.now)
            var job = PageJob(
                lead: entry.lead, record: link, disposition: disposition, page: nil,
                isListed: link.serial == listed.serial)
            job.position = entry.position
            guard job.isListed || !job.isSettled || isDirty else { continue }
            if disposition == .present, let kind, let lead = entry.lead {
                (job.page, job.media) = try page(for: kind, lead)
            }
            if job.isListed { complete(&job, entry, links, kind) }
            jobs.append(job)
        }
        return jobs
    }

    /// Adds to the job of a listed link what holds for its lead.
    private mutating func complete(
        _ job: inout PageJob, _ entry: MergedEntry, _ links: [LedgerRecord], _ kind: Int?
    ) {
        job.repetition = entry.repetition
        // A new link of a lead does not begin its greeting anew.
        if job.record.greeting == nil { job.record.greeting = links.last { $0.greeting != nil }?.greeting }
        guard let lead = job.lead, let page = job.page, let kind else { return }
        let linkLike = page.linkLikeFields(of: lead)
        guard !linkLike.isEmpty else { return }
        var pageKind = kinds[kind].kind
        pageKind.media = page.rowMedia?.outline
        job.reducedMessage = ReducedMessage(
            dropped: linkLike, text: compiler.message(for: pageKind, without: linkLike))
    }

    /// The links of an identity together with the one that this build issues, which comes last.
    ///
    /// - Throws: `BuildFailure` when the ledger and the keys disagree about a link.
    mutating func allLinks(of entry: MergedEntry) throws -> [LedgerRecord] {
        for link in entry.links { try verify(link) }
        guard let lead = entry.lead else { return entry.links }
        guard let newest = entry.links.last else { return [try issue(lead, serial: 0)] }
        guard newest.isToBeFollowed(for: lead) else { return entry.links }
        let next = try issue(lead, serial: newest.serial + 1)
        // A day that has passed already is no reason for a new link.
        return next.code.expiry.isOver(at: options.now) ? entry.links : entry.links + [next]
    }

    /// How many days the theme gives a link of `lead`, if it says so.
    mutating func themeDays(for lead: Lead) -> Int? {
        let kind = kinds.index(of: lead)
        if let known = kinds[kind].days { return known }
        let days = compiler.expiresAfterDays(kinds[kind].kind)
        kinds[kind].days = .some(days)
        return days
    }

    /// Notes that a lead has `page`, which names files.
    private mutating func use(_ page: CompiledPage, _ outcome: inout Outcome) {
        guard digestedPages.insert(ObjectIdentifier(page)).inserted else { return }
        pageDigest.add(page.digest)
        pageDigest.add(page.messageDigest)
        pageDigest.add(page.title)
        let shown = page.media.assets.sorted { $0.hash < $1.hash }
        for asset in shown { pageDigest.add(asset.publishedName) }
        if let note = page.media.voice?.asset.note { pageDigest.add(note.publishedName) }
        use(page.assets.sorted { $0.hash < $1.hash }, &outcome)
    }

    /// A digest over the build's input, by which it is named.
    func makeContentDigest() -> [UInt8] {
        var digest = content
        digest.add(pending)
        digest.add(options.rendererVersion)
        digest.add(pageDigest.bytes)
        digest.add("\(site.settings.baseURL) \(site.settings.includesRecipients)")
        for tenant in site.settings.tenants {
            let baseURL = tenant.baseURL?.description ?? ""
            let channels = tenant.channels.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, settings in
                let values = settings.values.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    "\($0.key)=\($0.value)"
                }
                return "\(name) \(settings.variant) \(values) \(settings.parameters)"
            }
            let terms = "\(tenant.region) \(tenant.channel) \(channels) \(tenant.stopWords) \(baseURL)"
            digest.add(tenant.id.bytes)
            digest.add(terms)
        }
        // The same leads alone and among all make different manifests.
        digest.add("\(options.leads.isEmpty) \(options.tenant == nil)")
        return digest.bytes
    }

    // MARK: Links

    private mutating func issue(_ lead: Lead, serial: UInt32) throws -> LedgerRecord {
        let zone = zone(of: lead.identity.tenant)
        let days = themeDays(for: lead) ?? site.settings.expiresAfterDays
        guard
            let terms = LinkTerms(
                for: lead, isFirst: serial == 0, days: days, keys: keys, now: options.now, offset: zone.offset)
        else {
            throw BuildFailure.settings([
                Diagnostic(.error, .keysMissing, at: SourceLocation(file: site.keysPath), "there are no signing keys")
            ])
        }
        let code = try signer.code(for: lead.identity, serial: serial, keyID: terms.keyID, expiry: terms.expiry)
        return LedgerRecord(
            identity: lead.identity, serial: serial, code: code, state: .active, theme: lead.theme,
            locale: lead.locale, expiresOn: lead.expiresOn)
    }

    private mutating func zone(of tenant: LeadText) -> TimeZone {
        if let latestZone, latestZone.tenant == tenant { return latestZone.zone }
        let zone = site.timeZone(of: site.settings.tenant(tenant))
        latestZone = (tenant, zone)
        return zone
    }

    /// Compares a link that was issued with what the keys make of it today.
    mutating func verify(_ record: LedgerRecord) throws {
        do throws(LinkError) {
            if try signer.isValid(record.code, for: record.identity, serial: record.serial) { return }
        } catch .unknownKey(let id) {
            // A key may be destroyed when no link needs it any more; those that are over stay in the ledger.
            if record.state != .active || record.code.expiry.isOver(at: options.now) { return }
            throw BuildFailure.settings([KeyRing.missing(id, in: site.keysOrigin(options.keysText))])
        } catch .unsignableIdentity {}
        throw BuildFailure.output(
            Diagnostic(
                .error, .linkMismatch, at: SourceLocation(file: site.ledgerPath),
                "the signing keys do not give the links that the ledger remembers as issued",
                fix: "restore the key file that belongs to this output folder; nothing was written"))
    }

    // MARK: Pages

    /// The page with the theme's own media.
    mutating func page(for kind: Int) -> CompiledPage? {
        if let known = kinds[kind].page { return known }
        guard !faultyTenants.contains(kinds[kind].kind.tenant) else { return nil }
        let page = compiler.page(for: kinds[kind].kind)
        kinds[kind].page = .some(page)
        return page
    }
}

extension TimeZone {
    /// The offset from UTC at an instant, in seconds east.
    fileprivate func offset(at instant: Timestamp) -> Int {
        secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.secondsSinceEpoch)))
    }
}

extension PageJob {
    /// Whether nothing is left to do for a link that the manifest does not list.
    fileprivate var isSettled: Bool {
        guard record.page == nil, record.manifestState == nil else { return false }
        switch disposition {
        case .expired: return true
        case .revoked: return record.state != .active
        case .retained, .present: return false
        }
    }
}
