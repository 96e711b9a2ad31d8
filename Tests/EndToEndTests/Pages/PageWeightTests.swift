import Foundation
import Testing
import WelcomeTestSupport

/// How much a phone has to fetch before it can show a page.
@Suite struct PageWeightTests {
    /// What the first round trips of a connection carry, with room for headers.
    private static let pageLimit = 14_000
    private static let scriptLimit = 3 * 1024

    @Test(arguments: BrowsedSite.themes, BrowsedSite.locales)
    func pageWithItsStylesFitsTheFirstRoundTrips(theme: String, locale: String) throws {
        let site = try SiteFolder.builtSample()
        for line in try site.published().lines where line.theme == theme && line.locale == locale {
            guard line.page != nil else { continue }
            let run = try ProgramRun.run("/bin/gzip", ["-9", "-n", "-c", try site.published().pagePath(line)])
            #expect(run.output.count > 1000)
            #expect(run.output.count <= Self.pageLimit)
        }
    }

    @Test(arguments: ["player.js", "gallery.js"]) func scriptStaysSmall(name: String) throws {
        let path = Fixtures.packageRoot.appendingPathComponent("themes/base/assets/\(name)")
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.utf8.count <= Self.scriptLimit)
        // What WebViews of five years ago cannot read.
        for sign in ["?.", "??", "||=", "&&=", "??=", "**=", "#p"] { #expect(!text.contains(sign), "\(sign)") }
    }

    @Test func pageNamesEverythingThatIsPublishedAndNothingElse() throws {
        let site = try SiteFolder.builtSample()
        let published = Set(try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/site/a")))
        var named: Set<String> = []
        for line in try site.published().lines where line.page != nil {
            for match in try site.published().html(line).matches(of: /\/a\/([0-9a-f]{32}\.[0-9a-z]+)/) {
                named.insert(String(match.1))
            }
        }
        #expect(named == published)
        #expect(named.contains { $0.hasSuffix(".js") })
    }
}
