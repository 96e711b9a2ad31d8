/// The compact form in which leads wait between reading and rendering.
///
/// Private to one build: it is written and read by the same program, so it has no version and only one spelling for
/// every lead. Numbers are LEB128; text is its length and its bytes.
package enum LeadRecord {
    /// The bytes are not a lead's record.

    /// Appends the record of `lead`.
    ///
    /// - Complexity: O(bytes of the lead).
    package static func encode(_ lead: Lead, into output: inout [UInt8]) {
        var writer = RecordWriter(output: output)
        output = []
        writer.write(Flags(of: lead).rawValue)
        writer.write(lead.identity.tenant.bytes)
        writer.write(lead.identity.lead.bytes)
        writer.write(lead.identity.slot.bytes)
        writer.write(lead.theme)
        writer.write(lead.locale)
        if let phone = lead.phone { writer.write(phone.bytes) }
        if let channel = lead.channel { writer.write(channel) }
        if let address = lead.channelAddress { writer.write(address.bytes) }
        if let voice = lead.voice { writer.write(voice) }
        if let images = lead.images { writer.write(images) }
        if let documents = lead.documents { writer.write(documents) }
        if let instant = lead.createdAt { writer.write(signed: Int(instant.secondsSinceEpoch)) }
        if let day = lead.expiresOn { writer.write(signed: day.daysSinceEpoch) }
        writer.write(lead.fields.count)
        for field in lead.fields {
            writer.write(field.name)
            writer.write(field.value.bytes)
        }
        output = writer.output
    }

    /// Reads the lead that fills `bytes`.
    ///
    /// - Throws: ``MalformedRecord`` when the bytes were not made by ``encode(_:into:)``.
    package static func decode(_ bytes: [UInt8]) throws(MalformedRecord) -> Lead {
        var reader = RecordReader(bytes: bytes)
        let flags = Flags(rawValue: try reader.number())
        let identity = LeadIdentity(
            tenant: LeadText(checked: try reader.bytes()), lead: LeadText(checked: try reader.bytes()),
            slot: LeadText(checked: try reader.bytes())
        )
        var lead = Lead(identity: identity, theme: try reader.text(), locale: try reader.text())
        lead.isSent = flags.contains(.isSent)
        lead.isRevoked = flags.contains(.isRevoked)
        if flags.contains(.phone) { lead.phone = LeadText(checked: try reader.bytes()) }
        if flags.contains(.channel) { lead.channel = try reader.text() }
        if flags.contains(.channelAddress) { lead.channelAddress = LeadText(checked: try reader.bytes()) }
        if flags.contains(.voice) { lead.voice = try reader.text() }
        if flags.contains(.images) { lead.images = try reader.texts() }
        if flags.contains(.documents) { lead.documents = try reader.texts() }
        if flags.contains(.createdAt) {
            lead.createdAt = Timestamp(secondsSinceEpoch: Int64(try reader.signedNumber()))
        }
        if flags.contains(.expiresOn) { lead.expiresOn = CivilDate(daysSinceEpoch: try reader.signedNumber()) }
        let count = try reader.count()
        var fields: [LeadField] = []
        fields.reserveCapacity(count)
        for _ in 0..<count {
            let name = try reader.text()
            fields.append(LeadField(name: name, value: LeadText(checked: try reader.bytes())))
        }
        lead.fields = fields
        guard reader.isAtEnd else { throw MalformedRecord() }
        return lead
    }

    /// Which optional parts follow, and the two truths.
    private struct Flags: OptionSet {
        var rawValue: Int

        static let phone = Flags(rawValue: 1 << 0)
        static let channel = Flags(rawValue: 1 << 1)
        static let channelAddress = Flags(rawValue: 1 << 2)
        static let voice = Flags(rawValue: 1 << 3)
        static let images = Flags(rawValue: 1 << 4)
        static let documents = Flags(rawValue: 1 << 5)
        static let createdAt = Flags(rawValue: 1 << 6)
        static let expiresOn = Flags(rawValue: 1 << 7)
        static let isSent = Flags(rawValue: 1 << 8)
        static let isRevoked = Flags(rawValue: 1 << 9)

        init(rawValue: Int) {
            self.rawValue = rawValue
        }

        init(of lead: Lead) {
            self = []
            if lead.phone != nil { insert(.phone) }
            if lead.channel != nil { insert(.channel) }
            if lead.channelAddress != nil { insert(.channelAddress) }
            if lead.voice != nil { insert(.voice) }
            if lead.images != nil { insert(.images) }
            if lead.documents != nil { insert(.documents) }
            if lead.createdAt != nil { insert(.createdAt) }
            if lead.expiresOn != nil { insert(.expiresOn) }
            if lead.isSent { insert(.isSent) }
            if lead.isRevoked { insert(.isRevoked) }
        }
    }
}

extension LeadIdentity {
    /// Bytes whose order is that of identities: tenant, NUL, lead, NUL, slot.
    ///
    /// No part holds a NUL, so two identities never share a key.
    package var sortKey: [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(tenant.bytes.count + lead.bytes.count + slot.bytes.count + 2)
        key += tenant.bytes
        key.append(0)
        key += lead.bytes
        key.append(0)
        key += slot.bytes
        return key
    }
}
