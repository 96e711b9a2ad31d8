import Foundation
import Testing
import WelcomeTestSupport

/// Pages as clients of every kind get them.
@Suite struct PageServingTests {
    @Test(arguments: ServedSite.Store.allCases, ["gzip", "identity"])
    func servesAPageWholeInEitherEncoding(store: ServedSite.Store, encoding: String) throws {
        let built = try SiteFolder.builtShop()
        let expected = try built.published().html(try #require(try built.published().line("a1")))
        let served = try ServedSite(store)
        let answer = try served.server.get(try served.page("a1"), ["Accept-Encoding": encoding])
        #expect(answer.status == 200)
        #expect(answer.isWhole)
        #expect(answer["content-type"] == "text/html; charset=utf-8")
        #expect(answer["content-encoding"] == (encoding == "gzip" ? "gzip" : nil))
        #expect(answer["vary"] == "Accept-Encoding")
        #expect(answer.text == expected)
    }

    @Test(arguments: ServedSite.Store.allCases) func answersHeadWithoutABody(store: ServedSite.Store) throws {
        let served = try ServedSite(store)
        for encoding in ["gzip", "identity"] {
            let answer = try served.server.send(
                HTTPRequest(try served.page("a1"), method: "HEAD", headers: ["Accept-Encoding": encoding]))
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer["content-type"] == "text/html; charset=utf-8")
        }
    }

    @Test(arguments: ServedSite.Store.allCases) func neverSaysThatAPageIsUnchanged(store: ServedSite.Store) throws {
        let served = try ServedSite(store)
        let page = try served.page("a1")
        let answers = try served.server.send([
            HTTPRequest(page), HTTPRequest(page, headers: ["If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"]),
            HTTPRequest(page, headers: ["If-None-Match": "\"6b03e4f4-bb8\""]),
            HTTPRequest(page, headers: ["Range": "bytes=0-9"]),
        ])
        for answer in answers {
            #expect(answer.status == 200)
            #expect(answer["etag"] == nil)
            #expect(answer["last-modified"] == nil)
            #expect(answer["cache-control"] == "private, no-store")
            #expect(answer.text.hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test func ignoresWhatAppsAddToALink() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        for target in ["\(page)?fbclid=abc", "\(page)?", "\(page)?a=/p/3h/x.html&b=..", "http://w.example.kz\(page)"] {
            #expect(try served.server.get(target).status == 200, "\(target)")
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
    func refusesToChangeAnything(method: String) throws {
        let served = try ServedSite()
        for target in [try served.page("a1"), ServedSite.asset("ogg"), "/", "/404.html"] {
            let answer = try served.server.send(
                HTTPRequest(target, method: method, headers: ["Content-Length": "0"]))
            #expect(answer.status == 405)
            #expect(answer["allow"] == "GET, HEAD")
        }
    }

    @Test func forgetsARemovedPageAndKnowsANewOneAtOnce() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        let path = try served.site.published().pagePath(try #require(try served.site.published().line("a1")))
        for _ in 0..<3 {
            #expect(try served.server.get(page).status == 200)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
            #expect(try served.server.get(page).status == 404)
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        }
    }

    @Test func followsNoSymbolicLink() throws {
        let served = try ServedSite()
        let code = "0000000000000000zzzz"
        try served.site.createDirectory("output/site/p/00")
        try FileManager.default.createSymbolicLink(
            atPath: served.site.absolute("output/site/p/00/\(code).html"),
            withDestinationPath: served.site.absolute("welcome.yml"))
        #expect(try served.server.get("/\(code)").status == 404)
    }
}
