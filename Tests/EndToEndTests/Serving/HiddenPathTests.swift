import Foundation
import Testing
import WelcomeTestSupport

/// Nothing but a page's code and an asset's name leads to a file.
@Suite struct HiddenPathTests {
    /// Addresses that somebody might try; `CODE` is a live code, `SHELF` its first two characters.
    static let targets = [
        "/", "/p", "/p/", "/p/SHELF", "/p/SHELF/", "/p/SHELF/CODE.html", "/p/SHELF/CODE.html.gz", "/p/SHELF/CODE",
        "/CODE/", "/CODE.html", "/CODE.html.gz", "/CODE.", "/CODE%20", "/CODE%00", "/CODE%0a", "//CODE", "/./CODE/.",
        "/CODE/index.html", "/SHELF/CODE", "/x/CODE", "/manifest.json", "/../manifest.json", "/..%2fmanifest.json",
        "/%2e%2e/manifest.json", "/%2e%2e%2fmanifest.json", "/..%5cmanifest.json", "/..%252fmanifest.json",
        "/a/../../manifest.json", "/a/..%2f..%2fledger.db", "/%2e%2e/ledger.db", "/ledger.db", "/ledger.db-wal",
        "/rejects.ndjson", "/keys.yml", "/welcome.yml", "/leads.ndjson", "/leads.db", "/.lock", "/.git/config", "/.env",
        "/.well-known/security.txt", "/a", "/a/", "/a/.", "/a/..", "/a/../p/SHELF/CODE.html",
        "/a/%2e%2e/p/SHELF/CODE.html", "/a/..%2fp%2fSHELF%2fCODE.html", "/a/CODE.html", "/404.html",
        "/404", "/index.html", "/robots.txt", "/sitemap.xml", "/p/SHELF/../SHELF/CODE.html", "/P/SHELF/CODE.html",
        "/CODE;a", "/CODE:80", "/CODE%2ehtml", "/%2fCODE", "/\\CODE",
    ]

    @Test(arguments: ServedSite.Store.allCases) func answersHiddenPathsWith404(store: ServedSite.Store) throws {
        let served = try ServedSite(store)
        let code = String(try served.page("a1").dropFirst())
        // Some of what must stay hidden really lies there.
        for name in ["manifest.json", "ledger.db", ".git/config", ".env", "index.html", "p/index.html", "a/x.html"] {
            try served.site.write("a secret", to: "output/site/\(name)")
        }
        let requests = Self.targets.enumerated().map { index, target in
            let filled = target.replacingOccurrences(of: "CODE", with: code)
                .replacingOccurrences(of: "SHELF", with: String(code.prefix(2)))
            return HTTPRequest(filled, from: "127.0.1.\(index / 30 + 1)")
        }
        let upper = HTTPRequest("/\(code.uppercased())", from: "127.0.1.9")
        for (request, answer) in zip(requests + [upper], try served.server.send(requests + [upper])) {
            // nginx itself refuses a NUL and a way out of the root.
            let isMalformed = ["%00", "..", "%2e%2e"].contains { request.target.contains($0) }
            #expect(answer.status == 404 || isMalformed && answer.status == 400, "\(request.target): \(answer.status)")
            #expect(!answer.text.contains("a secret"), "\(request.target)")
            #expect(!answer.text.contains("Спасибо за\u{A0}заявку"), "\(request.target)")
        }
    }

    @Test func showsThePageFor404AndNoFileOfTheFolder() throws {
        let served = try ServedSite()
        let page = try served.site.text("output/site/404.html")
        for target in [
            "/0000000000000000zzzz", "/a/ffffffffffffffffffffffffffffffff.jpg", "/anything/else", "/404.html",
        ] {
            for encoding in ["gzip", "identity"] {
                let answer = try served.server.get(target, ["Accept-Encoding": encoding])
                #expect(answer.status == 404)
                #expect(answer["content-type"] == "text/html; charset=utf-8")
                #expect(answer.text == page)
            }
        }
    }

    @Test func answers404EvenBeforeTheFirstBuildMadeItsPage() throws {
        let served = try ServedSite()
        try served.site.remove("output/site/404.html")
        #expect(try served.server.get("/0000000000000000zzzz").status == 404)
        #expect(try served.server.get("/anything").status == 404)
    }

    @Test func hasNoIconAndDoesNotLogWhoAsks() throws {
        let served = try ServedSite()
        let answer = try served.server.get("/favicon.ico")
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(try served.server.logs()["access"] == "")
    }

    @Test func everyChangeOfOneCharacterOfALinkLeadsNowhere() throws {
        let served = try ServedSite()
        let code = Array(try served.page("a1").dropFirst())
        let others = Array("0123456789abcdefghjkmnpqrstvwxyzilouAZ-_")
        let changed = code.indices.flatMap { index in
            others.filter { $0 != code[index] }.map { other in
                String(code[..<index]) + String(other) + String(code[(index + 1)...])
            }
        }
        let requests = changed.enumerated().map { index, code in
            HTTPRequest("/\(code)", from: "127.0.2.\(index / 30 + 1)")
        }
        #expect(requests.count == 20 * 39)
        let found = zip(changed, try served.server.send(requests)).filter { $0.1.status != 404 }
        #expect(found.isEmpty)
        #expect(try served.server.get(try served.page("a1")).status == 200)
    }
}
