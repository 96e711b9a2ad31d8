import Testing
import WelcomeTestSupport

/// The headers that protect a link are on every answer, whatever its status.
@Suite struct HeaderTests {
    /// A request, and the status that it must get.
    struct Occasion: Sendable, CustomTestStringConvertible {
        var status: Int
        var request: HTTPRequest

        var testDescription: String { "\(status)" }
    }

    static let occasions = [
        Occasion(status: 200, request: HTTPRequest("PAGE")),
        Occasion(status: 200, request: HTTPRequest("PAGE", method: "HEAD")),
        Occasion(status: 200, request: HTTPRequest("PAGE", headers: ["Accept-Encoding": "gzip"])),
        Occasion(status: 200, request: HTTPRequest(ServedSite.asset("ogg"))),
        Occasion(status: 204, request: HTTPRequest("/favicon.ico")),
        Occasion(status: 206, request: HTTPRequest(ServedSite.asset("ogg"), headers: ["Range": "bytes=0-1"])),
        Occasion(
            status: 304,
            request: HTTPRequest(ServedSite.asset("ogg"), headers: ["If-None-Match": "*"])),
        Occasion(status: 404, request: HTTPRequest("/0000000000000000zzzz")),
        Occasion(status: 404, request: HTTPRequest("/else")),
        Occasion(status: 404, request: HTTPRequest("/a/ffffffffffffffffffffffffffffffff.jpg")),
        Occasion(status: 405, request: HTTPRequest("PAGE", method: "POST", headers: ["Content-Length": "0"])),
        Occasion(status: 416, request: HTTPRequest(ServedSite.asset("ogg"), headers: ["Range": "bytes=5000-"])),
    ]

    @Test(arguments: ServedSite.Store.allCases) func sendsThemWithEveryStatus(store: ServedSite.Store) throws {
        let served = try ServedSite(store)
        let page = try served.page("a1")
        for occasion in Self.occasions {
            var request = occasion.request
            if request.target == "PAGE" { request.target = page }
            let answer = try served.server.send(request)
            #expect(answer.status == occasion.status)
            expectHeaders(answer)
        }
        let last = try #require(try served.server.send((0..<60).map { _ in HTTPRequest("/x") }).last)
        #expect(last.status == 429)
        expectHeaders(last)
    }

    @Test(.enabled(if: NginxServer.hasScripts)) func sendsThemWhenALinkHasEnded() throws {
        let served = try ServedSite(.html, ["--njs", try ExpiryServingTests.scriptPath()])
        let answer = try served.server.get("/00000000000000000\(ExpiryServingTests.letters(ofDay: 1))")
        #expect(answer.status == 410)
        expectHeaders(answer)
    }

    private func expectHeaders(_ answer: HTTPResponse) {
        let policy = answer["content-security-policy"] ?? ""
        for part in ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"] {
            #expect(policy.contains(part), "\(answer.status)")
        }
        let expected = [
            "referrer-policy": "no-referrer", "x-content-type-options": "nosniff",
            "x-robots-tag": "noindex, nofollow, noarchive", "strict-transport-security": "max-age=31536000",
            "server": "nginx",
        ]
        for (name, value) in expected {
            #expect(answer.headers.first { $0.first == name }?.last == value, "\(answer.status) \(name)")
        }
        #expect(answer["cache-control"] != nil, "\(answer.status)")
    }
}
