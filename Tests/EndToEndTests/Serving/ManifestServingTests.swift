import Foundation
import Testing
import WelcomeTestSupport

/// The manifest over the network: for those in the password file, and for nobody where there is none.
@Suite struct ManifestServingTests {
    private func served(isOffered: Bool = true) throws -> ServedSite {
        let users = try SiteFolder(themes: [])
        let hash = try ProgramRun.run("/usr/bin/openssl", ["passwd", "-apr1", "reader pass"])
        try users.write("n8n:\(hash.stdout)", to: "users")
        return try ServedSite(.html, isOffered ? ["--manifest-users", users.absolute("users")] : [], keeping: users)
    }

    private let authorization = ["Authorization": "Basic " + Data("n8n:reader pass".utf8).base64EncodedString()]

    @Test func givesThePointerAndItsFilesAsTheyLie() throws {
        let served = try served()
        let files = try served.site.published().manifestFiles()
        #expect(files.count == 2)
        for (name, content) in files {
            let answer = try served.server.get("/manifest/\(name)", authorization)
            #expect(answer.status == 200, "\(name)")
            #expect(answer.body == content)
            #expect(answer["cache-control"] == "private, no-store")
            #expect(answer["content-encoding"] == nil)
        }
        #expect(try served.server.get("/manifest/manifest.json", authorization)["content-type"] == "application/json")
    }

    @Test func asksForAPassword() throws {
        let served = try served()
        let wrong = ["Authorization": "Basic " + Data("n8n:guess".utf8).base64EncodedString()]
        for headers in [[:], wrong] {
            for name in try served.site.published().manifestFiles().keys {
                let answer = try served.server.get("/manifest/\(name)", headers)
                #expect(answer.status == 401)
                #expect(answer["www-authenticate"] == "Basic realm=\"welcome manifest\"")
                #expect(!answer.text.contains("tenant"))
            }
        }
    }

    @Test(arguments: [
        "ledger.db", "rejects.ndjson", "last-build.json", "../keys.yml", "site/404.html", "", ".lock",
        "manifest-x.json", "manifest.ndjson", "manifest-/../ledger.db", "manifest.json/", "manifest-%2e%2e.ndjson",
        "manifest-none.ndjson",
    ])
    func givesNothingElseOfTheOutputFolder(name: String) throws {
        let answer = try served().server.get("/manifest/\(name)", authorization)
        #expect(answer.status == 404)
        #expect(answer.text.contains("Сілтеме ашылмады"))
    }

    @Test func limitsGuessesOfThePassword() throws {
        let served = try served()
        let answers = try served.server.send((0..<60).map { _ in HTTPRequest("/manifest/manifest.json") })
        #expect(answers.prefix(40).allSatisfy { $0.status == 401 })
        #expect(answers.contains { $0.status == 429 })
    }

    @Test func offersNothingUnlessAsked() throws {
        let served = try served(isOffered: false)
        #expect(try served.server.get("/manifest/manifest.json", authorization).status == 404)
    }
}
