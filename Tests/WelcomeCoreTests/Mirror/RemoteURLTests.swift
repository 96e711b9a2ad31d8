import Testing
import WelcomeCore

@Suite struct RemoteURLTests {
    @Test(arguments: [
        ("https://cdn.example.kz/a.jpg", "https://cdn.example.kz/a.jpg"),
        ("HTTPS://CDN.Example.KZ", "https://cdn.example.kz/"),
        ("https://cdn.example.kz:443/a", "https://cdn.example.kz/a"),
        ("https://cdn.example.kz:8443/a", "https://cdn.example.kz:8443/a"),
        ("https://cdn.example.kz?x=1#part", "https://cdn.example.kz/?x=1"),
        ("https://cdn.example.kz/ф a.jpg", "https://cdn.example.kz/%D1%84%20a.jpg"),
        ("https://cdn.example.kz/a%20b\"{1,2}", "https://cdn.example.kz/a%20b%22%7B1,2%7D"),
        ("https://cdn.example.kz/a@b:80/-o", "https://cdn.example.kz/a@b:80/-o"),
        ("https://xn--80ak6aa92e.com/a", "https://xn--80ak6aa92e.com/a"),
    ])
    func spellsURLInOneWay(text: String, expected: String) {
        #expect(RemoteURL(text)?.text == expected)
    }

    @Test(arguments: [
        "http://cdn.example.kz/a", "ftp://cdn.example.kz/a", "file:///etc/passwd", "//cdn.example.kz/a",
        "cdn.example.kz", "https:/cdn.example.kz", "https:///a", "https://", "", "-o/etc/passwd",
        "https://user@cdn.example.kz/",
        "https://user:word@cdn.example.kz/", "https://cdn.example.kz:443@evil.example.kz/", "https://cdn.example.kz:/",
        "https://cdn.example.kz:0/", "https://cdn.example.kz:65536/", "https://cdn.example.kz:8443:1/",
        "https://cdn.example.kz:+443/", "https://cdn.example.kz\\@evil.example.kz/", "https://cdn.example.kz\\/a",
        "https://cdn.example.kz\t/", "https://cdn.example.kz/a\r\nX: y", "https://cdn.example.kz/\u{7F}",
        "https://cdn%2Eexample.kz/", "https://cdn..example.kz/", "https://.example.kz/", "https://cdn.example.kz./",
        "https://-cdn.example.kz/", "https://cdn-.example.kz/", "https://cdn_a.example.kz/", "https://cdn.example.k z/",
        "https://пример.kz/", "https://cdn。example.kz/", "https://ⓒdn.example.kz/", " https://cdn.example.kz/",
    ])
    func refusesWhatCouldBeReadInTwoWays(text: String) {
        #expect(RemoteURL(text) == nil)
    }

    /// Spellings that some program or other takes for 127.0.0.1, 10.0.0.1 or 169.254.169.254.
    @Test(arguments: [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0x7f.0x0.0x0.0x1",
        "10.0.0.1", "012.0.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25eth0]", "localhost", "LOCALHOST", "metadata", "a.0x7f",
        "example.1", "127.0.0.1.", "①②⑦.⓪.⓪.①",
    ])
    func takesNoAddressForAHost(host: String) {
        #expect(RemoteURL("https://\(host)/") == nil)
        #expect(MediaHost(host) == nil)
    }

    @Test func limitsLength() {
        let start = "https://cdn.example.kz/"
        let longest = start + String(repeating: "a", count: RemoteURL.maxBytes - start.utf8.count)
        #expect(RemoteURL(longest) != nil)
        #expect(RemoteURL(longest + "a") == nil)
    }
}

@Suite struct MediaHostTests {
    @Test(arguments: [
        ("cdn.example.kz", "https://cdn.example.kz/a", true),
        ("cdn.example.kz", "https://CDN.example.kz:443/a", true),
        ("cdn.example.kz", "https://cdn.example.kz:8443/a", false),
        ("cdn.example.kz", "https://example.kz/a", false),
        ("cdn.example.kz", "https://a.cdn.example.kz/a", false),
        ("cdn.example.kz", "https://xcdn.example.kz/a", false),
        ("cdn.example.kz:8443", "https://cdn.example.kz:8443/a", true),
        ("cdn.example.kz:8443", "https://cdn.example.kz/a", false),
        ("*.example.kz", "https://cdn.example.kz/a", true),
        ("*.example.kz", "https://a.b.example.kz/a", true),
        ("*.example.kz", "https://example.kz/a", false),
        ("*.example.kz", "https://evilexample.kz/a", false),
        ("*.example.kz", "https://cdn.example.kz.evil.com/a", false),
        ("*.example.kz:8443", "https://cdn.example.kz:8443/a", true),
    ])
    func coversURL(host: String, url: String, isCovered: Bool) throws {
        let host = try #require(MediaHost(host))
        #expect(try #require(RemoteURL(url)).isCovered(by: [host]) == isCovered)
    }

    @Test(arguments: [
        "", "*", "*.", "*.kz", "kz", "a.*.kz", "**.example.kz", "https://cdn.example.kz", "cdn.example.kz/",
        "cdn.example.kz:", "cdn.example.kz:0", "cdn.example.kz:https", "CDN.example.kz", "cdn.example.kz.", "пример.kz",
        "user@cdn.example.kz", ".example.kz",
    ])
    func refusesHost(text: String) {
        #expect(MediaHost(text) == nil)
    }

    @Test func readsSettings() {
        let (settings, found) = parse("media: {fetch: mirror, hosts: [cdn.example.kz, \"*.example.org:8443\"]}")
        #expect(found.isEmpty)
        #expect(settings?.mediaFetch == .mirror)
        #expect(settings?.mediaHosts == ["cdn.example.kz", "*.example.org:8443"].compactMap { MediaHost($0) })
    }

    @Test(arguments: ["media: {fetch: mirror}", "media: {fetch: mirror, hosts: []}"])
    func demandsHostsForMirror(line: String) throws {
        let diagnostic = try #require(parse(line).diagnostics.first)
        #expect(diagnostic.code == .settingsValue)
        #expect(diagnostic.location?.line == 2)
        #expect(
            diagnostic.summary == "`fetch: mirror` needs `hosts`: nothing is fetched from a host that is not listed")
        #expect(diagnostic.fix == "hosts: [cdn.example.kz]")
    }

    @Test func namesHostThatIsNone() throws {
        let diagnostic = try #require(
            parse("media: {fetch: mirror, hosts: [cdn.example.kz, 10.0.0.1]}").diagnostics.first)
        #expect(diagnostic.summary == "`10.0.0.1` is not a host's name in lower-case ASCII")
        #expect(diagnostic.location?.column == 48)
    }

    private func parse(_ line: String) -> (settings: SiteSettings?, diagnostics: [Diagnostic]) {
        let (settings, diagnostics) = SiteSettings.parse(
            "base_url: https://w.example.kz\n\(line)\n", file: "welcome.yml")
        return (settings, diagnostics)
    }
}
