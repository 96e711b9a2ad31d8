import Testing
import WelcomeCore

/// A link is found by nobody who was not given it.
@Suite struct GuessingTests {
    /// The codes of ten thousand leads, numbered as a CRM might.
    private static let codes: Set<LinkCode> = {
        guard let key = MasterKey(bytes: (0..<32).map { UInt8($0) }), let day = ExpiryDay(daysSinceEpoch: 20820) else {
            return []
        }
        var signer = LinkSigner(keys: KeyRing([.init(id: 0, notBefore: CivilDate(daysSinceEpoch: 0), key: key)]))
        return (0..<10_000).reduce(into: []) { codes, number in
            let identity = LeadIdentity(
                tenant: LeadText("acme"), lead: LeadText("\(number)"), slot: LeadText("welcome"))
            if let code = try? signer.code(for: identity, serial: 0, keyID: 0, expiry: day) { codes.insert(code) }
        }
    }()

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    @Test func meetsNoPageWithRandomCodes() throws {
        #expect(Self.codes.count == 10_000)
        var random = SplitMix(state: 7)
        // The guesser knows key and day, which end every link, and guesses the rest.
        let end = try #require(Self.codes.first).bytes.suffix(4)
        for _ in 0..<100_000 {
            let start = (0..<16).map { _ in Self.alphabet[Int.random(in: 0..<32, using: &random)] }
            let guess = try #require(LinkCode(start + end))
            #expect(!Self.codes.contains(guess))
        }
    }

    @Test func meetsNoPageWithOneCharacterChanged() throws {
        var random = SplitMix(state: 8)
        let known = Self.codes.sorted()
        for number in 0..<100_000 {
            var guess = known[number % known.count].bytes
            let place = Int.random(in: 0..<guess.count, using: &random)
            let other = Self.alphabet.filter { $0 != guess[place] }
            guess[place] = other[Int.random(in: 0..<other.count, using: &random)]
            #expect(!Self.codes.contains(try #require(LinkCode(guess))))
        }
    }
}

/// A generator of random numbers that gives the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
