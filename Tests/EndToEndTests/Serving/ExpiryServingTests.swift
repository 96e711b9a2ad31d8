import Foundation
import Testing
import WelcomeTestSupport

/// With the script, a link ends on its day, whether or not a build has removed the page.
@Suite(.enabled(if: NginxServer.hasScripts)) struct ExpiryServingTests {
    /// The last three characters of a code: the day in Crockford's base 32, most significant first.
    static func letters(ofDay day: Int) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String([10, 5, 0].map { alphabet[day >> $0 & 31] })
    }

    /// Where a test may write the script.
    static func scriptPath() throws -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("welcome-njs-\(UUID().uuidString).js").path
    }

    private static var today: Int { Int(Date().timeIntervalSince1970 / 86_400) }

    @Test func answers410FromTheDayAfterTheLastOne() throws {
        let script = try Self.scriptPath()
        // Nothing depends on the file being gone.
        defer { try? FileManager.default.removeItem(atPath: script) }
        let served = try ServedSite(.html, ["--njs", script])
        var day = Self.today
        var statuses: [String: Int] = [:]
        repeat {
            day = Self.today
            let days = [
                "yesterday": day - 1, "today": day, "tomorrow": day + 1, "first day": 0, "last day": 32766,
                "never": 32767,
            ]
            for (name, number) in days {
                let code = "abcdefgh012345670\(Self.letters(ofDay: number))"
                let absent = "b\(code.dropFirst())"
                try served.site.write("<!DOCTYPE html><title>x</title>", to: "output/site/p/ab/\(code).html")
                statuses[name] = try served.server.get("/\(code)").status
                statuses["\(name), no page"] = try served.server.get("/\(absent)").status
            }
        } while day != Self.today
        #expect(
            statuses == [
                "yesterday": 410, "today": 200, "tomorrow": 200, "first day": 410, "last day": 200, "never": 200,
                "yesterday, no page": 410, "today, no page": 404, "tomorrow, no page": 404, "first day, no page": 410,
                "last day, no page": 404, "never, no page": 404,
            ])
    }

    @Test func showsThePageForLinksThatLeadNowhere() throws {
        let served = try ServedSite(.html, ["--njs", try Self.scriptPath()])
        let answer = try served.server.get("/00000000000000000\(Self.letters(ofDay: 20_000))")
        #expect(answer.status == 410)
        #expect(answer.text == (try served.site.text("output/site/404.html")))
        #expect(try served.server.get("/else").status == 404)
        #expect(try served.server.get("/00000000000000000\(Self.letters(ofDay: 20_000))/").status == 404)
    }

    @Test func servesWithoutTheScriptUntilABuildRemovesThePage() throws {
        let served = try ServedSite()
        let code = "abcdefgh012345670\(Self.letters(ofDay: Self.today - 1))"
        try served.site.write("<!DOCTYPE html><title>x</title>", to: "output/site/p/ab/\(code).html")
        #expect(try served.server.get("/\(code)").status == 200)
        try served.site.remove("output/site/p/ab/\(code).html")
        #expect(try served.server.get("/\(code)").status == 404)
    }
}
