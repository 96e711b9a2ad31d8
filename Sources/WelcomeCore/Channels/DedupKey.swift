import Crypto

/// Returns the key that the CRM claims before it makes a request: 32 hexadecimal digits.
///
/// It depends on the page's identity and the request's place in `requests`, from 0, on nothing else, so that neither an
/// edited theme nor another channel greets a lead twice.
package func dedupKey(for identity: LeadIdentity, index: Int) -> String {
    var message = dedupLabel
    message.reserveCapacity(256)
    for field in [identity.tenant, identity.lead, identity.slot] {
        message.append(UInt8(truncatingIfNeeded: field.bytes.count >> 8))
        message.append(UInt8(truncatingIfNeeded: field.bytes.count))
        message += field.bytes
    }
    for shift in [24, 16, 8, 0] { message.append(UInt8(truncatingIfNeeded: index >> shift)) }
    return hexadecimal(Array(SHA256.hash(data: message)).prefix(16))
}

private let dedupLabel = Array("welcome-dedup/v1".utf8) + [0]
