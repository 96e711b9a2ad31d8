import Testing
import WelcomeCore

@Suite struct LinkCodeTests {
    @Test(arguments: LinkVector.published)
    func readsItsOwnTextBack(vector: LinkVector) throws {
        let code = try #require(LinkCode(Array(vector.code.utf8)))
        #expect(code.description == vector.code)
        #expect(code.bytes == Array(vector.code.utf8))
        #expect(hex(code.tag) == vector.tag)
        #expect(code.keyID == vector.keyID)
        #expect(Int(code.expiry.daysSinceEpoch) == vector.day)
        #expect(code.directory == String(vector.code.prefix(2)))
    }

    @Test(arguments: [
        "", "3h1616s4pe1nj96z0ma", "3h1616s4pe1nj96z0mamm", "3H1616S4PE1NJ96Z0MAM", "3h1616s4pe1nj96z0mai",
        "3h1616s4pe1nj96z0mal", "oh1616s4pe1nj96z0mam", "uh1616s4pe1nj96z0mam", "3h1616s4pe1nj96z0ma ",
        "3h1616s4pe1nj96z0ma.", "3h1616s4pe1nj96z0ma-", "сh1616s4pe1nj96z0ma", "3h1616s4pe1nj96z0m\u{0}m",
    ])
    func refusesTextThatIsNoCode(text: String) {
        #expect(LinkCode(Array(text.utf8)) == nil)
    }

    @Test func sortsAsItsText() throws {
        let texts = LinkVector.published.map(\.code)
        let codes = try texts.map { try #require(LinkCode($0.utf8)) }
        #expect(codes.sorted().map(\.description) == texts.sorted())
    }
}

@Suite struct CrockfordBase32Tests {
    /// Values and symbols as Crockford's own table lists them, in lower case.
    @Test func agreesWithThePublishedTable() {
        let table: [(UInt8, String)] = [
            (0, "0"), (1, "1"), (9, "9"), (10, "a"), (17, "h"), (18, "j"), (19, "k"), (20, "m"), (21, "n"),
            (22, "p"), (26, "t"), (27, "v"), (31, "z"),
        ]
        for (value, symbol) in table {
            #expect(String(decoding: [CrockfordBase32.character(value)], as: UTF8.self) == symbol)
        }
    }

    @Test func decodesExactlyTheCharactersItWrites() {
        for byte in UInt8.min...UInt8.max {
            let position = CrockfordBase32.alphabet.firstIndex(of: byte)
            #expect(CrockfordBase32.value(byte).map(Int.init) == position)
        }
    }

    /// 1234 is `16j` and 32 × 32 − 1 is `zz` by hand: 1234 = 1 × 1024 + 6 × 32 + 18.
    @Test func packsBitsMostSignificantFirst() {
        var output: [UInt8] = []
        CrockfordBase32.append(1234, count: 3, to: &output)
        CrockfordBase32.append(1023, count: 4, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "16j00zz")
        #expect(CrockfordBase32.decode("16j".utf8) == 1234)
    }
}
