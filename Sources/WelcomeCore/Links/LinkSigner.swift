/// Derives the codes of links; remembers each tenant's key, so that a lead costs one short HMAC.
package struct LinkSigner: Sendable {
    private let keys: KeyRing
    private let keptBytes: Int
    private var tenantKeys: [TenantKeyName: TenantKey] = [:]
    /// The key of the lead before: leads come sorted by tenant, so it nearly always fits the next one too.
    private var latest: (name: TenantKeyName, key: TenantKey)?
    private var message: [UInt8] = []

    /// Signs with `keys`.
    ///
    /// A test may keep fewer than the 10 bytes of link v1, to see signatures meet.
    package init(keys: KeyRing, keptBytes: Int = 10) {
        self.keys = keys
        self.keptBytes = keptBytes
        message.reserveCapacity(256)
    }

    /// Signs the link of `identity`.
    ///
    /// The first link of an identity has serial 0; a reissue, or a link after a collision, has a higher one.
    ///
    /// - Throws: `LinkError` when the ring lacks the key, or a part of the identity is empty, too long or holds NUL.
    package mutating func code(
        for identity: LeadIdentity,
        serial: UInt32,
        keyID: UInt8,
        expiry: ExpiryDay
    ) throws(LinkError) -> LinkCode {
        guard LinkMessage.canHold(identity) else { throw .unsignableIdentity }
        let key = try tenantKey(TenantKeyName(keyID: keyID, tenant: identity.tenant))
        message.removeAll(keepingCapacity: true)
        LinkMessage.append(identity: identity, serial: serial, keyID: keyID, expiry: expiry, to: &message)
        var tag = key.tag(of: message)
        if keptBytes < tag.count {
            tag.replaceSubrange(keptBytes..., with: repeatElement(0, count: tag.count - keptBytes))
        }
        return LinkCode(tag: tag, keyID: keyID, expiry: expiry)
    }

    /// Whether `code` is the code of `identity` and `serial` under the key and expiry it names.
    ///
    /// Signatures are compared in constant time. Expiry is not judged here.
    ///
    /// - Throws: As `code(for:serial:keyID:expiry:)` does.
    package mutating func isValid(
        _ code: LinkCode,
        for identity: LeadIdentity,
        serial: UInt32
    ) throws(LinkError) -> Bool {
        let expected = try self.code(for: identity, serial: serial, keyID: code.keyID, expiry: code.expiry)
        return code.hasSignature(of: expected)
    }

    private mutating func tenantKey(_ name: TenantKeyName) throws(LinkError) -> TenantKey {
        if let latest, latest.name == name { return latest.key }
        let key: TenantKey
        if let known = tenantKeys[name] {
            key = known
        } else {
            guard let master = keys.key(name.keyID) else { throw .unknownKey(name.keyID) }
            key = TenantKey(master: master, keyID: name.keyID, tenant: name.tenant)
            tenantKeys[name] = key
        }
        latest = (name, key)
        return key
    }

    private struct TenantKeyName: Hashable {
        var keyID: UInt8
        var tenant: LeadText
    }
}

/// Why a link cannot be signed.
package enum LinkError: Error, Hashable, Sendable {
    /// The key file has no key of this id; a link signed with it cannot be derived again.
    case unknownKey(UInt8)
    /// The tenant, lead id or slot is empty, longer than 512 bytes or holds NUL.
    case unsignableIdentity
}
