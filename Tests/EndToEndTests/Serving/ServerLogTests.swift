import Foundation
import Testing
import WelcomeTestSupport

/// A link is in no log, whoever put it wherever into a request.
@Suite struct ServerLogTests {
    @Test func logsNoMoreThanFourCharactersOfALink() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        let code = String(page.dropFirst())
        let targets = [
            page, "\(page)?utm=\(code)", "/\(page)", "\(page)/", "\(page).", "/p/\(code.prefix(2))\(page).html",
            "/?\(code)", "/a\(page).ogg", "/a/\(code)/\(code)", "/\(code.uppercased())", "/%33\(code.dropFirst())",
            "/%20\(code)", "/\(code)\(code)", "http://w.example.kz\(page)", "/\(code.prefix(19))", "/x\(code)",
            "/a/00112233445566778899aabbccddeeff.ogg?\(code)", "/\(code)%00", "/favicon.ico?\(code)", "/%FF\(code)",
        ]
        let headers = [
            [:], ["Referer": "https://w.example.kz\(page)"], ["Referer": "https://w.example.kz/?\(code)"],
            ["Referer": code], ["User-Agent": "see https://w.example.kz\(page)"], ["Range": "bytes=9-1"],
            ["Host": code], ["Host": "\(code).example"], ["Referer": "https://\(code)@x.example/"],
        ]
        let requests = targets.enumerated().flatMap { index, target in
            ["GET", "HEAD", "POST"].flatMap { method in
                headers.map { headers in
                    let sized = headers.merging(method == "POST" ? ["Content-Length": "0"] : [:]) { first, _ in first }
                    return HTTPRequest(target, method: method, headers: sized, from: "127.0.5.\(index + 1)")
                }
            }
        }
        _ = try served.server.send(requests)
        // Over the limit, where nginx by itself would write the request into its log of errors.
        _ = try served.server.send((0..<60).map { _ in HTTPRequest("/x\(page)") })

        let logs = try served.server.logs()
        for (name, log) in logs { #expect(log.hides(code), "\(name)") }
        let access = try #require(logs["access"])
        #expect(access.contains("\"GET /\(code.prefix(4))... HTTP/1.1\" 200"))
        #expect(access.contains("\"https://w.example.kz\""))
        #expect(access.contains(" 429 "))
        #expect(logs["error"] == "")
    }

    @Test func logsAssetsAndBrowsersAsTheyAre() throws {
        let served = try ServedSite()
        let browser = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
        _ = try served.server.get(ServedSite.asset("ogg"), ["User-Agent": browser, "Referer": "https://w.example.kz/"])
        let access = try #require(try served.server.logs()["access"])
        #expect(
            access.contains(
                "\"GET \(ServedSite.asset("ogg")) HTTP/1.1\" 200 1000 \"https://w.example.kz\" \"\(browser)\""))
    }
}
