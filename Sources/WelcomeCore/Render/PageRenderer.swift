import Crypto
import Gzip

/// Renders pages and manifest lines for leads, one after another, with buffers of its own.
///
/// Pure: it tells whether a page is to be written and gives the bytes; writing is the publisher's. One renderer serves
/// one thread at a time, and what it remembers of one batch serves it in the next.
package struct PageRenderer: Sendable {
    /// Stands in the fingerprint of every page: a change of what the renderer writes for the same compiled page and lead,
    /// such as an escaping or the form of a date, has to raise it, or pages that are published keep the old bytes.
    package static let version = 1

    /// What a tenant's settings mean for its pages.
    fileprivate final class TenantTerms: Sendable {
        let settings: TenantSettings
        let baseURL: [UInt8]
        /// What sends by the tenant's own channel.
        let sender: Sender
        /// Contacts of the tenant are still those of the starter.
        let isUnfinished: Bool

        init(settings: TenantSettings, baseURL: [UInt8], sender: Sender, isUnfinished: Bool) {
            self.isUnfinished = isUnfinished
            self.settings = settings
            self.baseURL = baseURL
            self.sender = sender
        }
    }

    /// A channel on the terms of one tenant.
    fileprivate struct Sender: Sendable {
        var addressing: Channel.Addressing
        var deliver: @Sendable (Greeting) -> Delivery

        init(_ name: ChannelName, _ tenant: TenantSettings, includesRecipients: Bool) {
            let channel = name.channel
            addressing = channel.addressing
            deliver = channel.prepare(
                ChannelTerms(settings: tenant.settings(of: name), includesRecipients: includesRecipients))
        }
    }

    /// What every page of a build has in common.
    package struct Terms: Sendable {
        package let build: String
        package let store: PageStore
        fileprivate let includesRecipients: Bool
        fileprivate let now: Timestamp
        fileprivate let digests: RecipientDigests
        fileprivate let rendererVersion: Int
        private let settings: SiteSettings

        /// Takes what a build has; `recipientKey` is the ledger's for `RecipientDigests`.
        package init(
            settings: SiteSettings, build: String, now: Timestamp, recipientKey: [UInt8] = [],
            rendererVersion: Int = PageRenderer.version
        ) {
            self.settings = settings
            self.rendererVersion = rendererVersion
            digests = RecipientDigests(settings: settings, key: recipientKey)
            self.build = build
            self.now = now
            store = settings.pageStore
            includesRecipients = settings.includesRecipients
        }

        fileprivate func tenant(_ id: LeadText) -> TenantTerms {
            let tenant = settings.tenant(id)
            return TenantTerms(
                settings: tenant, baseURL: Array((tenant.baseURL ?? settings.baseURL).description.utf8),
                sender: Sender(tenant.channel, tenant, includesRecipients: includesRecipients),
                isUnfinished: StarterMarks.remain(in: settings, of: tenant))
        }
    }

    private let terms: Terms
    private var latestTenant: TenantTerms?
    /// The channels that rows of the latest tenant choose for themselves.
    private var otherSenders: [String: Sender?] = [:]
    /// What channels get of the pages met lately.
    private var greetingPages: [ObjectIdentifier: KnownGreetingPage] = [:]
    /// Days in words.
    private var dates: [LocalDay: [UInt8]] = [:]
    /// The address of the link that was looked at last: a page, its line and its message all show it.
    private var latestURL: (code: LinkCode, tenant: LeadText, url: [UInt8])?
    /// What the row's own media put on the page that was looked at last.
    private var latestMedia: (code: LinkCode, values: [[UInt8]])?
    private var typesetTexts = TypesetTexts()
    /// What a fingerprint is over.
    private var parts: [UInt8] = []
    private var html: [UInt8] = []
    private var gzip = GzipFile()
    private var digests: RecipientDigests

    package init(terms: Terms) {
        self.terms = terms
        digests = terms.digests
    }

    // MARK: Pages

    /// Returns what the page of `job` is made from, as one digest, and renders nothing.
    ///
    /// - Complexity: O(bytes of the lead).
    package mutating func fingerprint(_ job: PageJob, _ page: CompiledPage) -> [UInt8] {
        parts.removeAll(keepingCapacity: true)
        add(number: terms.rendererVersion)
        // As files the same pages are others.
        add(number: terms.store == .gzip ? 1 : 0)
        add(page.digest)
        add(url(of: job.record))
        let fields = job.lead?.fields ?? []
        add(number: fields.count)
        for field in fields { add(field.value.bytes) }
        for text in media(of: job, page) { add(text) }
        return bytes(of: SHA256.hash(data: parts))
    }

    /// Adds a field to `parts`, with its length before it, so that no two lists of fields have the same bytes.
    private mutating func add(_ field: [UInt8]) {
        add(number: field.count)
        parts += field
    }

    private mutating func add(number: Int) {
        for shift in stride(from: 0, to: 32, by: 8) { parts.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Renders the page of `job`, which was compiled as `page`, into `file` and returns its record.
    ///
    /// - Complexity: O(bytes of the file).
    package mutating func render(_ job: PageJob, _ page: CompiledPage, fingerprint: [UInt8]) -> PageRecord {
        let fields = job.lead?.fields ?? []
        let values = values(job, page)
        var hash = SHA256()
        switch terms.store {
        case .html:
            html.removeAll(keepingCapacity: true)
            page.html.append(fields: fields, values, to: &html)
            hash = page.opening
            hash.update(data: html[page.html.openingCount...])
        case .gzip:
            guard let compressed = page.compressed else { preconditionFailure("a page compiled for another store") }
            compressed.render(fields: fields, values, into: &gzip)
            hash.update(data: gzip.bytes)
        }
        return PageRecord(
            fingerprint: fingerprint, sha256: bytes(of: hash.finalize()), byteCount: file.count,
            changedIn: terms.build)
    }

    /// The 32 bytes of a hash; an array that is made of one without being told so grows four times.
    private func bytes(of digest: SHA256Digest) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SHA256Digest.byteCount)
        for byte in digest { bytes.append(byte) }
        return bytes
    }

    /// The file of the page that was rendered last.
    package var file: [UInt8] {
        switch terms.store {
        case .html: html
        case .gzip: gzip.bytes
        }
    }

    private mutating func values(_ job: PageJob, _ page: CompiledPage) -> LinkValues {
        LinkValues(
            url: url(of: job.record), expires: expires(job.record.code.expiry, locale: page.locale),
            media: media(of: job, page))
    }

    /// What the row's own media put on the page.
    private mutating func media(of job: PageJob, _ page: CompiledPage) -> [[UInt8]] {
        guard let row = job.media else { return [] }
        if let latestMedia, latestMedia.code == job.record.code { return latestMedia.values }
        let values = page.rowMedia?.fill(row.media, &typesetTexts) ?? []
        latestMedia = (job.record.code, values)
        return values
    }

    private mutating func url(of record: LedgerRecord) -> [UInt8] {
        if let latestURL, latestURL.code == record.code, latestURL.tenant == record.identity.tenant {
            return latestURL.url
        }
        var url = tenant(record.identity.tenant).baseURL
        url.reserveCapacity(url.count + 1 + LinkCode.length)
        url.append(UInt8(ascii: "/"))
        record.code.append(to: &url)
        latestURL = (record.code, record.identity.tenant, url)
        return url
    }

    private mutating func tenant(_ id: LeadText) -> TenantTerms {
        if let latestTenant, latestTenant.settings.id == id { return latestTenant }
        let found = terms.tenant(id)
        latestTenant = found
        otherSenders = [:]
        return found
    }

    private mutating func expires(_ day: ExpiryDay, locale: String) -> [UInt8] {
        let key = LocalDay(locale: locale, day: day)
        if let known = dates[key] { return known }
        let text = day.date.map { Array(LocaleFormat(locale: locale).day($0).utf8) } ?? []
        dates[key] = text
        return text
    }

    // MARK: Greetings

    /// What the ledger is to remember of the greeting of `job`, whose line has `state`.
    package mutating func greeting(_ job: PageJob, state: ManifestState) -> GreetingRecord? {
        let known = job.record.greeting
        guard job.isListed else { return nil }
        let role: GreetingRecord.Role
        switch (state, job.repetition) {
        case (.ready, _): role = .offered
        case (.sent, _): role = .sent
        case (.unsendable, .repeats): role = known?.role == .barred ? .barred : .held
        default: return known
        }
        guard let lead = job.lead else { return known }
        return GreetingRecord(
            role, recipient: digests.digest(of: lead) ?? known?.recipient,
            since: lead.createdAt?.secondsSinceEpoch ?? known?.since ?? job.record.issuedAt
                ?? terms.now.secondsSinceEpoch)
    }

    // MARK: Manifest lines

    /// Makes the manifest line of `job`.
    ///
    /// `record` is the page as it is on disk once the build is published; `nil` where there is none.
    package mutating func line(_ job: PageJob, page record: PageRecord?) -> ManifestLine {
        let compiled = job.page
        var line = ManifestLine(
            identity: job.record.identity, state: job.disposition.state, url: url(of: job.record),
            code: job.record.code,
            theme: compiled?.theme ?? job.record.theme, locale: compiled?.locale ?? job.record.locale)
        line.page = record.map {
            .init(
                file: job.record.code.pageFileBytes(terms.store), sha256: $0.sha256, byteCount: $0.byteCount,
                changedIn: $0.changedIn)
        }
        if let lead = job.lead, let compiled, job.disposition == .present {
            address(&line, lead, compiled, job)
        } else if let lead = job.lead, job.disposition == .present {
            // A page that was sent is still the one that was sent.
            line.state = lead.isSent && line.page != nil ? .sent : .unsendable
            line.problems = [DeliveryProblem(.themeFaulty)]
        }
        return line
    }

    /// Adds recipient, message and requests for a lead that has a row and a page.
    private mutating func address(
        _ line: inout ManifestLine, _ lead: Lead, _ compiled: CompiledPage, _ job: PageJob
    ) {
        let own = job.media?.problems ?? []
        let problems = own + compiled.problems.filter { !own.contains($0) }
        line.problems = problems.map { DeliveryProblem($0) }
        if compiled.locale != lead.locale {
            line.problems.append(DeliveryProblem(.leadLocale, column: "locale"))
        }
        let tenant = tenant(lead.identity.tenant)
        let linkLike = job.reducedMessage?.dropped ?? []
        var text: [UInt8] = []
        if let template = job.reducedMessage.map(\.text) ?? compiled.message {
            template.append(fields: lead.fields, values(job, compiled), to: &text)
            line.message = MessageText(text: text)
            line.problems += linkLike.map { DeliveryProblem(linkIn: lead.fields[$0]) }
        }
        let sender = sender(for: lead, tenant)
        let recipient = NormalisedRecipient(of: lead, sender?.addressing ?? .phone, region: tenant.settings.region)
        // An address that is none names nobody.
        let isShown = recipient.kind != .telegramChat && recipient.kind != .email
        if terms.includesRecipients, isShown { line.recipient = recipient }
        guard !lead.isSent else {
            line.state = .sent
            return
        }
        var obstacles: [DeliveryProblem] = []
        if let problem = recipient.problem { obstacles.append(.init(problem, column: "phone")) }
        if line.message == nil { obstacles += linkLike.map { DeliveryProblem(linkIn: lead.fields[$0]) } }
        obstacles += messageProblems(text, url: line.url, tenant.settings).map { DeliveryProblem($0) }
        if tenant.isUnfinished || compiled.isUnfinished { obstacles.append(.init(.siteUnfinished)) }
        if sender == nil { obstacles.append(.init(.channelUnknown, column: "channel")) }
        switch job.repetition {
        case .repeats(let lead): obstacles.append(.init(.recipientRepeated, lead, recipient))
        case .greetedBefore(let lead): line.problems.append(.init(.recipientGreetedBefore, lead, recipient))
        case nil: break
        }
        guard obstacles.isEmpty, let sender, let message = line.message else {
            line.state = .unsendable
            line.problems += obstacles
            return
        }
        let delivery = sender.deliver(
            Greeting(
                identity: lead.identity, message: message, url: line.url, code: line.code, recipient: recipient,
                fields: lead.fields, page: greetingPage(compiled, job.media, tenant.settings),
                origin: tenant.baseURL, now: terms.now))
        line.problems += delivery.problems
        if delivery.problems.contains(DeliveryProblem(.parameterMissing)) {
            for field in lead.fields where LinkLikeText.isFound(in: field.value.bytes) {
                let problem = DeliveryProblem(linkIn: field)
                if !line.problems.contains(problem) { line.problems.append(problem) }
            }
        }
        line.requests = delivery.requests
        line.state = delivery.requests.isEmpty ? .unsendable : .ready
        if terms.includesRecipients, !isShown, recipient.address != nil, line.state == .ready {
            line.recipient = recipient
        }
    }

    /// What sends to `lead`; `nil` where its row names a channel that there is not.
    private mutating func sender(for lead: Lead, _ tenant: TenantTerms) -> Sender? {
        guard let name = lead.channel else { return tenant.sender }
        if let known = otherSenders[name] { return known }
        let found = ChannelName(rawValue: name).map {
            Sender($0, tenant.settings, includesRecipients: terms.includesRecipients)
        }
        otherSenders[name] = .some(found)
        return found
    }

    private mutating func greetingPage(
        _ page: CompiledPage, _ own: RowMedia?, _ tenant: TenantSettings
    ) -> GreetingPage {
        if own == nil, let known = greetingPages[ObjectIdentifier(page)] { return known.greeting }
        let made = GreetingPage(
            locale: page.locale, title: page.title, media: own?.media ?? page.media, stopWords: tenant.stopWords)
        if own == nil {
            if greetingPages.count == Self.maxGreetingPages { greetingPages.removeAll(keepingCapacity: true) }
            greetingPages[ObjectIdentifier(page)] = KnownGreetingPage(page: page, greeting: made)
        }
        return made
    }

    private static let maxGreetingPages = 64
}

/// What channels get of a page, with the page itself, so that no other one takes its address.
private struct KnownGreetingPage {
    var page: CompiledPage
    var greeting: GreetingPage
}

private struct LocalDay: Hashable {
    var locale: String
    var day: ExpiryDay
}

extension DeliveryProblem {
    /// A value that messengers would link.
    fileprivate init(linkIn field: LeadField) {
        self.init(.looksLikeLink, column: field.name)
    }

    /// What another lead of the same recipient means.
    fileprivate init(_ problem: ProblemCode, _ lead: LeadText?, _ recipient: NormalisedRecipient) {
        self.init(problem, column: recipient.kind == .phone ? "phone" : "channel_address", lead: lead)
    }
}

extension PageDisposition {
    /// The state of a manifest line before row and recipient are looked at.
    var state: ManifestState {
        switch self {
        case .present: .ready
        case .retained: .retained
        case .expired: .expired
        case .revoked: .revoked
        }
    }
}
