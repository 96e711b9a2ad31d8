import Foundation
import Testing
import WelcomeTestSupport

/// The pages as people open them: in a real browser, in every size, scheme and language, with and without script.
@Suite(.serialized) struct PageMatrixTests {
    @Test(arguments: BrowsedSite.themes, BrowsedSite.locales)
    func pageHoldsInEverySizeAndScheme(theme: String, locale: String) throws {
        let lead = "\(theme)-\(locale)"
        try expectNoProblems { site in
            [
                .init(name: lead, url: try site.url(lead), drive: ["photograph", "focus"]),
                .init(name: "\(lead)-plain", url: try site.url(lead), script: false, drive: ["look"]),
                .init(name: "\(lead)-nameless", url: try site.url("\(lead)-nameless"), drive: ["look"]),
            ]
        }
    }

    @Test(arguments: BrowsedSite.partialThemes.keys.sorted())
    func pageHoldsWithoutSomeOfItsPieces(theme: String) throws {
        try expectNoProblems { site in
            [
                .init(name: theme, url: try site.url("\(theme)-ru"), drive: ["photograph", "focus"]),
                .init(
                    name: "\(theme)-plain", url: try site.url("\(theme)-ru-nameless"), script: false, drive: ["look"]),
            ]
        }
    }

    @Test(arguments: [
        ("panels", ["player", "gallery"]), ("laminate", ["player", "gallery"]), ("many", ["gallery"]),
        ("priced", ["gallery"]),
    ])
    func voiceAndPicturesWorkByMouseKeyboardAndAddress(theme: String, actions: [String]) throws {
        try expectNoProblems { [.init(name: "\(theme)-driven", url: try $0.url("\(theme)-ru"), drive: actions)] }
    }

    @Test func voiceAndPicturesWorkWithoutScript() throws {
        try expectNoProblems { site in
            let url = try site.url("panels-ru")
            return [.init(name: "panels-unscripted", url: url, script: false, drive: ["focus", "player", "links"])]
        }
    }

    private func expectNoProblems(_ makeCases: (BrowsedSite) throws -> [BrowsedSite.Case]) throws {
        let site = try BrowsedSite()
        let cases = try makeCases(site)
        let diagnostics = try site.browse(cases)
        #expect(diagnostics.map(\.name) == cases.map(\.name))
        for diagnostic in diagnostics { #expect(diagnostic.problems == [], "\(diagnostic.name)") }
        print("pictures of \(cases[0].name): \(BrowsedSite.screenshots)")
    }
}
