import Crypto
import Foundation
import Testing

/// Proves the cryptographic library that is linked, by vectors that nobody here wrote.
@Suite struct CryptoCorpusTests {
    @Test func passesWycheproofHMAC() throws {
        let corpus: Corpus<MACCase> = try load("wycheproof-hmac-sha256.json")
        var count = 0
        for group in corpus.testGroups {
            let tagBytes = try #require(group.tagSize) / 8
            for test in group.tests {
                let key = SymmetricKey(data: bytes(hex: test.key))
                let tag = HMAC<SHA256>.authenticationCode(for: bytes(hex: test.msg), using: key)
                let isEqual = hex(tag.prefix(tagBytes)) == test.tag
                #expect(isEqual == (test.result == "valid"), "test \(test.tcId)")
                count += 1
            }
        }
        #expect(count == 174)
    }

    @Test func passesWycheproofHKDF() throws {
        let corpus: Corpus<HKDFCase> = try load("wycheproof-hkdf-sha256.json")
        var count = 0
        for test in corpus.testGroups.flatMap(\.tests) {
            count += 1
            // More than 255 blocks is invalid by RFC 5869; the library traps on it, and nothing here can ask for it.
            if test.size > 255 * 32 {
                #expect(test.result == "invalid", "test \(test.tcId)")
                continue
            }
            let key = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: bytes(hex: test.ikm)),
                salt: bytes(hex: test.salt),
                info: bytes(hex: test.info),
                outputByteCount: test.size)
            let isEqual = key == SymmetricKey(data: bytes(hex: test.okm))
            #expect(isEqual == (test.result == "valid"), "test \(test.tcId)")
        }
        #expect(count == 86)
    }

    /// RFC 4231, section 4; case 5 shows truncation to 128 bits.
    @Test(arguments: [
        (
            String(repeating: "0b", count: 20), hex("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            hex("Jefe".utf8), hex("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            "0102030405060708090a0b0c0d0e0f10111213141516171819", String(repeating: "cd", count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            String(repeating: "0c", count: 20), hex("Test With Truncation".utf8), "a3b6167473100ee06e0c796c2955552b"
        ),
        (
            String(repeating: "aa", count: 131), hex("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            String(repeating: "aa", count: 131),
            hex(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                    .utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func passesRFC4231(key: String, data: String, tag: String) {
        let code = HMAC<SHA256>.authenticationCode(
            for: bytes(hex: data), using: SymmetricKey(data: bytes(hex: key)))
        #expect(hex(code).hasPrefix(tag))
    }

    private func load<Value: Decodable>(_ name: String) throws -> Value {
        let tests = URL(fileURLWithPath: #filePath).appending(path: "../../../Fixtures/corpora/\(name)")
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: tests.standardized))
    }
}

private struct Corpus<Test: Decodable>: Decodable {
    struct Group: Decodable {
        var tagSize: Int?
        var tests: [Test]
    }
    var testGroups: [Group]
}

private struct MACCase: Decodable {
    var tcId: Int
    var key: String
    var msg: String
    var tag: String
    var result: String
}

private struct HKDFCase: Decodable {
    var tcId: Int
    var ikm: String
    var salt: String
    var info: String
    var size: Int
    var okm: String
    var result: String
}
