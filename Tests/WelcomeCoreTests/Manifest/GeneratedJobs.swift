import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// Links and leads of every kind, the same in every run, for what makes manifest lines of them.
struct GeneratedJobs {
    private var numbers: SeededNumbers
    private var compiler: ThemeCompiler
    let settings: SiteSettings

    init(seed: UInt64) throws {
        var bench = try CompileBench([
            "base/ru.md": CompileBench.text("Текст.", message: Self.message("привет!")),
            "base/kk.md": CompileBench.text("Мәтін.", message: Self.message("сәлем \\\"{x}\\\"!")),
            "rich/theme.yml": """
            title: Rich
            voice: {file: media/v.ogg, transcript: Слова}
            images: [{file: media/a.jpg, caption: Фасад «1»}, {file: media/b.jpg}]
            documents: [{file: media/c.pdf, title: Каталог & цены}]

            """, "rich/ru.md": CompileBench.text("Text.", message: Self.message("see ~[^]")),
        ])
        bench.media = [
            "rich/media/v.ogg": Self.voice, "rich/media/a.jpg": .picture("a"), "rich/media/b.jpg": .picture("b"),
            "rich/media/c.pdf": .document("c"),
        ]
        var tenant = TenantSettings(id: LeadText("t1"))
        tenant.stopWords = ["acme"]
        bench.settings.tenants = [tenant]
        settings = bench.settings
        compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        numbers = SeededNumbers(seed: seed)
    }

    private static func message(_ words: String) -> String {
        "{{#lead.name}}{{lead.name}}, {{/lead.name}}\(words){{#lead.city}} {{lead.city}}{{/lead.city}}\n{{url}}"
    }

    private static var voice: MediaEntry {
        var facts = MediaFacts(format: .ogg)
        facts.durationMilliseconds = 16_979
        return .asset(
            MediaAsset(hash: String(repeating: "e", count: 32), byteCount: 40_000, facts: facts, content: .file("x")))
    }

    /// What was found wrong with the themes.
    var diagnostics: [Diagnostic] { compiler.diagnostics }

    // MARK: Jobs

    /// Makes the next job, and what its page is on disk.
    mutating func next() throws -> (job: PageJob, page: PageRecord?) {
        let identity = LeadIdentity(
            tenant: LeadText(isOne(of: 12) ? "неизвестный" : "t1"), lead: LeadText(text()),
            slot: LeadText(isOne(of: 6) ? text() : "welcome"))
        let day = numbers.pick([0, 20_849, 20_908, 32_766, 32_767, Int.random(in: 1..<32_766, using: &numbers)])
        let expiry = try #require(ExpiryDay(daysSinceEpoch: day))
        let code = LinkCode(tag: bytes(10), keyID: UInt8.random(in: 0...31, using: &numbers), expiry: expiry)
        var record = LedgerRecord(
            identity: identity, serial: UInt32.random(in: 0...3, using: &numbers), code: code, state: .active,
            theme: numbers.pick(["base", "old"]), locale: numbers.pick(["ru", "kk"]))
        let written = PageRecord(
            fingerprint: [], sha256: bytes(32), byteCount: Int.random(in: 1...100_000, using: &numbers),
            changedIn: numbers.pick(["b1", "20261123T040000Z-8641b391"]))
        record.page = isOne(of: 2) ? written : nil
        let ended: [PageDisposition] = [.retained, .expired, .revoked]
        let disposition = isOne(of: 6) ? numbers.pick(ended) : .present
        guard disposition == .present else {
            let page = disposition == .retained ? written : nil
            return (PageJob(lead: nil, record: record, disposition: disposition, page: nil), page)
        }
        let lead = lead(identity)
        // No page is compiled for a lead of a tenant whose theme is faulty.
        let found: (page: CompiledPage?, media: RowMedia?) =
            isOne(of: 15) ? (nil, nil) : compiler.page(for: PageKind(of: lead), LeadMedia(of: lead), files: [:])
        let page = found.page
        var job = PageJob(lead: lead, record: record, disposition: disposition, page: page)
        job.media = found.media
        let linkLike = page?.linkLikeFields(of: lead) ?? []
        if !linkLike.isEmpty { job.reducedMessage = ReducedMessage(dropped: linkLike, text: nil) }
        job.repetition = repetition()
        return (job, page == nil ? record.page : written)
    }

    private mutating func lead(_ identity: LeadIdentity) -> Lead {
        var lead = Lead(
            identity: identity, theme: numbers.pick(["base", "rich"]), locale: numbers.pick(["ru", "ru", "kk", "en"]))
        let names = numbers.pick([[], ["name"], ["city"], ["city", "name"], ["city", "name", "note"]])
        lead.fields = names.map { LeadField(name: $0, value: LeadText($0 == "name" ? longText() : text())) }
        lead.phone = isOne(of: 3) ? numbers.pick(Self.phones).map { LeadText($0) } : LeadText("+77011234567")
        lead.channelAddress = numbers.pick(Self.addresses).map { LeadText($0) }
        if isOne(of: 10) { lead.channel = numbers.pick(ChannelName.allCases.map(\.rawValue) + ["pigeon"]) }
        switch numbers.pick([0, 0, 0, 0, 1, 2]) {
        case 1: lead.voice = "https://example.kz/a.ogg"
        case 2: lead.images = []
        default: break
        }
        lead.isSent = isOne(of: 8)
        return lead
    }

    private mutating func repetition() -> Repetition? {
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0: .repeats(nil)
        case 1: .repeats(LeadText(text()))
        case 2: .greetedBefore(LeadText(text()))
        default: nil
        }
    }

    private mutating func isOne(of count: Int) -> Bool { Int.random(in: 0..<count, using: &numbers) == 0 }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
    }

    // MARK: Texts

    private mutating func text() -> String {
        (0..<Int.random(in: 1...4, using: &numbers)).map { _ in numbers.pick(Self.pieces) }.joined()
    }

    /// Now and then a text that makes the message about as long as some channel takes.
    private mutating func longText() -> String {
        guard isOne(of: 3) else { return text() }
        // Link, line feed and greeting are some fifty units besides.
        let length =
            numbers.pick([70, 160, 670, 1024, 1200, 1600, 4096]) - 51 + Int.random(in: -4...4, using: &numbers)
        return String(repeating: numbers.pick(["a", "ж", "€", "👋", "\""]), count: max(1, length))
    }

    private static let pieces = [
        "Айгүл", "әіңғүұқөһ", "O'Neil", "\"", "\\", "/", "\u{1}", "\u{8}", "\t", "\n", "\r\n", "\u{1F}", "\u{7F}",
        "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}", "👋🏽", "👨\u{200D}👩\u{200D}👧", "и\u{306}", "\u{439}", "<b>", "&amp;",
        "%41", "+", "=", "?a=b#c", "{name}", "{{url}}", "evil.kz", "acme", "€", "~^[]|", "\u{10FFFF}", " ", "a",
    ]
    private static let phones = [
        "+77011234567", "8 701 123 45 67", "77011234567@s.whatsapp.net", "+998 90 123 45 67", "+1 415 555 0100", "123",
        "77011234567@lid", "120363@g.us", "7012345678 доб. 12", "+7 701 123 45 67, +7 702 123 45 67", "", nil,
    ]
    private static let addresses = [
        "4242", "-100123", "@shop", "a@b.example", "\"q\"@b.example", "имя@пример.рф", "no such thing", nil,
    ]
}
