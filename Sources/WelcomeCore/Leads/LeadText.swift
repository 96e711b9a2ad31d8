/// Text of a lead, kept as the UTF-8 bytes it came in: valid UTF-8 and free of NUL.
///
/// Equality, hashing and order are by bytes. Swift's `String` compares canonical equivalents as equal, which would
/// merge two lead ids that differ only by Unicode normalisation and would hide a quote followed by a combining mark.
package struct LeadText: Hashable, Comparable, Sendable {
    package let bytes: [UInt8]

    /// Wraps bytes that a parser has already checked.
    ///
    /// - Precondition: `bytes` is valid UTF-8 without NUL.
    package init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes a literal or a setting; a NUL in it is a fault of the caller.
    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The text for places that need a `String`, such as a setting that is looked up by name.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (a: LeadText, b: LeadText) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// What a page and its link belong to for life: the tenant, the CRM's lead id and the purpose of the link.
///
/// Ordered by (tenant, lead, slot), the order of the manifest and of the ledger.
package struct LeadIdentity: Hashable, Comparable, Sendable {
    package var tenant: LeadText
    package var lead: LeadText
    package var slot: LeadText

    package init(tenant: LeadText, lead: LeadText, slot: LeadText) {
        self.tenant = tenant
        self.lead = lead
        self.slot = slot
    }

    package static func < (a: LeadIdentity, b: LeadIdentity) -> Bool {
        if a.tenant != b.tenant { return a.tenant < b.tenant }
        if a.lead != b.lead { return a.lead < b.lead }
        return a.slot < b.slot
    }
}

extension LeadIdentity {
    /// Takes a `sortKey` apart again; `nil` when it is none.
    package init?(sortKey: [UInt8]) {
        let parts = sortKey.split(separator: 0, omittingEmptySubsequences: false).map { LeadText(checked: Array($0)) }
        guard parts.count == 3 else { return nil }
        self.init(tenant: parts[0], lead: parts[1], slot: parts[2])
    }
}

extension JSONWriter {
    /// Writes a member with a text of a lead, byte for byte but for escapes.
    package mutating func member(_ name: String, _ value: LeadText) {
        key(name)
        string(value.bytes)
    }
}
