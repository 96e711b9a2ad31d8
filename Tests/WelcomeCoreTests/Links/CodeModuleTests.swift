import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// The TypeScript that recomputes codes for a CRM, against the signer of the program.
@Suite struct CodeModuleTests {
    struct Findings: Decodable {
        struct Refusals: Decodable {
            var codes: [Bool]
            var ids: [Bool]
            var numbers: [Bool]
        }

        var total: Int
        var agree: Int
        var accepted: Int
        var refused: Int
        var refusals: Refusals
        var days: [String?]

        /// How many entries there are, how many agree, are accepted as they are, and are refused when altered.
        var counts: String { "\(total) \(agree) \(accepted) \(refused)" }
    }

    /// The master keys of the vectors, in hexadecimal digits.
    private static func master(_ keyID: UInt8) -> String {
        hex((keyID == 1 ? 32 : 0)..<(keyID == 1 ? 64 : 32))
    }

    private func check(_ json: JSONWriter) throws -> Findings {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("welcome-codes-\(UUID().uuidString)")
        try Data(json.bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let run = try CRMModules().run("check-codes", [path.path])
        #expect(run.status == 0, "\(run.stderr)")
        return try JSONDecoder().decode(Findings.self, from: run.output)
    }

    private func write(
        _ identity: LeadIdentity, keyID: UInt8, serial: UInt32, day: Int, code: String, to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("master", Self.master(keyID))
            json.member("keyId", Int(keyID))
            json.member("tenant", identity.tenant)
            json.member("lead", identity.lead)
            json.member("slot", identity.slot)
            json.member("serial", Int(serial))
            json.member("day", day)
            json.member("code", code)
        }
        json.endLine()
    }

    @Test func givesThePublishedCodes() throws {
        var json = JSONWriter()
        for vector in LinkVector.published {
            write(
                vector.identity, keyID: vector.keyID, serial: vector.serial, day: vector.day, code: vector.code,
                to: &json)
        }
        let diagnostics = try check(json)
        #expect(diagnostics.counts == "9 9 9 9")
        for refusals in [diagnostics.refusals.codes, diagnostics.refusals.ids, diagnostics.refusals.numbers] {
            #expect(!refusals.isEmpty && refusals.allSatisfy { $0 }, "\(refusals)")
        }
        #expect(diagnostics.days == ["1970-01-01", "2027-01-02", "2059-09-17", nil])
    }

    @Test func agreesWithTheSignerForAnyIdentity() throws {
        var random = SeededNumbers(seed: 20_261_123)
        var signer = LinkSigner(keys: try LinkVector.keys())
        var json = JSONWriter()
        for number in 0..<10_000 {
            let identity = LeadIdentity(
                tenant: random.text(upTo: number % 7 == 0 ? 512 : 24), lead: random.text(upTo: 512),
                slot: random.text(upTo: 32))
            let keyID = [0, 1, 31][number % 3] as UInt8
            let serial = number % 4 == 0 ? 0 : UInt32.random(in: 0...(.max), using: &random)
            let day = Int.random(in: 0...32_767, using: &random)
            let expiry = try #require(ExpiryDay(daysSinceEpoch: day))
            let code = try signer.code(for: identity, serial: serial, keyID: keyID, expiry: expiry)
            write(identity, keyID: keyID, serial: serial, day: day, code: code.description, to: &json)
        }
        let counts = try check(json).counts
        #expect(counts == "10000 10000 10000 10000")
    }
}

extension SeededNumbers {
    /// Text of 1 to `maxBytes` bytes from every plane, with composed and decomposed letters among it.
    fileprivate mutating func text(upTo maxBytes: Int) -> LeadText {
        let length = Int.random(in: 1...maxBytes, using: &self)
        var bytes: [UInt8] = []
        while bytes.count < length {
            let next = Array(piece().utf8)
            bytes += bytes.count + next.count <= length ? next : [UInt8.random(in: 1...127, using: &self)]
        }
        return LeadText(checked: bytes)
    }

    private mutating func piece() -> String {
        switch Int.random(in: 0..<8, using: &self) {
        case 0: return "\u{E9}"
        case 1: return "e\u{301}"
        case 2: return "\u{438}\u{306}"
        case 3: return "👩\u{200D}👧"
        case 4: return ["ә", "қ", "ң", "ө", "\"", "\\", "\u{FEFF}", "\u{2028}"].randomElement(using: &self) ?? "a"
        default:
            let value = UInt32.random(in: 1...0x10FFFF, using: &self)
            // A surrogate is no scalar and has no UTF-8 form.
            return Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
        }
    }
}
