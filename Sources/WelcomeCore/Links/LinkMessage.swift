/// The bytes that a link's signature covers, laid out so that no two identities share them.
///
/// Link v1: `welcome-link/v1/tag` 0x00 kid, expiry day (2 bytes), serial (4), F(tenant), F(lead), F(slot), all numbers
/// big-endian; F puts a text's length in two bytes before its UTF-8 bytes, which are taken exactly as given.
package enum LinkMessage {
    /// The longest tenant, lead id or slot in bytes.
    package static let maxFieldBytes = 512

    /// Whether every part of `identity` can be signed: 1 to 512 bytes, without NUL.
    package static func canHold(_ identity: LeadIdentity) -> Bool {
        canHold(identity.tenant) && canHold(identity.lead) && canHold(identity.slot)
    }

    private static func canHold(_ text: LeadText) -> Bool {
        (1...maxFieldBytes).contains(text.bytes.count) && !text.bytes.contains(0)
    }

    /// Appends the message for one link to `output`.
    ///
    /// - Precondition: `canHold(identity)`.
    package static func append(
        identity: LeadIdentity,
        serial: UInt32,
        keyID: UInt8,
        expiry: ExpiryDay,
        to output: inout [UInt8]
    ) {
        output.append(contentsOf: label)
        output.append(keyID)
        output.append(UInt8(truncatingIfNeeded: expiry.daysSinceEpoch >> 8))
        output.append(UInt8(truncatingIfNeeded: expiry.daysSinceEpoch))
        for shift in [24, 16, 8, 0] as [UInt32] { output.append(UInt8(truncatingIfNeeded: serial >> shift)) }
        appendField(identity.tenant, to: &output)
        appendField(identity.lead, to: &output)
        appendField(identity.slot, to: &output)
    }

    /// Appends F(`text`): its length in two bytes, then its bytes.
    static func appendField(_ text: LeadText, to output: inout [UInt8]) {
        let count = text.bytes.count
        precondition((1...maxFieldBytes).contains(count))
        output.append(UInt8(truncatingIfNeeded: count >> 8))
        output.append(UInt8(truncatingIfNeeded: count))
        output.append(contentsOf: text.bytes)
    }

    private static let label = Array("welcome-link/v1/tag".utf8) + [0]
}
