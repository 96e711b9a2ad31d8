import Glibc
package import WelcomeCore

/// Every address that the system's resolver gives for a host's name; empty where there is none.
///
/// Waits as long as the resolver does.
package func systemAddresses(of host: String) -> [IPAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
        unsafe next = entry.pointee.ai_next
        guard let socket = unsafe entry.pointee.ai_addr else { continue }
        let size = unsafe Int(entry.pointee.ai_addrlen)
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: socket, count: size))
        // Behind family and port: 4 bytes; behind those and the flow: 16.
        let range = unsafe entry.pointee.ai_family == AF_INET ? 4..<8 : 8..<24
        if range.upperBound <= bytes.count, let address = IPAddress(Array(bytes[range])) { addresses.append(address) }
    }
    return addresses
}
