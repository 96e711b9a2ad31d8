import Testing
import WelcomeCore

@Suite struct LeadRecordTests {
    private func identity(_ tenant: String, _ lead: String, _ slot: String) -> LeadIdentity {
        LeadIdentity(tenant: LeadText(tenant), lead: LeadText(lead), slot: LeadText(slot))
    }

    private func encoded(_ lead: Lead) -> [UInt8] {
        var bytes: [UInt8] = []
        LeadRecord.encode(lead, into: &bytes)
        return bytes
    }

    /// A lead for every combination of present parts.
    private func lead(shape: Int) -> Lead {
        func has(_ bit: Int) -> Bool { shape >> bit & 1 == 1 }
        var lead = Lead(identity: identity("t", "клиент-77", "welcome"), theme: "panels", locale: "kk")
        if has(0) { lead.phone = LeadText("+7 701") }
        if has(1) { lead.channel = "telegram" }
        if has(2) { lead.channelAddress = LeadText("a@b.example") }
        if has(3) { lead.voice = "v.ogg" }
        if has(4) { lead.images = shape % 3 == 0 ? [] : ["a", String(repeating: "b", count: 300)] }
        if has(5) { lead.documents = ["c"] }
        if has(6) { lead.createdAt = Timestamp(secondsSinceEpoch: shape % 2 == 0 ? -5 : 1_790_827_920) }
        if has(7) { lead.expiresOn = CivilDate(daysSinceEpoch: shape % 2 == 0 ? -1 : 20_727) }
        lead.isSent = has(8)
        lead.isRevoked = has(9)
        if has(10) { lead.fields = [LeadField(name: "city", value: LeadText("Алматы"))] }
        if has(11) { lead.fields.append(LeadField(name: "note", value: LeadText("a\nb"))) }
        return lead
    }

    @Test func givesBackLeadsOfEveryShape() throws {
        var seen: Set<[UInt8]> = []
        for shape in 0..<(1 << 12) {
            let lead = lead(shape: shape)
            let bytes = encoded(lead)
            #expect(try LeadRecord.decode(bytes) == lead)
            #expect(seen.insert(bytes).inserted)
        }
    }

    @Test func appendsBehindWhatIsThere() throws {
        var bytes: [UInt8] = [1, 2, 3]
        let lead = lead(shape: 4095)
        LeadRecord.encode(lead, into: &bytes)
        #expect(bytes.starts(with: [1, 2, 3]))
        #expect(try LeadRecord.decode(Array(bytes.dropFirst(3))) == lead)
    }

    @Test func refusesRecordsThatAreCutOrLonger() {
        let bytes = encoded(lead(shape: 4095))
        for count in 0..<bytes.count {
            #expect(throws: MalformedRecord.self) { try LeadRecord.decode(Array(bytes.prefix(count))) }
        }
        #expect(throws: MalformedRecord.self) { try LeadRecord.decode(bytes + [0]) }
        #expect(throws: MalformedRecord.self) { try LeadRecord.decode(Array(repeating: 0xFF, count: 64)) }
    }

    @Test func ordersSortKeysAsIdentities() {
        let texts = ["a", "ab", "b", "\u{1}", "é", "e\u{301}", "я"]
        var identities: [LeadIdentity] = []
        for tenant in texts {
            for lead in texts { for slot in texts { identities.append(identity(tenant, lead, slot)) } }
        }
        let byKey = identities.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }
        #expect(byKey == identities.sorted())
        #expect(identity("t", "a", "b").sortKey == [0x74, 0, 0x61, 0, 0x62])
        #expect(identity("ac", "me1", "s").sortKey != identity("acm", "e1", "s").sortKey)
    }
}
