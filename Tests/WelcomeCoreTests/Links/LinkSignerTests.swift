import Crypto
import Testing

@testable import WelcomeCore

@Suite struct LinkSignerTests {
    @Test(arguments: LinkVector.published)
    func givesPublishedCode(vector: LinkVector) throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        let expiry = try #require(ExpiryDay(daysSinceEpoch: vector.day))
        let code = try signer.code(
            for: vector.identity, serial: vector.serial, keyID: vector.keyID, expiry: expiry)
        #expect(code.description == vector.code)
        #expect(hex(code.tag) == vector.tag)
        #expect(code.keyID == vector.keyID)
        #expect(code.expiry == expiry)
        #expect(try signer.isValid(code, for: vector.identity, serial: vector.serial))
    }

    @Test func derivesTheTenantKeyOfTheFirstVector() throws {
        let master = try #require(LinkVector.keys().key(0))
        let key = TenantKey(master: master, keyID: 0, tenant: LeadText("acme"))
        let expected = "3ba484ff05e690db6481a5d27f397d173432793feef57edbcd7fedf4238ba72f"
        #expect(key.secret == SymmetricKey(data: bytes(hex: expected)))
    }

    @Test func laysOutTheMessageOfTheFirstVector() throws {
        var message: [UInt8] = []
        let vector = LinkVector.published[0]
        LinkMessage.append(
            identity: vector.identity,
            serial: 0,
            keyID: 0,
            expiry: try #require(ExpiryDay(daysSinceEpoch: 20820)),
            to: &message)
        let expected =
            "77656c636f6d652d6c696e6b2f76312f7461670000515400000000000461636d65000131000777656c636f6d65"
        #expect(hex(message) == expected)
    }

    @Test func givesTheSameCodeInAnyOrderOfTenants() throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        for vector in LinkVector.published + LinkVector.published.reversed() {
            let expiry = try #require(ExpiryDay(daysSinceEpoch: vector.day))
            let code = try signer.code(
                for: vector.identity, serial: vector.serial, keyID: vector.keyID, expiry: expiry)
            #expect(code.description == vector.code)
        }
    }

    @Test func givesDifferentCodesToCanonicallyEquivalentIDs() throws {
        #expect(LinkVector.published[6].lead == LinkVector.published[7].lead, "Swift itself calls these ids equal")
        #expect(LinkVector.published[6].identity != LinkVector.published[7].identity)
        #expect(LinkVector.published[6].code != LinkVector.published[7].code)
    }

    @Test(arguments: LinkVector.published)
    func refusesEveryOneCharacterMutation(vector: LinkVector) throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        let genuine = Array(vector.code.utf8)
        for position in genuine.indices {
            for character in "0123456789abcdefghjkmnpqrstvwxyz".utf8 where character != genuine[position] {
                var forged = genuine
                forged[position] = character
                let code = try #require(LinkCode(forged))
                #expect(code.description != vector.code)
                let isValid = try? signer.isValid(code, for: vector.identity, serial: vector.serial)
                // An unknown key id is an error, which is no acceptance either.
                #expect(isValid != true, "\(String(decoding: forged, as: UTF8.self))")
            }
        }
    }

    @Test func refusesAnotherIdentityOrSerial() throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        let code = try #require(LinkCode(LinkVector.published[0].code.utf8))
        let identity = LinkVector.published[0].identity
        for other in LinkVector.published.dropFirst() where other.identity != identity {
            #expect(try !signer.isValid(code, for: other.identity, serial: 0))
        }
        #expect(try !signer.isValid(code, for: identity, serial: 1))
    }

    @Test func refusesAKeyThatTheRingLacks() throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        #expect(throws: LinkError.unknownKey(7)) {
            try signer.code(for: LinkVector.published[0].identity, serial: 0, keyID: 7, expiry: .never)
        }
    }

    @Test(arguments: ["", "a\u{0}b", String(repeating: "x", count: 513)])
    func refusesPartsThatCannotBeSigned(part: String) throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        let good = LeadText("a")
        for identity in [
            LeadIdentity(tenant: LeadText(part), lead: good, slot: good),
            LeadIdentity(tenant: good, lead: LeadText(part), slot: good),
            LeadIdentity(tenant: good, lead: good, slot: LeadText(part)),
        ] {
            #expect(throws: LinkError.unsignableIdentity) {
                try signer.code(for: identity, serial: 0, keyID: 0, expiry: .never)
            }
        }
    }

    @Test func giveNoTwoIdentitiesTheSameMessage() throws {
        let texts = ["a", "aa", "aaa", "\u{1}", "\u{1}a", "a\u{1}"].map { LeadText($0) }
        var seen: Set<[UInt8]> = []
        var count = 0
        for tenant in texts {
            for lead in texts {
                for slot in texts {
                    var message: [UInt8] = []
                    let identity = LeadIdentity(tenant: tenant, lead: lead, slot: slot)
                    LinkMessage.append(identity: identity, serial: 0, keyID: 0, expiry: .never, to: &message)
                    seen.insert(message)
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test func spreadsDirectoriesEvenly() throws {
        var signer = LinkSigner(keys: try LinkVector.keys())
        let expiry = try #require(ExpiryDay(daysSinceEpoch: 20820))
        var counts: [String: Int] = [:]
        for number in 0..<5_000 {
            let identity = LeadIdentity(
                tenant: LeadText("t1"), lead: LeadText("\(number)"), slot: LeadText("welcome"))
            let code = try signer.code(for: identity, serial: 0, keyID: 0, expiry: expiry)
            counts[code.directory, default: 0] += 1
        }
        // 5,000 into 1,024: nearly every directory is used and none holds more than a few.
        #expect(counts.count > 980)
        #expect(counts.values.allSatisfy { $0 < 25 })
    }
}
