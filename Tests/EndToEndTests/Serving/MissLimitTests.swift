import Foundation
import Testing
import WelcomeTestSupport

/// What is asked for in vain is limited; what is there is not.
@Suite struct MissLimitTests {
    @Test func servesALinkAfterEveryBeginningOfItWasAskedFor() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        // A phone asks for what was typed so far, for each character of the link.
        let beginnings = (1...20).map { HTTPRequest(String(page.prefix($0))) }
        for _ in 0..<2 {
            let statuses = try served.server.send(beginnings + [HTTPRequest(page)]).map(\.status)
            #expect(statuses == Array(repeating: 404, count: 20) + [200])
        }
    }

    @Test func limitsMissesByAddressAndNeverAPage() throws {
        let served = try ServedSite()
        let page = try served.page("a1")
        let misses = (0..<120).map { HTTPRequest("/\(page.dropFirst().prefix(10))\($0)", from: "127.0.3.1") }
        let hits = (0..<60).map { _ in HTTPRequest(page, from: "127.0.3.1") }
        let assets = (0..<60).map { _ in HTTPRequest(ServedSite.asset("ogg"), from: "127.0.3.1") }

        let statuses = try served.server.send(misses).map(\.status)
        #expect(statuses.prefix(41).allSatisfy { $0 == 404 })
        #expect(statuses.count { $0 == 429 } >= 40)
        #expect(Set(statuses) == [404, 429])
        #expect(try served.server.send(hits + assets).allSatisfy { $0.status == 200 })
        #expect(try served.server.send(HTTPRequest("/0000000000000000zzzz", from: "127.0.3.2")).status == 404)
    }

    @Test(arguments: ["/0000000000000000zzzz", "/a/ffffffffffffffffffffffffffffffff.jpg", "/p/00/", "/404.html"])
    func limitsMissesOfEveryKind(target: String) throws {
        let served = try ServedSite()
        let statuses = try served.server.send((0..<60).map { _ in HTTPRequest(target) }).map(\.status)
        #expect(statuses.first == 404)
        #expect(statuses.contains(429))
    }
}
