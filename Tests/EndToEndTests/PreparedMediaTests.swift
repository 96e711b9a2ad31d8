import Foundation
import Testing
import WelcomeTestSupport

/// The program itself with the programs of this machine: a theme with a voice in, MP3 out.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg"))) struct PreparedMediaTests {
    @Test func publishesVoiceThatEveryPhonePlays() throws {
        let site = try SiteFolder()
        try site.writeLeads([["id": "1", "theme": "shop", "locale": "ru"]])
        try site.write(
            "title: Магазин\nvoice: {file: media/voice.ogg, transcript: Здравствуйте}\n", to: "themes/shop/theme.yml")
        try site.write("---\nmessage: |\n  Здравствуйте!\n  {{url}}\n---\nТекст.\n", to: "themes/shop/ru.md")
        try site.copy(Fixtures.path("media/tone-vorbis.ogg"), to: "themes/shop/media/voice.ogg")

        let first = try site.build("-v")
        #expect(first.status == 0, "\(first.stderr)")
        #expect(first.stderr.contains("runs of programs"))
        let types = try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/site/a"))
            .compactMap { $0.split(separator: ".").last }
        #expect(types.sorted() == ["js", "mp3", "ogg"])
        #expect(!site.exists("output/site/media"))

        let second = try site.build("-v")
        #expect(second.status == 0)
        #expect(!second.stderr.contains("runs of programs"))

        let missing = try site.build("--force", environment: ["PATH": "/nonexistent"])
        #expect(missing.status == 0)
        #expect(missing.stderr.contains("[tools-missing]"))
    }
}
