/// Makes manifest lines, with the message and the requests that greet a lead, one after another.
///
/// Pure. One renderer serves one thread at a time, and what it remembers of one batch serves it in the next.
package struct ManifestLineRenderer: Sendable {
    private let terms: RenderTerms
    private var latestTenant: LatestTenant
    /// The channels that rows of one tenant choose for themselves.
    private var otherSenders: (tenant: TenantTerms?, byName: [String: Sender?]) = (nil, [:])
    /// What channels get of the pages met lately.
    private var greetingPages: [ObjectIdentifier: KnownGreetingPage] = [:]
    private var digests: RecipientDigests

    package init(terms: RenderTerms) {
        self.terms = terms
        latestTenant = LatestTenant(terms)
        digests = terms.digests
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

    // MARK: Lines

    /// Makes the manifest line of `job`, whose link has `values`.
    ///
    /// `record` is the page as it is on disk once the build is published; `nil` where there is none.
    package mutating func line(_ job: PageJob, page record: PageRecord?, _ values: LinkValues) -> ManifestLine {
        let compiled = job.page
        var line = ManifestLine(
            identity: job.record.identity, state: job.disposition.state, url: values.url,
            code: job.record.code, theme: compiled?.theme ?? job.record.theme,
            locale: compiled?.locale ?? job.record.locale)
        line.page = record.map {
            .init(
                file: job.record.code.pageFileBytes(terms.store), sha256: $0.sha256, byteCount: $0.byteCount,
                changedIn: $0.changedIn)
        }
        if let lead = job.lead, let compiled, job.disposition == .present {
            address(&line, lead, compiled, job, values)
        } else if let lead = job.lead, job.disposition == .present {
            // A page that was sent is still the one that was sent.
            line.state = lead.isSent && line.page != nil ? .sent : .unsendable
            line.problems = [DeliveryProblem(.themeFaulty)]
        }
        return line
    }

    /// Adds recipient, message and requests for a lead that has a row and a page.
    private mutating func address(
        _ line: inout ManifestLine, _ lead: Lead, _ compiled: CompiledPage, _ job: PageJob,
        _ values: LinkValues
    ) {
        let own = job.media?.problems ?? []
        let problems = own + compiled.problems.filter { !own.contains($0) }
        line.problems = problems.map { DeliveryProblem($0) }
        if compiled.locale != lead.locale {
            line.problems.append(DeliveryProblem(.leadLocale, column: "locale"))
        }
        let tenant = tenant(of: lead)
        let linkLike = job.reducedMessage?.dropped ?? []
        var text: [UInt8] = []
        if let template = job.reducedMessage.map(\.text) ?? compiled.message {
            template.append(fields: lead.fields, values, to: &text)
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

    private mutating func tenant(of lead: Lead) -> TenantTerms {
        let found = latestTenant.terms(of: lead.identity.tenant)
        if otherSenders.tenant !== found { otherSenders = (found, [:]) }
        return found
    }

    /// What sends to `lead`; `nil` where its row names a channel that there is not.
    private mutating func sender(for lead: Lead, _ tenant: TenantTerms) -> Sender? {
        guard let name = lead.channel else { return tenant.sender }
        if let known = otherSenders.byName[name] { return known }
        let found = ChannelName(rawValue: name).map {
            Sender($0, tenant.settings, includesRecipients: terms.includesRecipients)
        }
        otherSenders.byName[name] = .some(found)
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
