/// Tells addresses of the public internet from all others.
///
/// Whoever writes a URL into a row also chooses what its name resolves to. Only what IANA's registries of special-purpose
/// addresses leave as global unicast is asked: no machine of ours, of our network or of the cloud's own services is.
/// https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
package enum AddressRules {
    /// Tells whether `address` belongs to one machine on the public internet.
    package static func isGlobalUnicast(_ address: IPAddress) -> Bool {
        let special = address.bytes.count == 4 ? specialIPv4 : specialIPv6
        guard address.bytes.count == 4 || globalIPv6.contains(address.bytes) else { return false }
        return !special.contains { $0.contains(address.bytes) }
    }

    private static let specialIPv4: [AddressRange] = [
        AddressRange([0], 8),  // this network, and the unspecified address
        AddressRange([10], 8),  // private
        AddressRange([100, 64], 10),  // shared by a carrier's customers
        AddressRange([127], 8),  // loopback
        AddressRange([169, 254], 16),  // link-local, and clouds' metadata
        AddressRange([172, 16], 12),  // private
        AddressRange([192, 0, 0], 24),  // protocol assignments
        AddressRange([192, 0, 2], 24),  // documentation
        AddressRange([192, 88, 99], 24),  // relays of 6to4
        AddressRange([192, 168], 16),  // private
        AddressRange([198, 18], 15),  // benchmarks
        AddressRange([198, 51, 100], 24),  // documentation
        AddressRange([203, 0, 113], 24),  // documentation
        AddressRange([224], 4),  // multicast
        AddressRange([240], 4),  // reserved, and broadcast
    ]

    /// All that is given out as global unicast so far.
    ///
    /// Outside lie loopback, the unspecified address, IPv4 in IPv6,
    /// NAT64, unique local, link-local and multicast addresses.
    private static let globalIPv6 = AddressRange([0x20], 3)

    private static let specialIPv6: [AddressRange] = [
        AddressRange([0x20, 0x01, 0x00], 23),  // protocol assignments: Teredo, benchmarks, ORCHID
        AddressRange([0x20, 0x01, 0x0D, 0xB8], 32),  // documentation
        AddressRange([0x20, 0x02], 16),  // 6to4: an IPv4 address inside
        AddressRange([0x3F, 0xFE], 16),  // 6bone, given back
        AddressRange([0x3F, 0xFF, 0x00], 20),  // documentation
    ]
}

/// The addresses that begin with the same bits.
private struct AddressRange: Sendable {
    private let prefix: [UInt8]
    private let bitCount: Int

    init(_ prefix: [UInt8], _ bitCount: Int) {
        self.prefix = prefix
        self.bitCount = bitCount
    }

    func contains(_ bytes: [UInt8]) -> Bool {
        (0..<bitCount).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            let expected = bit / 8 < prefix.count ? prefix[bit / 8] : 0
            return bytes[bit / 8] & mask == expected & mask
        }
    }
}
