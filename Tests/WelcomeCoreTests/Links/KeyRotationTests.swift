import Testing
import WelcomeCore

/// Years of a site in a few steps: keys come and go, leads of all ages arrive, and days pass.
@Suite struct KeyRotationTests {
    /// A link as the ledger remembers it.
    struct Issued {
        var identity: LeadIdentity
        var code: LinkCode
    }

    /// A source of numbers that gives the same ones in every run.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static func moment(_ day: Int) -> Timestamp { Timestamp(secondsSinceEpoch: Int64(day) * 86_400 + 40_000) }

    /// What the links need of each key, counted one by one.
    private static func uses(_ links: [Issued], on day: Int) -> [UInt8: KeyUse] {
        var uses: [UInt8: KeyUse] = [:]
        for link in links {
            var use = uses[link.code.keyID] ?? KeyUse()
            use.links += 1
            if link.code.expiry == .never {
                use.live += 1
                use.endless += 1
            } else if Int(link.code.expiry.daysSinceEpoch) >= day {
                use.live += 1
                use.lastDay = [use.lastDay, link.code.expiry.date].compactMap(\.self).max()
            }
            uses[link.code.keyID] = use
        }
        return uses
    }

    @Test(arguments: 0..<80) func keepsEveryLiveLinkThroughAnyRotation(seed: Int) throws {
        var numbers = Numbers(state: UInt64(seed))
        var day = 20_700
        var entries: [KeyRing.Entry] = []
        var links: [Issued] = []
        var destroyed = 0
        func addKey() throws {
            guard let id = KeyRing(entries).nextID(besides: Set(links.map(\.code.keyID))) else { return }
            #expect(!links.contains { $0.code.keyID == id }, "an id that signed a link is never given again")
            let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
            let from = CivilDate(daysSinceEpoch: day + Int.random(in: -60...30, using: &numbers))
            entries.append(KeyRing.Entry(id: id, notBefore: from, key: try #require(MasterKey(bytes: bytes))))
        }
        try addKey()
        for step in 0..<60 {
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: try addKey()
            case 1: day += Int.random(in: 1...40, using: &numbers)
            case 2:
                let list = KeyInventory(
                    ring: KeyRing(entries), uses: Self.uses(links, on: day), today: CivilDate(daysSinceEpoch: day),
                    now: Self.moment(day))
                let free = list.keys.filter { $0.disposition == .removable(from: CivilDate(daysSinceEpoch: day)) }
                if let gone = free.randomElement(using: &numbers) {
                    entries.removeAll { $0.id == gone.id }
                    destroyed += 1
                }
            default:
                let identity = LeadIdentity(
                    tenant: LeadText("t\(step % 3)"), lead: LeadText("\(step)"), slot: LeadText("welcome"))
                var lead = Lead(identity: identity, theme: "base", locale: "ru")
                lead.createdAt = Self.moment(day - Int.random(in: -2...200, using: &numbers))
                let ring = KeyRing(entries)
                let terms = try #require(
                    LinkTerms(for: lead, days: .random(in: 1...120, using: &numbers), keys: ring, now: Self.moment(day))
                    {
                        _ in 18_000
                    })
                var signer = LinkSigner(keys: ring)
                let isEndless = Int.random(in: 0..<20, using: &numbers) == 0
                let code = try signer.code(
                    for: identity, serial: 0, keyID: terms.keyID, expiry: isEndless ? .never : terms.expiry)
                links.append(Issued(identity: identity, code: code))
            }
            var signer = LinkSigner(keys: KeyRing(entries))
            for link in links where !link.code.expiry.isOver(at: Self.moment(day)) {
                #expect(try signer.isValid(link.code, for: link.identity, serial: 0), "seed \(seed), step \(step)")
            }
        }
        #expect(links.count > 5 && entries.count + destroyed > 1, "seed \(seed) tries too little")
    }
}
