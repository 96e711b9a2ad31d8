import Foundation
import Testing
import WelcomeTestSupport

/// Values, file names and texts that try to steer a terminal or to command the runner of a workflow.
@Suite struct TerminalSafetyTests {
    private static let hostile =
        "x\n::warning title=pwned::y\r\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\u{85}\u{202E}\u{2066}\u{200F}\u{2028}\u{7F}\t z"

    /// The scalars of `text` that something could obey.
    private func active(in text: String) -> [String] {
        text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 10: false
            case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
            default: false
            }
        }.map { String($0.value, radix: 16) }
    }

    private func expectHarmless(_ run: ProgramRun, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for text in [run.stdout, run.stderr] {
            #expect(active(in: text).isEmpty, "\(what): \(active(in: text))", sourceLocation: sourceLocation)
            for line in text.split(separator: "\n") where line.drop(while: { $0 == " " }).hasPrefix("::") {
                #expect(
                    !line.contains("pwned") || line.hasPrefix("::error ") || line.hasPrefix("::warning file="),
                    "\(what): \(line)", sourceLocation: sourceLocation)
                #expect(!line.drop(while: { $0 == " " }).hasPrefix("::warning title=pwned"), "\(what)")
            }
        }
    }

    private func hostileSite() throws -> SiteFolder {
        let hostile = Self.hostile
        let site = try SiteFolder.tenants(
            themes: [
                [
                    "tenant": hostile, "locale": "ru",
                    "images": "[\"media/a\(hostile.replacingOccurrences(of: "\u{7F}", with: ""))\"]"
                        .replacingOccurrences(of: "\n", with: "\\n"),
                    "voice": "media/\(hostile)", "title": hostile,
                ],
                [
                    "message": "\(hostile)\n{{url}}",
                    "markdown": "# {{\(hostile)}}\n\n[a](\(hostile)) ![b](media/\(hostile))",
                ],
            ],
            tenants: [
                [
                    "id": hostile, "name": hostile, "locale": hostile, "region": hostile, "channel": hostile,
                    "timezone": hostile,
                ],
                ["id": "default", "phone": hostile, "base_url": hostile, "theme": hostile],
            ])
        try site.write(
            "\(hostile): \(hostile)\n", to: "themes/bad\(hostile.replacingOccurrences(of: "/", with: ""))/theme.yml")
        return site
    }

    @Test(arguments: ["text", "json", "github"])
    func diagnosticsAreHarmlessInEveryForm(format: String) throws {
        let site = try hostileSite()
        for command in ["check", "build"] {
            let run = try WelcomeBinary.run(
                [command, "--now", SiteFolder.now, "--format", format, "-v"], directory: site.path)
            #expect(run.status != 0)
            #expect(!(run.stdout + run.stderr).isEmpty)
            expectHarmless(run, "\(command) \(format)")
        }
    }

    /// Texts of theme files and the names of files, which the settings let through.
    @Test(arguments: ["text", "json", "github"])
    func themeFilesAreHarmless(format: String) throws {
        let site = try SiteFolder.shop()
        let name = Self.hostile.replacingOccurrences(of: "/", with: "")
        try site.write(
            "extends: base\n\"\(name.replacingOccurrences(of: "\n", with: "\\n"))\": 1\n", to: "themes/shop/theme.yml")
        try site.write(
            SiteFolder.shopText + "\n\t{{lead.\u{1B}]0;x\u{7}}} {{lead.ctiy}} \u{202E}\u{9B}m\n",
            to: "themes/shop/ru.md")
        try site.write("x", to: "themes/shop/media/\(name)")
        try site.write("x", to: "themes/\(name)/theme.yml")
        let leads = SiteFolder.twoLeads + [["id": "h", "theme": name, "voice": "media/\(name)", "created_at": name]]
        try site.writeLeads(leads)
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now, "--format", format], directory: site.path)
        #expect(run.status == 1 || run.status == 3, "\(run.status)")
        expectHarmless(run, format)
    }

    @Test func everyCommandIsHarmless() throws {
        let site = try SiteFolder.shop()
        let hostile = Self.hostile
        try site.replace(
            "name: Магазин",
            with:
                "name: \"\(hostile.replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\u{1B}", with: "\\e").replacingOccurrences(of: "\u{7}", with: "\\a").replacingOccurrences(of: "\r", with: "\\r").replacingOccurrences(of: "\u{7F}", with: "\\x7f").replacingOccurrences(of: "\u{9B}", with: "\\x9b").replacingOccurrences(of: "\u{85}", with: "\\N"))\"",
            in: "welcome.yml")
        try site.writeLeads(
            SiteFolder.twoLeads + [
                [
                    "id": hostile, "name": hostile, "city": hostile, "theme": "shop", "phone": "+77011234599",
                    "channel_address": hostile, "note": hostile,
                ]
            ])
        let build = try WelcomeBinary.run(["build", "--now", SiteFolder.now, "--json", "-v"], directory: site.path)
        #expect(build.status == 0 || build.status == 3, "\(build.stderr)")
        expectHarmless(build, "build")
        let commands = [
            ["check"], ["explain", hostile], ["explain", hostile, "--json"], ["explain", hostile, "--curl"],
            ["explain", "nobody\(hostile)"], ["verify", "https://w.example.kz/\(hostile)"], ["keys", "list"],
            ["keys", "list", "--json"], ["prune"], ["nginx"], ["revoke", hostile], ["revoke", "nobody\(hostile)"],
            ["forget", hostile], ["build", "--leads", "none\(hostile)"], ["build", "--themes", "none\(hostile)"],
            ["build", "--output", "\(hostile)/x"],
        ]
        for command in commands {
            let clock = ["verify", "explain", "build", "check", "keys", "prune", "revoke", "forget"].contains(
                command[0])
            let run = try WelcomeBinary.run(
                command + (clock ? ["--now", SiteFolder.now] : []), directory: site.path)
            #expect(run.status != 64, "\(command[0]): \(run.stderr)")
            expectHarmless(run, command[0])
        }
    }

    /// What is shown says what was there, and JSON says the same as before.
    @Test func showsWhatItEscapes() throws {
        let site = try SiteFolder.shop()
        try site.replace(
            "{{#lead.city}}\nВаш", with: "{{#lead.city}}\n{{lead.ctiy}} \u{1B}]0;x\u{7}", in: "themes/shop/ru.md")
        let text = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect(text.stderr.contains(#"  13 | {{lead.ctiy}} \u{1b}]0;x\u{7} город"#), "\(text.stderr)")
        let json = try WelcomeBinary.run(
            ["build", "--now", SiteFolder.now, "--format", "json"], directory: site.path)
        struct Finding: Decodable { var excerpt: String }
        let diagnostic = try JSONDecoder().decode(Finding.self, from: json.errors)
        #expect(diagnostic.excerpt.hasPrefix("{{lead.ctiy}} \u{1B}]0;x\u{7} город"))
    }
}
