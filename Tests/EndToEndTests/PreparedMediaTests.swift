import Foundation
import Testing
import WelcomeTestSupport

/// The program itself with the programs of this machine: a theme with a voice in, MP3 out.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg"))) struct PreparedMediaTests {
    /// A site whose theme has a voice and what `lines` say besides.
    private func makeSite(_ lines: String = "", files: [String] = []) throws -> SiteFolder {
        let site = try SiteFolder()
        try site.writeLeads([["id": "1", "theme": "shop", "locale": "ru"]])
        let voice = "voice: {file: media/voice.ogg, transcript: Здравствуйте}"
        try site.write("title: Магазин\n\(voice)\n\(lines)", to: "themes/shop/theme.yml")
        try site.write("---\nmessage: |\n  Здравствуйте!\n  {{url}}\n---\nТекст.\n", to: "themes/shop/ru.md")
        try site.copy(Fixtures.path("media/tone-vorbis.ogg"), to: "themes/shop/media/voice.ogg")
        for name in files { try site.copy(Fixtures.path("media/\(name)"), to: "themes/shop/media/\(name)") }
        return site
    }

    private func types(_ site: SiteFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/site/a"))
            .compactMap { $0.split(separator: ".").last.map(String.init) }.sorted()
    }

    @Test func publishesVoiceThatEveryPhonePlays() throws {
        let site = try makeSite()
        let first = try site.build("-v")
        #expect(first.status == 0, "\(first.stderr)")
        #expect(first.stderr.contains("runs of programs"))
        #expect(try types(site) == ["js", "mp3", "ogg"])
        #expect(!site.exists("output/site/media"))

        let second = try site.build("-v")
        #expect(second.status == 0)
        #expect(!second.stderr.contains("runs of programs"))

        let missing = try site.build("--force", environment: ["PATH": "/nonexistent"])
        #expect(missing.status == 0)
        #expect(missing.stderr.contains("[tools-missing]"))
    }

    /// A service may be started without `PATH`.
    @Test(arguments: [nil, ""])
    func findsProgramsWithoutPATH(path: String?) throws {
        let site = try makeSite()
        let run = try site.build(environment: ["PATH": path])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(!run.stderr.contains("[tools-missing]"))
        #expect(try types(site).contains("mp3"))
    }

    @Test(arguments: ["/nonexistent", "/usr/bin:/bin"])
    func publishesNoPlaceWhateverIsInstalled(path: String) throws {
        let names = ["located.jpg", "located.png", "located.webp", "located.gif", "located.pdf"]
        let pictures = names.dropLast().map { "media/\($0)" }.joined(separator: ", ")
        let site = try makeSite("images: [\(pictures)]\ndocuments: media/located.pdf\n", files: names)
        let run = try site.build(environment: ["PATH": path])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try types(site).count >= 6)
        #expect(
            try site.files(holding: ["Hidden", "GPSL", "http://ns.adobe.com/xap", "76.88"], in: "output/site").isEmpty)
        #expect(!run.stderr.contains("[media-"))
    }

    /// Containers forbid what bubblewrap needs; some answer with an error, some end whoever asks.
    @Test(arguments: ["errno", "kill"])
    func preparesMediaUnderFilterOfSystemCalls(action: String) throws {
        let site = try makeSite()
        let run = try PythonTool.run(
            "under_seccomp",
            [action, WelcomeBinary.path, "build", "-v", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try types(site) == ["js", "mp3", "ogg"])
        #expect(run.stderr.contains("bubblewrap") || run.stderr.contains("sandbox"), "\(run.stderr)")
    }

    @Test func terminalShowsWhichFileIsPrepared() throws {
        let site = try makeSite()
        let slow = "#!/bin/sh\ncase \"$*\" in *-version*) echo ffmpeg version 9.1; exit;; esac\nsleep 1; exit 7\n"
        try site.write(slow, to: "bin/ffmpeg")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: site.absolute("bin/ffmpeg"))
        let run = try PythonTool.run(
            "run_in_terminal",
            [
                "/usr/bin/env", "PATH=\(site.absolute("bin")):/usr/bin:/bin", WelcomeBinary.path, "build", "--site",
                site.path, "--now", SiteFolder.now,
            ])
        #expect(run.stdout.contains("media: 1 of 1, "), "\(run.stdout)")
        #expect(run.stdout.contains("themes/shop/media/voice.ogg, "), "\(run.stdout)")
        #expect(run.stdout.contains("voice.ogg` cannot be used: ogg file is cut short or broken"), "\(run.stdout)")
        #expect(run.status == 1)
    }
}
