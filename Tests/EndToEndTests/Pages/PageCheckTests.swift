import Foundation
import Testing
import WelcomeTestSupport

/// What outside checkers say of the pages; `Scripts/bootstrap --tests` fetches them.
@Suite struct PageCheckTests {
    private static func checker(_ file: String) throws -> String {
        let path = Fixtures.packageRoot.appendingPathComponent(".build/checkers/\(file)").path
        try #require(FileManager.default.fileExists(atPath: path), "run Scripts/bootstrap --tests")
        return path
    }

    /// Makes the pages once for all tests.
    private static let sites = Result { (sample: try PageSite.sample(), starter: try PageSite.starter()) }

    @Test func validatorFindsNoErrorInAnyPage() throws {
        let sites = try Self.sites.get()
        let files = try sites.sample.files() + sites.starter.files()
        #expect(files.count == 18 + 1 + 4 + 1)
        let run = try PythonTool.run(
            "check_html", [try Self.checker("vnu.jar")], input: files.joined(separator: "\n"))
        #expect(run.status == 0, "\(run.stdout)\(run.stderr)")
        #expect(run.stdout == "")
    }

    @Test(arguments: ["light", "dark"], ["base", "panels", "laminate", "shop"])
    func axeFindsNoBarrierOnASmallScreen(scheme: String, theme: String) throws {
        let sites = try Self.sites.get()
        let site = theme == "shop" ? sites.starter : sites.sample
        let pages = try site.pages(of: theme) + ["404.html"]
        #expect(pages.count == (theme == "shop" ? 4 : 6) + 1)
        let run = try PythonTool.run(
            "check_accessibility", [try Self.checker("axe.min.js"), site.folder, scheme],
            input: pages.joined(separator: "\n"))
        #expect(run.status == 0, "\(run.stdout)\(run.stderr)")
    }

    @Test func pagesFitIntoTheFirstFlight() throws {
        let sites = try Self.sites.get()
        for file in try sites.sample.files() + sites.starter.files() {
            let packed = try ProgramRun.run("/bin/gzip", ["-9", "-c", file]).output.count
            #expect((100...14_336).contains(packed), "\(file): \(packed) bytes")
        }
    }

    // MARK: The checkers themselves

    @Test func validatorNoticesErrors() throws {
        let site = try SiteFolder()
        try site.write("<!DOCTYPE html><html lang=\"kz\"><title></title><img src=\"/a.jpg\">", to: "bad.html")
        let run = try PythonTool.run("check_html", [try Self.checker("vnu.jar")], input: site.absolute("bad.html"))
        #expect(run.status == 1)
        #expect(run.stdout.split(separator: "\n").count == 3, "\(run.stdout)\(run.stderr)")
    }

    @Test(arguments: [("light", "#767676", 0), ("light", "#777777", 1), ("dark", "#767676", 1), ("dark", "#777777", 0)])
    func axeNoticesWhatCannotBeReadInAScheme(scheme: String, colour: String, status: Int32) throws {
        let site = try SiteFolder()
        try site.write(
            """
            <!DOCTYPE html><html lang="ru"><title>Т</title><style>body { color: \(colour); background: #fff; }
            @media (prefers-color-scheme: dark) { body { background: #050505; } }</style>
            <main><h1>Заголовок</h1><p>Текст</p></main></html>
            """, to: "page.html")
        let run = try PythonTool.run(
            "check_accessibility", [try Self.checker("axe.min.js"), site.path, scheme], input: "page.html")
        #expect(run.status == status, "\(run.stdout)\(run.stderr)")
        #expect(run.stdout.contains("color-contrast") == (status == 1))
    }
}
