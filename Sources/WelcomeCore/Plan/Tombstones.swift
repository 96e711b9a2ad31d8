import Crypto

/// The people who are forgotten, as marks that name nobody.
///
/// A mark is HMAC-SHA256 over tenant and lead id with a key of the ledger's own, so that a source from before cannot
/// bring a person back and the mark alone does not tell who it was.
package struct Tombstones: Sendable {
    private let key: SymmetricKey
    private let marks: Set<[UInt8]>

    /// Takes the ledger's `key` of 32 bytes and what it remembers.
    package init(key: [UInt8], marks: Set<[UInt8]>) {
        self.key = SymmetricKey(data: key)
        self.marks = marks
    }

    /// Makes the mark of a lead, whatever its slots.
    package static func mark(tenant: LeadText, lead: LeadText, key: [UInt8]) -> [UInt8] {
        mark(tenant: tenant, lead: lead, key: SymmetricKey(data: key))
    }

    private static func mark(tenant: LeadText, lead: LeadText, key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: tenant.bytes + [0] + lead.bytes, using: key))
    }

    /// Whether the lead was forgotten.
    package func contains(_ identity: LeadIdentity) -> Bool {
        // Most sites have forgotten nobody, and a signature for each of a million leads would be felt.
        guard !marks.isEmpty else { return false }
        return marks.contains(Self.mark(tenant: identity.tenant, lead: identity.lead, key: key))
    }
}
