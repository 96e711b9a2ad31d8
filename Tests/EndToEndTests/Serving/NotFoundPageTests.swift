import Foundation
import Testing
import WelcomeTestSupport

/// The page for addresses that lead nowhere, in a real browser.
@Suite struct NotFoundPageTests {
    private static let code = "0123456789abcdefhkmt"

    /// What becomes of a link on its way through hands, keyboards and chats.
    static let deformations = [
        "0123456789ABCDEFHKMT", "0123456789Abcdefhkmt", "O123456789abcdefhkmt", "o123456789abcdefhkmt",
        "0i23456789abcdefhkmt", "0I23456789abcdefhkmt", "0l23456789abcdefhkmt", "0L23456789ABCDEFHKMT",
        "О123456789abcdefhkmt", "0123456789аbcdеfhkmt", "0123456789АВСDЕFНКМТ", "0123456789аbсdеfнкмт",
        "0І23456789abcdefhkmt", "0123456789abcdefhkmt.", "0123456789abcdefhkmt,", "0123456789abcdefhkmt)",
        "0123456789abcdefhkmt]", "0123456789abcdefhkmt»", "«0123456789abcdefhkmt»", "0123456789abcdefhkmt\"",
        "'0123456789abcdefhkmt'", "“0123456789abcdefhkmt”", "0123456789abcdefhkmt...", "0123456789abcdefhkmt…",
        "0123456789abcdefhkmt!", "0123456789abcdefhkmt/", "/0123456789abcdefhkmt", "01234-56789-abcde-fhkmt",
        "01234_56789_abcde_fhkmt", "01234%2056789%20abcde fhkmt", "0123456789abcdefhkmt%C2%A0",
        "0123456789abc%C2%ADdefhkmt", "0123456789abcdef%E2%80%8Bhkmt", "0123456789abcdefhkmt%29.",
        "0123456789abcdefhkmt%3E", "*0123456789abcdefhkmt*",
    ]

    /// What is no link, or one that is right already: nothing may happen.
    static let others = [
        "zzzzzzzzzzzzzzzzzzzz", "ZZZZZZZZZZZZZZZZZZZ", "", "0123456789abcdefhkm", "0123456789abcdefhkmtt",
        "жжжжжжжжжжжжжжжжжжжж", "index.html", "%FF%FE", "p/01/0123456789abcdefhkmt.html",
    ]

    /// Where the browser ended.
    struct Arrival: Decodable {
        var url: String
        var title: String
        var log: [String]
    }

    private struct Link: Encodable {
        var url: String
        var expected: String
    }

    private func follow(_ links: [Link]) throws -> [Arrival] {
        let lines = try links.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        let run = try PythonTool.run("follow_links", [], input: lines.joined())
        #expect(run.status == 0, "\(run.stderr)")
        return try run.output.split(separator: 10).map { try JSONDecoder().decode(Arrival.self, from: $0) }
    }

    /// The complaints of a browser that are not about the missing page itself.
    private func complaints(_ arrival: Arrival) -> [String] {
        arrival.log.filter { !$0.contains("the server responded with a status of 404") }
    }

    @Test func mendsMistypedLinks() throws {
        let served = try ServedSite()
        try served.site.write(
            "<!DOCTYPE html><title>Ваша страница</title>", to: "output/site/p/01/\(Self.code).html")
        let page = "\(served.server.origin)/\(Self.code)"
        let arrivals = try follow(
            Self.deformations.map { Link(url: "\(served.server.origin)/\($0)", expected: page) })
        #expect(arrivals.count == Self.deformations.count)
        for (deformation, arrival) in zip(Self.deformations, arrivals) {
            #expect(arrival.url == page, "\(deformation)")
            #expect(arrival.title == "Ваша страница", "\(deformation)")
            #expect(complaints(arrival) == [], "\(deformation)")
        }
    }

    @Test func leavesOtherAddressesAlone() throws {
        let served = try ServedSite()
        let links = Self.others.map { "\(served.server.origin)/\($0)" }
        let arrivals = try follow(links.map { Link(url: $0, expected: URL(string: $0)?.absoluteString ?? $0) })
        for (link, arrival) in zip(links, arrivals) {
            #expect(arrival.url == URL(string: link)?.absoluteString ?? link)
            #expect(arrival.title == "Сілтеме ашылмады · Ссылка не открылась")
            #expect(complaints(arrival) == [])
        }
    }

    @Test func goesToAMendedLinkOnceEvenIfThereIsNoPage() throws {
        let served = try ServedSite()
        let mended = "\(served.server.origin)/\(Self.code)"
        let arrivals = try follow([Link(url: "\(served.server.origin)/\(Self.code.uppercased()).", expected: mended)])
        #expect(arrivals.map(\.url) == [mended])
        let access = try #require(try served.server.logs()["access"])
        #expect(access.components(separatedBy: "\"GET /0123... ").count == 3)
    }

    @Test func isCorrectAndAsksForNothingElse() throws {
        let site = try SiteFolder.builtShop()
        let run = try PythonTool.run("html_errors", [site.absolute("output/site/404.html")])
        #expect(run.status == 0, "\(run.stdout)")
        let html = try site.text("output/site/404.html")
        for text in ["lang=\"kk\"", "lang=\"ru\"", "lang=\"en\"", "WhatsApp", "name=\"robots\" content=\"noindex\""] {
            #expect(html.contains(text), "\(text)")
        }
        for text in ["http:", "https:", "src=", "href=", "url(", "@import", " on", "style=\""] {
            #expect(!html.contains(text) || text == " on" && html.firstMatch(of: /\son[a-z]+=/) == nil, "\(text)")
        }
        let kazakh = try #require(html.range(of: "Сілтеме ашылмады</h1>"))
        let russian = try #require(html.range(of: "Ссылка не открылась</h2>"))
        #expect(kazakh.lowerBound < russian.lowerBound)
        #expect(html.utf8.count < 6_000)
    }

    @Test func isWrittenByEveryBuildThatFindsAnotherOne() throws {
        let site = try SiteFolder.builtShop()
        let path = "output/site/404.html"
        let html = try site.text(path)
        let before = try site.snapshot(of: "output/site").files["404.html"]
        #expect(try site.build().status == 0)
        #expect(try site.snapshot(of: "output/site").files["404.html"] == before)

        for arguments in [[], ["--lead", "a1"]] {
            try site.write("old", to: path)
            let run = try WelcomeBinary.run(["build", "--site", site.path, "--now", SiteFolder.now] + arguments)
            #expect(run.status == 0, "\(run.stderr)")
            #expect(try site.text(path) == html)
            try site.remove(path)
            #expect(try site.build("--lead", "a2").status == 0)
            #expect(try site.text(path) == html)
        }
    }
}
