import Foundation
import Testing
import WelcomeTestSupport

/// `welcome verify` answers for a link in whatever state it reaches us.
@Suite struct VerifyTests {
    /// Ways in which a link is written down or mistyped.
    static let spellings: [@Sendable (String) -> String] = [
        { $0 }, { "https://w.example.kz/\($0)" }, { "https://w.example.kz/\($0)/" }, { "w.example.kz/\($0)" },
        { "https://w.example.kz/\($0)?utm_source=x#top" }, { $0.uppercased() }, { "\($0)." }, { "(\($0))," },
        { "«\($0)»" }, { " \($0) " }, { $0.prefix(10) + "-" + $0.suffix(10) },
        { $0.replacingOccurrences(of: "0", with: "o") }, { $0.replacingOccurrences(of: "0", with: "O") },
        { $0.replacingOccurrences(of: "1", with: "l") }, { $0.replacingOccurrences(of: "1", with: "I") },
        { $0.replacingOccurrences(of: "0", with: "О") }, { $0.replacingOccurrences(of: "a", with: "а") },
        { $0.replacingOccurrences(of: "e", with: "Е") }, { $0.replacingOccurrences(of: "x", with: "х") },
        { $0.replacingOccurrences(of: "c", with: "с").replacingOccurrences(of: "p", with: "р") },
    ]

    @Test(arguments: spellings.indices) func knowsALinkHoweverItIsWritten(index: Int) throws {
        let site = try SiteFolder.builtShop()
        let code = try #require(try site.published().line("a1")).code
        let run = try site.run("verify", "--", Self.spellings[index](code))
        #expect(run.status == 0, "\(run.stdout)\(run.stderr)")
        #expect(run.stdout.hasPrefix("valid until 2027-01-30"))
        #expect(run.stdout.contains(code) == run.stdout.contains("mistyped"))
    }

    @Test(arguments: [
        "", "abc", "https://w.example.kz/", "00000000000000000zzy", "ййййййййййййййййййй", "0000000000000000000u",
    ])
    func refusesWhatIsNotOurs(link: String) throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot()
        let run = try site.run("verify", link)
        #expect(run.status == 1 && run.stdout.hasPrefix("not ours: "))
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func tellsEveryChangedDigitFromTheLink() throws {
        let site = try SiteFolder.builtShop()
        let code = Array(try #require(try site.published().line("a1")).code)
        for index in code.indices {
            var other = code
            other[index] = other[index] == "7" ? "8" : "7"
            #expect(try site.run("verify", String(other)).stdout.hasPrefix("not ours"))
        }
    }
}
