import Foundation
import Testing
import WelcomeTestSupport

/// `welcome nginx --output-check` finds what must not be public, and names no link.
@Suite struct OutputCheckTests {
    private static let code = "3h1616s4pe1nj96z0mam"

    /// Something that somebody did to the output folder.
    struct Intrusion: Sendable, CustomTestStringConvertible {
        var place: String
        var words: String
        var cause: @Sendable (SiteFolder) throws -> Void

        var testDescription: String { place }

        /// A file of some bytes.
        static func file(_ path: String, shown: String? = nil, _ words: String = "no build makes") -> Intrusion {
            Intrusion(place: shown ?? path, words: words) { try $0.write("x", to: "output/site/\(path)") }
        }

        /// Permissions of what is there.
        static func mode(_ mode: Int, of path: String, _ words: String) -> Intrusion {
            Intrusion(place: path, words: words) { site in
                if path == "site/a" { try site.createDirectory("output/site/a") }
                try site.setMode(mode, of: "output/\(path)")
            }
        }
    }

    static let intrusions = [
        Intrusion.file("index.html"), .file("404.html.bak"), .file(".env", "a hidden file"),
        .file(".git/config", shown: ".git", "a hidden folder"), .file("photos/a.jpg", shown: "photos", "a folder"),
        .file("a/ledger.db", "leads, links or keys"), .file("manifest.json", "leads, links or keys"),
        .file("p/keys.yml", "leads, links or keys"), .file("leads-2026.csv", "leads, links or keys"),
        .file("p/3h/leads.ndjson", "leads, links or keys"), .file("a/cat.jpg"),
        .file("a/00112233445566778899aabbccddeeff.html", shown: "a/0011….html"),
        .file("a/00112233445566778899aabbccddeeff.svg", shown: "a/0011….svg"),
        .file("p/\(code).html", shown: "p/3h16….html"), .file("p/zz/\(code).html", shown: "p/zz/3h16….html"),
        .file("p/3h/\(code).html.bak", shown: "p/3h/3h16….html.bak"),
        .file("p/3h/\(code.uppercased()).html", shown: "p/3h/3H16….html"),
        .file("p/3h/.\(code).html", shown: "p/3h/.3h16….html", "a hidden file"),
        .file("a/\(code)", shown: "a/3h16…"), .file("p/3h/\(code)", shown: "p/3h/3h16…"),
        .file("p/lo/x", shown: "p/lo", "a folder"), .file("bad\u{1B}[31mname", shown: "bad?[31mname"),
        Intrusion(place: "p/3h/3h16….html", words: "a symbolic link") { site in
            try site.createDirectory("output/site/p/3h")
            try FileManager.default.createSymbolicLink(
                atPath: site.absolute("output/site/p/3h/\(code).html"), withDestinationPath: site.absolute("keys.yml"))
        },
        Intrusion(place: "a/pipe.ogg", words: "a device, pipe or socket") { site in
            try site.createDirectory("output/site/a")
            _ = try ProgramRun.run("/usr/bin/mkfifo", [site.absolute("output/site/a/pipe.ogg")])
        },
        .mode(0o666, of: "site/404.html", "may change what is served"),
        .mode(0o777, of: "site", "may change what is served"), .mode(0o775, of: "site/a", "may change what is served"),
        .mode(0o644, of: "manifest.json", "its owner and group"),
        .mode(0o644, of: "rejects.ndjson", "its owner and group"),
        .mode(0o640, of: "ledger.db", "its owner may open"), .mode(0o604, of: ".lock", "its owner may open"),
    ]

    @Test(arguments: intrusions) func findsWhatMustNotBeThere(intrusion: Intrusion) throws {
        let site = try SiteFolder.builtShop()
        try intrusion.cause(site)
        let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--output-check"])
        #expect(run.status == 1)
        #expect(run.stdout == "")
        let lines = run.stderr.split(separator: "\n").filter { !$0.hasPrefix("  ") }
        #expect(lines.count == 1, "\(run.stderr)")
        #expect(run.stderr.contains("\(intrusion.place): error: "), "\(run.stderr)")
        #expect(run.stderr.contains(intrusion.words), "\(run.stderr)")
        #expect(run.stderr.contains("  fix: "))
        #expect(run.stderr.hides(Self.code))
    }

    @Test func findsKeysBelowTheOutput() throws {
        let site = try SiteFolder.builtShop()
        try site.copy(site.absolute("keys.yml"), to: "output/secret/keys.yml")
        try site.setMode(0o600, of: "output/secret/keys.yml")
        try site.write(try site.text("welcome.yml") + "keys: output/secret/keys.yml\n", to: "welcome.yml")
        let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--output-check"])
        #expect(run.status == 1)
        #expect(
            run.stderr.contains("secret/keys.yml: error: the signing keys lie in the output folder [output-exposed]"))
    }

    @Test func findsNothingInWhatABuildMade() throws {
        for site in [try SiteFolder.builtShop(), try SiteFolder.builtSample()] {
            let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--output-check"])
            #expect(run.status == 0, "\(run.stderr)")
            #expect(run.stdout == "")
        }
    }

    @Test func cannotCheckWhatWasNeverBuilt() throws {
        let site = try SiteFolder.shop()
        let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--output-check"])
        #expect(run.status == 74)
        #expect(run.stderr.contains("[output-io]"))
    }

    @Test func printsDiagnosticsForPrograms() throws {
        let site = try SiteFolder.builtShop()
        try site.write("x", to: "output/site/index.html")
        let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--output-check", "--format", "json"])
        #expect(run.status == 1)
        let diagnostic = try #require(
            try JSONSerialization.jsonObject(with: run.errors) as? [String: Any])
        #expect(diagnostic["code"] as? String == "output-exposed")
    }
}
