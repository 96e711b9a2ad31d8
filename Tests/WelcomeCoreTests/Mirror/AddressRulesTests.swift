import Testing
import WelcomeCore

@Suite struct AddressRulesTests {
    /// First and last address of every special range, written as they are in the registries.
    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.0",
        "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0",
        "172.31.255.255", "192.0.0.0", "192.0.0.170", "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.0",
        "192.88.99.255", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0",
        "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0", "239.255.255.255", "240.0.0.0",
        "255.255.255.254", "255.255.255.255",
    ])
    func refusesSpecialIPv4(text: String) throws {
        #expect(!AddressRules.isGlobalUnicast(try ipv4(text)))
    }

    /// The neighbours of those ranges.
    @Test(arguments: [
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.1.255",
        "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "8.8.8.8",
    ])
    func acceptsPublicIPv4(text: String) throws {
        #expect(AddressRules.isGlobalUnicast(try ipv4(text)))
    }

    @Test(arguments: [
        "0:0:0:0:0:0:0:0", "0:0:0:0:0:0:0:1", "0:0:0:0:0:ffff:7f00:1", "0:0:0:0:0:ffff:808:808", "0:0:0:0:0:0:808:808",
        "64:ff9b:0:0:0:0:a00:1", "64:ff9b:1:0:0:0:0:1", "100:0:0:0:0:0:0:1", "1fff:ffff:0:0:0:0:0:0",
        "2001:0:0:0:0:0:0:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2:0:0:0:0:0:1", "2001:10:0:0:0:0:0:1",
        "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8:0:0:0:0:0:0", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002:0:0:0:0:0:0:0", "2002:7f00:1:0:0:0:0:1", "2002:ffff:ffff:0:0:0:0:1", "3ffe:0:0:0:0:0:0:1",
        "3fff:0:0:0:0:0:0:0", "3fff:fff:ffff:0:0:0:0:1", "4000:0:0:0:0:0:0:0", "5f00:0:0:0:0:0:0:1",
        "fc00:0:0:0:0:0:0:1", "fd00:ec2:0:0:0:0:0:254", "fdff:ffff:0:0:0:0:0:1", "fe80:0:0:0:0:0:0:1",
        "febf:ffff:0:0:0:0:0:1", "fec0:0:0:0:0:0:0:1", "ff00:0:0:0:0:0:0:0", "ff02:0:0:0:0:0:0:1",
    ])
    func refusesSpecialIPv6(text: String) throws {
        #expect(!AddressRules.isGlobalUnicast(try ipv6(text)))
    }

    @Test(arguments: [
        "2000:0:0:0:0:0:0:0", "2001:200:0:0:0:0:0:0", "2001:db7:ffff:ffff:0:0:0:1", "2001:db9:0:0:0:0:0:0",
        "2001:4860:4860:0:0:0:0:8888", "2003:0:0:0:0:0:0:1", "2a00:1450:0:0:0:0:0:1", "3ffd:ffff:0:0:0:0:0:1",
        "3fff:1000:0:0:0:0:0:0",
    ])
    func acceptsPublicIPv6(text: String) throws {
        #expect(AddressRules.isGlobalUnicast(try ipv6(text)))
    }

    @Test func writesAddressesAsInURLs() throws {
        #expect(try ipv4("93.184.216.34").urlText == "93.184.216.34")
        #expect(try ipv6("2001:4860:4860:0:0:0:0:8888").urlText == "[2001:4860:4860:0:0:0:0:8888]")
        #expect(IPAddress([1, 2, 3]) == nil)
    }

    private func ipv4(_ text: String) throws -> IPAddress {
        try #require(IPAddress(text.split(separator: ".").compactMap { UInt8($0) }))
    }

    private func ipv6(_ text: String) throws -> IPAddress {
        let groups = text.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        return try #require(IPAddress(groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }))
    }
}
