import Foundation
import Testing
import WelcomeTestSupport

/// Names of files as other systems write them.
@Suite struct FileNameTests {
    /// й in one character and in two.
    private static let composed = "фото-\u{439}.jpg"
    private static let decomposed = "фото-\u{438}\u{306}.jpg"

    @Test(arguments: [(composed, decomposed), (decomposed, composed), (composed, composed)])
    func findsMediaOfRowsHoweverTheirNamesAreSpelled(onDisk: String, inRow: String) throws {
        let site = try SiteFolder.shop()
        for folder in ["media", "themes/shop/media"] {
            try site.copy(Fixtures.path("media/grey.jpg"), to: "\(folder)/\(folder == "media" ? "a-" : "b-")\(onDisk)")
        }
        try site.writeLeads([
            ["id": "1", "images": ["media/a-\(inRow)"]], ["id": "2", "images": ["media/b-\(inRow)"]],
        ])
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(!run.stderr.contains("media-missing"), "\(run.stderr)")
        let published = try site.published()
        for lead in ["1", "2"] {
            let html = try published.html(#require(published.line(lead)))
            #expect(html.contains("<img"), "lead \(lead)")
        }
    }

    @Test func buildsBesideNamesThatAreNoText() throws {
        let site = try SiteFolder.shop()
        let script = #"""
            cd "$0" && mkdir -p media themes/shop/media && touch media/$'\xcf\xf0'.jpg themes/shop/media/$'\xcf\xf0'.jpg
            mkdir themes/$'\xcf\xf0'
            """#
        try #require(try ProgramRun.run("/bin/bash", ["-c", script, site.path]).status == 0)
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        // Equal diagnostics are shown together.
        #expect(run.stderr.contains("warning: the name is not UTF-8; what it names is left out [theme-file-name]"))
        #expect(run.stderr.contains("also at"), "\(run.stderr)")
        #expect(try site.published().lines.count == 2)
    }
}
