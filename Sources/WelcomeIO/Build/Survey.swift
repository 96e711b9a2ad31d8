import Crypto
import Foundation
import WelcomeCore

/// The first walk over leads and ledger: everything is decided and checked, and nothing outside is written.
struct Survey: Sendable {
    let site: Site
    let options: BuildOptions
    /// A broken build may have left pages that the ledger does not know of.
    private let isInDoubt: Bool
    private(set) var signer: LinkSigner
    private let keys: KeyRing
    var compiler: ThemeCompiler
    private var kinds = KnownKinds()
    /// The zone of the tenant met last: leads come sorted by tenant.
    private var latestZone: (tenant: LeadText, zone: TimeZone)?
    private var content = SHA256()
    /// What `content` is to take next: a hash takes much at once for less.
    private var pending: [UInt8] = []
    private(set) var newLinks = 0
    private(set) var revoked: [LinkCode] = []
    private(set) var expired: [LinkCode] = []
    private(set) var pageCount = 0
    /// The first last day of a link that has not ended yet; `nil` where no link ever ends.
    private(set) var firstLastDay: ExpiryDay?
    private(set) var newFiles = NewFiles()
    /// What guards judge.
    private(set) var tally: GuardTally
    private var usedPages: Set<Int> = []
    /// The pages whose voice a channel brings into a chat.
    private var voicePages: Set<Int> = []
    /// The tenants whose pages stay as they are, whatever their leads ask for.
    private let faultyTenants: Set<LeadText>
    /// The leads whose pages stay as they are.
    private(set) var heldBack = HeldBackLeads()
    /// What lies behind the URLs of rows; `nil` where the site fetches none.
    var mirror: MediaMirror?
    private var roll: RecipientRoll

    init(
        site: Site, options: BuildOptions, keys: KeyRing, signer: LinkSigner, compiler: ThemeCompiler,
        recipientKey: [UInt8], isInDoubt: Bool = false, faultyTenants: Set<LeadText> = [],
        makeMirrorPolicy: ([MediaHost]) -> MirrorPolicy = MirrorPolicy.init
    ) {
        if site.settings.mediaFetch == .mirror {
            mirror = MediaMirror(policy: makeMirrorPolicy(site.settings.mediaHosts), outputPath: site.outputPath)
        }
        tally = GuardTally(lostPercent: site.settings.lostLeadsPercent)
        self.isInDoubt = isInDoubt
        self.faultyTenants = faultyTenants
        self.site = site
        self.options = options
        self.keys = keys
        self.compiler = compiler
        self.signer = signer
        roll = RecipientRoll(settings: site.settings, key: recipientKey, now: options.now)
    }

    /// What is found at identities and is for others to keep.
    struct Findings: Sendable {
        /// The links that this build issues.
        var issued: [LedgerRecord] = []
        /// Where a page shows what a URL gave earlier, for it gives nothing now.
        var staleMedia: [(column: String, position: Int64?)] = []
        /// Rows from which the last day of a link could not be derived again, or for which it is later than links have
        /// room for.
        var undated: [(code: DiagnosticCode, position: Int64?)] = []
        /// What decides which of several leads of a recipient is greeted.
        var members: [RecipientMember] = []
        /// What pages go without for what their rows say.
        var pageProblems: [(problem: PageProblem, position: Int64?)] = []
    }

    /// Takes identities into account.
    ///
    /// - Throws: `BuildFailure.output` when the ledger and the keys disagree about a link.
    mutating func visit(_ entries: [MergedEntry]) throws -> Findings {
        var findings = Findings()
        for entry in entries { try visit(entry, &findings) }
        return findings
    }

    private mutating func visit(_ entry: MergedEntry, _ findings: inout Findings) throws {
        let links = try allLinks(of: entry)
        if links.count > entry.links.count, let issued = links.last {
            findings.issued.append(issued)
            newLinks += 1
            // Where the row itself asks for the day, its parser has said so.
            if issued.expiresOn == nil, issued.code.expiry == .latest {
                findings.undated.append((.leadDateFar, entry.position))
            }
        }
        tally.note(entry.lead, links, isNew: entry.links.isEmpty, now: options.now)
        if options.isDryRun, let lead = entry.lead, lead.createdAt == nil, lead.expiresOn == nil {
            findings.undated.append((.leadUndated, entry.position))
        }
        let kind = entry.lead.map { kinds.index(of: $0) }
        if let kind { kinds[kind].leadCount += 1 }
        pending += entry.encodedLead
        for job in try jobs(entry, links, kind) {
            job.record.code.append(to: &pending)
            noteExpiry(job.record.code.expiry)
            if job.isListed, let member = roll.member(of: job) { findings.members.append(member) }
            switch job.fate {
            case .revoked: if job.record.page != nil || isInDoubt { revoked.append(job.record.code) }
            case .expired: if job.record.page != nil || isInDoubt { expired.append(job.record.code) }
            case .retained: break
            case .present:
                guard let index = job.page else {
                    if job.isListed { heldBack.add(entry.position) }
                    continue
                }
                pageCount += 1
                usedPages.insert(index)
                if job.record.page == nil {
                    newFiles.addPage(job.record.code, byteCount: compiler.compiled[index].html.segments.count)
                }
                guard job.isListed else { continue }
                try noteStaleMedia(of: entry, &findings)
                for problem in compiler.compiled[index].problems where problem.isOfRow {
                    findings.pageProblems.append((problem, entry.position))
                }
                if let kind { kinds[kind].listedPageCount += 1 }
                if let lead = entry.lead, sendsVoice(to: lead, kind) { voicePages.insert(index) }
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

    private static let maxPendingBytes = 1 << 14

    private mutating func digestPending() {
        content.update(data: pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// How many leads were met.
    var leadCount: Int { kinds.facts.reduce(0) { $0 + $1.leadCount } }

    /// How many leads had each field, and for how many a fallback stood in.
    var coverage: [String: BuildReport.FieldCoverage] {
        var fields: [String: BuildReport.FieldCoverage] = [:]
        for facts in kinds.facts {
            for field in facts.kind.present { fields[field, default: .init()].filled += facts.leadCount }
            guard facts.listedPageCount > 0, let page = facts.page ?? nil else { continue }
            for field in compiler.compiled[page].fallbacks {
                fields[field, default: .init()].fallback += facts.listedPageCount
            }
        }
        return fields
    }

    /// The findings about themes so far.
    var diagnostics: [Diagnostic] { compiler.diagnostics }

    /// Returns the jobs of one identity, a link each; in the second walk every link is in the ledger.
    ///
    /// Only the newest link is listed in the manifest. Earlier ones were sent, so their pages stay as good as its page
    /// until their own last day.
    mutating func jobs(_ entry: MergedEntry, _ links: [LedgerRecord]) throws -> [PageJob] {
        try jobs(entry, links, entry.lead.map { kinds.index(of: $0) })
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
            let fate = PageFate(lead: entry.lead, record: link, newest: newest, now: options.now)
            var job = PageJob(
                lead: entry.lead, record: link, fate: fate, page: nil, isListed: link.serial == listed.serial)
            job.position = entry.position
            guard job.isListed || !job.isSettled || isInDoubt else { continue }
            if fate == .present, let kind { job.page = try page(for: kind) }
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
        guard let lead = job.lead, let index = job.page, let kind else { return }
        let linkLike = compiler.compiled[index].linkLikeFields(of: lead)
        if !linkLike.isEmpty { compiler.reduceMessage(of: index, kinds[kind].kind, without: linkLike) }
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

    /// The pages that leads of this build use, by the index that jobs have.
    var compiledPages: [CompiledPage] { compiler.compiled }

    /// Every file that the pages of this build name.
    var assets: Set<MediaAsset> {
        let notes = voicePages.compactMap { compiler.compiled[$0].media.voice?.asset.note }
        return usedPages.reduce(into: Set(notes)) { $0.formUnion(compiler.compiled[$1].assets) }
    }

    /// A digest over the build's input, by which it is named.
    func makeContentDigest() -> [UInt8] {
        var hash = content
        hash.update(data: pending)
        for index in usedPages.sorted() {
            let page = compiler.compiled[index]
            hash.update(data: page.digest)
            hash.update(data: page.message.segments)
            hash.update(data: Array("\(page.message.slots.map(\.offset)) \(page.title)".utf8))
            for asset in page.media.assets.sorted(by: { $0.hash < $1.hash }) {
                hash.update(data: Array(asset.publishedName.utf8))
            }
            if let note = page.media.voice?.asset.note { hash.update(data: Array(note.publishedName.utf8)) }
        }
        hash.update(data: Array("\(site.settings.baseURL) \(site.settings.includesRecipients)".utf8))
        for tenant in site.settings.tenants {
            let baseURL = tenant.baseURL?.description ?? ""
            let channels = tenant.channels.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, settings in
                let values = settings.values.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    "\($0.key)=\($0.value)"
                }
                return "\(name) \(settings.variant) \(values) \(settings.parameters)"
            }
            let terms = "\(tenant.region) \(tenant.channel) \(channels) \(tenant.stopWords) \(baseURL)"
            hash.update(data: tenant.id.bytes + Array(" \(terms)\n".utf8))
        }
        // The same leads alone and among all make different manifests.
        hash.update(data: Array("\(options.leads.isEmpty) \(options.tenant == nil)".utf8))
        return Array(hash.finalize())
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

    private mutating func page(for kind: Int) throws -> Int? {
        if let known = kinds[kind].page { return known }
        guard !faultyTenants.contains(kinds[kind].kind.tenant) else { return nil }
        try readMedia(of: kinds[kind].kind)
        let page = compiler.page(for: kinds[kind].kind)
        kinds[kind].page = .some(page)
        return page
    }

    /// Reads files beside the themes that rows of this kind name, each once.
    private mutating func readMedia(of kind: PageKind) throws {
        let paths = kind.media.paths
        guard !paths.isEmpty, let theme = compiler.theme(kind.theme) else { return }
        for path in paths where compiler.siteMedia[path] == nil && theme.media(path) == nil {
            let isURL = LeadMedia.isURL(path)
            compiler.siteMedia[path] = isURL ? try mirror?.copy(of: path).entry : try site.media(path)
        }
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
        switch fate {
        case .expired: return true
        case .revoked: return record.state != .active
        case .retained, .present: return false
        }
    }
}
