import Testing
import WelcomeCore

private let keyA = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
private let keyB = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
private let shortKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="
private let zeroKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
private let evenKey = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
private let looseKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9="

@Suite struct KeyRingTests {
    @Test func readsKeysInAnyOrderAndStyle() throws {
        let yaml = """
            # made by a person
            keys:
              - {id: 1, not_before: 2026-06-01, key: \(keyB)}
              - id: 0
                not_before: "2026-01-01"
                key: >-
                  \(keyA)
            """
        let (ring, diagnostics) = KeyRing.parse(yaml: yaml, file: "keys.yml")
        #expect(diagnostics.isEmpty)
        let keys = try #require(ring)
        #expect(keys.entries.map(\.id) == [0, 1])
        #expect(keys.entries.map(\.notBefore.daysSinceEpoch) == [20454, 20605])
        // The bytes are those of the published vectors: the first code proves it.
        var signer = LinkSigner(keys: keys)
        for vector in [LinkVector.published[0], LinkVector.published[5]] {
            let expiry = try #require(ExpiryDay(daysSinceEpoch: vector.day))
            let code = try signer.code(for: vector.identity, serial: 0, keyID: vector.keyID, expiry: expiry)
            #expect(code.description == vector.code)
        }
    }

    @Test(
        arguments: [
            (20453, nil), (20454, 0), (20604, 0), (20605, 2), (20700, 2), (32767, 5),
        ] as [(Int, UInt8?)])
    func namesTheNewestKeyOfADay(day: Int, expected: UInt8?) throws {
        #expect(try fourKeys().newest(on: CivilDate(daysSinceEpoch: day)) == expected)
    }

    /// Keys 5 from day 21000, 1 and 2 from 20605, 0 from 20454.
    private func fourKeys() throws -> KeyRing {
        func entry(_ id: UInt8, _ notBefore: Int) throws -> KeyRing.Entry {
            let key = try #require(MasterKey(bytes: Array(id..<(id + 32))))
            return KeyRing.Entry(id: id, notBefore: CivilDate(daysSinceEpoch: notBefore), key: key)
        }
        return KeyRing([try entry(5, 21000), try entry(2, 20605), try entry(1, 20605), try entry(0, 20454)])
    }

    @Test(arguments: [(-5, 0), (20453, 0), (20454, 0), (20605, 2), (20999, 2), (21000, 5)] as [(Int, UInt8)])
    func signsDaysBeforeEveryKeyWithTheOldest(day: Int, expected: UInt8) throws {
        #expect(try fourKeys().signing(on: CivilDate(daysSinceEpoch: day)) == expected)
    }

    @Test func namesTheDaysOfEachKeyAsTheyAreSigned() throws {
        let ring = try fourKeys()
        #expect(ring.signingDays(of: 1) == nil)
        #expect(ring.signingDays(of: 9) == nil)
        for day in [-5, 20453, 20454, 20604, 20605, 20999, 21000, 40000].map(CivilDate.init(daysSinceEpoch:)) {
            let signing = ring.entries.map(\.id).filter { ring.signingDays(of: $0)?.contains(day) == true }
            #expect(signing == [ring.signing(on: day)].compactMap(\.self))
        }
    }

    @Test(
        arguments: [
            ([], [], 0), ([0], [], 1), ([], [4], 5), ([0, 1], [7], 8), ([7], [0], 8), ([30], [], 31),
            ([31], [], 0), ([0, 31], [1, 3], 2), ([0], [31, 1], 2), (Array(0...31), [], nil),
            (Array(0...15), Array(15...31), nil),
        ] as [([UInt8], [UInt8], UInt8?)])
    func choosesAnIdThatNeitherRingNorLinksKnow(ring: [UInt8], used: [UInt8], expected: UInt8?) throws {
        let entries = try ring.map { id in
            KeyRing.Entry(
                id: id, notBefore: CivilDate(daysSinceEpoch: 0),
                key: try #require(MasterKey(bytes: Array(id..<(id + 32)))))
        }
        #expect(KeyRing(entries).nextID(besides: used) == expected)
    }

    struct BadFile: Sendable, CustomTestStringConvertible {
        var name: String
        var yaml: String
        /// `line:column` of each diagnostic.
        var places: [String]
        var mention: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        BadFile(name: "empty", yaml: "", places: ["-:-"], mention: "mapping"),
        BadFile(name: "a list", yaml: "- a", places: ["1:1"], mention: "mapping"),
        BadFile(name: "no keys", yaml: "keys: []", places: ["1:7"], mention: "at least one key"),
        BadFile(name: "keys missing", yaml: "key: 1", places: ["1:1", "1:1"], mention: "known are `keys`"),
        BadFile(name: "syntax", yaml: "keys:\n  [}", places: ["2:4"], mention: "cannot be read"),
        BadFile(name: "entry is text", yaml: "keys: [\(keyA)]", places: ["1:8"], mention: "must be a mapping"),
        BadFile(
            name: "id too high", yaml: "keys: [{id: 32, not_before: 2026-01-01, key: \(keyA)}]", places: ["1:13"],
            mention: "0 to 31"),
        BadFile(
            name: "id negative", yaml: "keys: [{id: -1, not_before: 2026-01-01, key: \(keyA)}]", places: ["1:13"],
            mention: "0 to 31"),
        BadFile(
            name: "id missing", yaml: "keys:\n- not_before: 2026-01-01\n  key: \(keyA)", places: ["2:3"],
            mention: "`id` is missing"),
        BadFile(
            name: "no such day", yaml: "keys: [{id: 0, not_before: 2026-02-29, key: \(keyA)}]", places: ["1:28"],
            mention: "not_before"),
        BadFile(
            name: "short key", yaml: "keys: [{id: 0, not_before: 2026-01-01, key: \(shortKey)}]",
            places: ["1:45"], mention: "32 random bytes"),
        BadFile(
            name: "all zero", yaml: "keys: [{id: 0, not_before: 2026-01-01, key: \(zeroKey)}]",
            places: ["1:45"], mention: "32 random bytes"),
        BadFile(
            name: "one byte repeated", yaml: "keys: [{id: 0, not_before: 2026-01-01, key: \(evenKey)}]",
            places: ["1:45"], mention: "32 random bytes"),
        BadFile(
            name: "loose bits", yaml: "keys: [{id: 0, not_before: 2026-01-01, key: \(looseKey)}]",
            places: ["1:45"], mention: "32 random bytes"),
        BadFile(
            name: "repeated id",
            yaml: """
                keys:
                - {id: 3, not_before: 2026-01-01, key: \(keyA)}
                - {id: 3, not_before: 2026-01-02, key: \(keyB)}
                """,
            places: ["3:8"], mention: "stands twice"),
        BadFile(
            name: "repeated key",
            yaml: """
                keys:
                - {id: 3, not_before: 2026-01-01, key: \(keyA)}
                - {id: 4, not_before: 2026-01-02, key: \(keyA)}
                """,
            places: ["3:40"], mention: "another id"),
        BadFile(
            name: "unknown name",
            yaml: "keys: [{id: 0, not_befor: 2026-01-01, not_before: 2026-01-01, key: \(keyA)}]", places: ["1:16"],
            mention: "`not_before`"),
        BadFile(
            name: "a name twice", yaml: "keys: [{id: 0, id: 0, not_before: 2026-01-01, key: \(keyA)}]",
            places: ["1:9"], mention: "cannot be read"),
    ])
    func refusesABadFileWithItsPlace(bad: BadFile) {
        let (ring, diagnostics) = KeyRing.parse(yaml: bad.yaml, file: "keys.yml")
        #expect(ring == nil)
        let places = diagnostics.map { diagnostic in
            let line = diagnostic.location?.line.map(String.init) ?? "-"
            return line + ":" + (diagnostic.location?.column.map(String.init) ?? "-")
        }
        #expect(places == bad.places)
        #expect(diagnostics.allSatisfy { $0.code == .keysInvalid && $0.severity == .error })
        #expect(diagnostics.contains { $0.summary.contains(bad.mention) }, "\(diagnostics.map(\.summary))")
    }

    @Test func neverEchoesWhatStandsInTheFile() {
        let secret = "U0VDUkVULXNlY3JldC1TRUNSRVQtc2VjcmV0LVNFQ1I="
        for yaml in [
            "keys: [{id: 0, not_before: 2026-01-01, key: \(secret), \(secret): 1}]",
            "keys: [{id: \(secret), not_before: \(secret), key: x\(secret)}]",
            "keys: [{id: 0, not_before: 2026-01-01, key: {\(secret): 1}}]",
            "\(secret): 1\n\(secret): 2",
            "keys: [\(secret)",
            "\(secret)",
            "keys: {\(secret): \"\(secret)",
        ] {
            let (ring, diagnostics) = KeyRing.parse(yaml: yaml, file: "keys.yml")
            #expect(ring == nil)
            #expect(!diagnostics.isEmpty)
            for diagnostic in diagnostics {
                #expect(!String(describing: diagnostic).contains("U0VDUkVU"))
            }
        }
    }
}

@Suite struct MasterKeyTests {
    @Test func showsNothingOfItself() throws {
        let master = try #require(MasterKey(bytes: [0xCD] + Array(repeating: 0xAB, count: 31)))
        let tenant = TenantKey(master: master, keyID: 0, tenant: LeadText("acme"))
        var dumped = ""
        dump(master, to: &dumped)
        dump(tenant, to: &dumped)
        for text in ["\(master)", String(reflecting: master), "\(tenant)", String(reflecting: tenant), dumped] {
            #expect(!text.lowercased().contains("ab, ") && !text.contains("171") && !text.lowercased().contains("abab"))
            #expect(text.contains("redacted"))
        }
    }

    @Test func refusesOtherLengthsAndOneByteRepeated() {
        for count in [0, 16, 31, 33, 64] {
            #expect(MasterKey(bytes: (0..<count).map { UInt8($0) }) == nil)
        }
        for byte in [0, 1, 0xFF] as [UInt8] { #expect(MasterKey(bytes: Array(repeating: byte, count: 32)) == nil) }
    }
}
