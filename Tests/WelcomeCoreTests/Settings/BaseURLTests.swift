import Testing
import WelcomeCore

/// Which hosts links may begin with.
@Suite struct BaseURLTests {
    private static let label63 = String(repeating: "a", count: 63)
    /// Four labels and three dots: 253 bytes.
    private static let name253 = [label63, label63, label63, String(repeating: "b", count: 61)].joined(separator: ".")

    @Test(arguments: [
        ("https://w.example.kz", "w.example.kz"), ("https://w.example.kz/", "w.example.kz"),
        ("https://w.example.kz:8443", "w.example.kz"), ("https://w-1.example.kz", "w-1.example.kz"),
        ("https://1.example.kz", "1.example.kz"), ("https://xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
        ("https://\(label63).kz", "\(label63).kz"), ("https://\(name253)", name253),
        ("https://include.kz", "include.kz"), ("https://default.volatile.hostnames", "default.volatile.hostnames"),
        ("http://localhost:8080", "localhost"), ("https://localhost", "localhost"), ("http://127.0.0.1", "127.0.0.1"),
    ])
    func takesHosts(text: String, host: String) throws {
        let url = try #require(BaseURL(text))
        #expect(url.host == host)
        #expect(url.isSecure == text.hasPrefix("https"))
        #expect(url.description == (text.hasSuffix("/") ? String(text.dropLast()) : text))
        #expect(url.isOfThisMachine == ["localhost", "127.0.0.1"].contains(host))
    }

    @Test(arguments: [
        "", "https://", "w.example.kz", "ftp://w.example.kz", "HTTPS://w.example.kz", "http://w.example.kz",
        // nginx has other uses for these words, and no phone finds a host by one label.
        "https://include", "https://default", "https://hostnames", "https://volatile", "https://shop", "https://_",
        "https://\(label63)a.kz", "https://w.\(label63)a", "https://\(name253)b",
        "https://\(String(repeating: "a", count: 5_000)).kz", "https://\(String(repeating: "a.", count: 2_500))kz",
        "https://-w.example.kz", "https://w-.example.kz", "https://w.example.-kz", "https://w.example.kz-",
        "https://w..kz", "https://.w.kz", "https://w.kz.", "https://w_a.kz", "https://W.kz", "https://w.қз",
        "https://w.kz\u{301}", "https://*.example.kz", "https://~w.kz", "https://w.kz;", "https://w.kz }",
        "https://$host.kz",
        "https://w.kz\n", "https://w.kz\\", "https://\"w.kz\"", "https://w.kz/a", "https://w.kz//", "https://w.kz?a",
        "https://w.kz#a", "https://u@w.kz", "https://u:p@w.kz",
        // Addresses, in every spelling that resolvers know.
        "https://10.0.0.1", "https://1.2.3", "https://2130706433", "https://0x7f000001", "https://0x7f.1",
        "https://w.1",
        "https://w.0x1", "https://w.1a", "https://[::1]", "https://::1", "http://127.1", "http://127.0.0.2",
        "http://0.0.0.0",
        "http://localhost.kz", "http://a.localhost",
        "https://w.kz:", "https://w.kz:0", "https://w.kz:080", "https://w.kz:+80", "https://w.kz:-1",
        "https://w.kz:65536",
        "https://w.kz:8 0", "https://w.kz:80:80", "https://w.kz:８０",
    ])
    func refusesEverythingElse(text: String) {
        #expect(BaseURL(text) == nil)
    }
}
