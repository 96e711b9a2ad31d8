import WelcomeCore

/// One row of the published vectors of link v1.
struct LinkVector: Sendable {
    var keyID: UInt8
    var tenant: String
    var lead: String
    var slot: String
    var serial: UInt32
    var day: Int
    var tag: String
    var code: String

    var identity: LeadIdentity {
        LeadIdentity(tenant: LeadText(tenant), lead: LeadText(lead), slot: LeadText(slot))
    }

    /// The keys of the vectors: ids 0 and 31 share the bytes 00…1f, id 1 has 20…3f.
    static func keys() throws -> KeyRing {
        func entry(_ id: UInt8, from first: UInt8) -> KeyRing.Entry? {
            MasterKey(bytes: Array(first..<(first + 32))).map {
                KeyRing.Entry(id: id, notBefore: CivilDate(daysSinceEpoch: 0), key: $0)
            }
        }
        return KeyRing([entry(0, from: 0), entry(1, from: 32), entry(31, from: 0)].compactMap { $0 })
    }

    static let published = [
        LinkVector(0, "acme", "1", "welcome", 0, 20820, "1c42609b24b3835924df", "3h1616s4pe1nj96z0mam"),
        LinkVector(0, "acme", "12", "welcome", 0, 20820, "91749d86b479ec1f6532", "j5t9v1nmf7p1ys9j0mam"),
        LinkVector(0, "acm", "e1", "welcome", 0, 20820, "3fa136dcf9872bd76e5e", "7ygkdq7sgwnxevjy0mam"),
        LinkVector(0, "acme", "1", "welcome", 1, 20820, "1dfd50971b6a292a7acf", "3qyn15rvd8mjmypf0mam"),
        LinkVector(0, "acme", "1", "welcome", 0, 20821, "ffef8b15ab4ef12bf0e2", "zzqrp5db9vrjqw720man"),
        LinkVector(1, "acme", "1", "welcome", 0, 20820, "c151f55225f22c7a1e63", "r58zamh5y8p7m7k31mam"),
        LinkVector(0, "acme", "\u{E9}", "welcome", 0, 20820, "6781b9df2fa2cee8cd45", "cy0vkqsfmb7ehka50mam"),
        LinkVector(0, "acme", "e\u{301}", "welcome", 0, 20820, "ae17bfbe2a6490fb7fd2", "nrbvzfhacj8fpzyj0mam"),
        LinkVector(31, "клиника", "lead-77", "повтор", .max, 32767, "2c663c2e8fa1c79d3b6c", "5hk3rbmfm73stevczzzz"),
    ]

    private init(
        _ keyID: UInt8,
        _ tenant: String,
        _ lead: String,
        _ slot: String,
        _ serial: UInt32,
        _ day: Int,
        _ tag: String,
        _ code: String
    ) {
        (self.keyID, self.tenant, self.lead, self.slot) = (keyID, tenant, lead, slot)
        (self.serial, self.day, self.tag, self.code) = (serial, day, tag, code)
    }
}

/// Reads lower-case hexadecimal digits.
func bytes(hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// Writes lower-case hexadecimal digits.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
