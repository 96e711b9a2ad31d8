import Crypto

/// Returns the key that the CRM claims before it makes a request: 32 hexadecimal digits.
///
/// It depends on the page's identity and the request's place in `requests`, from 0, on nothing else, so that neither an
/// edited theme nor another channel greets a lead twice.
package func dedupKey(for identity: LeadIdentity, index: Int) -> String {
    var message: [UInt8] = []
    message.reserveCapacity(256)
    message += dedupLabel
    LinkMessage.appendField(identity.tenant, to: &message)
    LinkMessage.appendField(identity.lead, to: &message)
    LinkMessage.appendField(identity.slot, to: &message)
    for shift in stride(from: 24, through: 0, by: -8) { message.append(UInt8(truncatingIfNeeded: index >> shift)) }
    return hexadecimal(SHA256.hash(data: message).prefix(16))
}

private let dedupLabel = Array("welcome-dedup/v1".utf8) + [0]
