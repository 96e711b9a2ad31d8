import Foundation
import Testing
import WelcomeTestSupport

/// Voice, pictures and documents.
@Suite struct AssetServingTests {
    @Test func givesEveryAssetItsType() throws {
        let served = try ServedSite()
        for (ending, type) in ServedSite.types {
            let answer = try served.server.get(ServedSite.asset(ending), ["Accept-Encoding": "gzip"])
            #expect(answer.status == 200)
            #expect(answer["content-type"] == type)
            #expect(answer["x-content-type-options"] == "nosniff")
            #expect(answer["cache-control"] == "public, max-age=31536000, immutable")
            #expect(answer["content-encoding"] == nil)
            #expect(answer.body == ServedSite.sound)
        }
    }

    @Test(arguments: [("bytes=0-1", 0, 2), ("bytes=990-", 990, 10), ("bytes=-5", 995, 5), ("bytes=10-2000", 10, 990)])
    func givesPartsToPlayers(range: String, start: Int, count: Int) throws {
        let answer = try ServedSite().server.get(ServedSite.asset("ogg"), ["Range": range])
        #expect(answer.status == 206)
        #expect(answer["content-range"] == "bytes \(start)-\(start + count - 1)/1000")
        #expect(answer["content-type"] == "audio/ogg")
        #expect(answer.body == ServedSite.sound[start..<start + count])
    }

    @Test func refusesAPartBehindTheEnd() throws {
        let answer = try ServedSite().server.get(ServedSite.asset("ogg"), ["Range": "bytes=1000-"])
        #expect(answer.status == 416)
        #expect(answer["content-range"] == "bytes */1000")
    }

    @Test func saysThatAnAssetIsUnchanged() throws {
        let served = try ServedSite()
        let first = try served.server.get(ServedSite.asset("jpg"))
        let tag = try #require(first["etag"])
        let date = try #require(first["last-modified"])
        for header in [["If-None-Match": tag], ["If-Modified-Since": date]] {
            let answer = try served.server.get(ServedSite.asset("jpg"), header)
            #expect(answer.status == 304)
            #expect(answer.body.isEmpty)
        }
    }

    @Test func answersHeadWithTheSize() throws {
        let answer = try ServedSite().server.send(HTTPRequest(ServedSite.asset("pdf"), method: "HEAD"))
        #expect(answer.status == 200)
        #expect(answer["content-length"] == "1000")
        #expect(answer.body.isEmpty)
    }

    @Test func servesNothingElseBesideTheAssets() throws {
        let served = try ServedSite()
        let name = "00112233445566778899aabbccddeeff"
        for path in ["\(name).html", "\(name).svg", "\(name)", "notes.txt", "0011.ogg", "\(name).OGG", ".\(name).ogg"] {
            try served.site.write("x", to: "output/site/a/\(path)")
            let answer = try served.server.get("/a/\(path)")
            #expect(answer.status == 404, "\(path)")
            #expect(answer["cache-control"] == "private, no-store")
        }
    }

    @Test func doesNotLetA404BeCached() throws {
        let answer = try ServedSite().server.get("/a/ffffffffffffffffffffffffffffffff.ogg")
        #expect(answer.status == 404)
        #expect(answer["cache-control"] == "private, no-store")
    }
}
