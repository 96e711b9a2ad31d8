import Foundation
import Testing
import WelcomeCore
import WelcomeIO

@Suite struct ThemeLoaderTests {
    private func load(
        _ files: [String: SiteFile]
    ) throws -> (library: ThemeLibrary, diagnostics: [String]) {
        let site = try TemporarySite(files)
        let (library, diagnostics) = try ThemeLoader.load(folder: "\(site.folder)/themes", displayPath: "themes")
        return (library, diagnostics.map(site.headline))
    }

    @Test func readsTextsAndMediaAndNothingElse() throws {
        let (library, found) = try load([
            "themes/base/strings/ru.yml": "a: b", "themes/base/partials/a/b.mustache": "x",
            "themes/base/assets/a.css": "p{}", "themes/base/assets/a.js": "x", "themes/base/notes/x.md": "x",
            "themes/base/.git/config": "x", "themes/base/media/.hidden.jpg": "x", "themes/CREDITS.md": "x",
            "themes/base/media/deep/a.jpg": .sample("media/grey.jpg"), "themes/base/README.txt": "x",
        ])
        #expect(found == [])
        #expect(library.folders.keys.sorted() == ["base"])
        let base = try #require(library.folders["base"])
        #expect(base.path == "themes/base")
        #expect(
            base.texts.keys.sorted() == [
                "assets/a.css", "assets/a.js", "layout.mustache", "partials/a/b.mustache", "ru.md", "strings/ru.yml",
                "theme.yml",
            ])
        #expect(base.media.keys.sorted() == ["media/deep/a.jpg"])
    }

    @Test func dropsAByteOrderMark() throws {
        let (library, _) = try load(["themes/base/ru.md": .bytes([0xEF, 0xBB, 0xBF] + Array("---\n".utf8))])
        #expect(library.folders["base"]?.texts["ru.md"] == Array("---\n".utf8))
    }

    @Test func followsNoSymbolicLink() throws {
        let (library, found) = try load([
            "themes/base/media/a.jpg": .symbolicLink(to: "/etc/passwd"),
            "themes/base/en.md": .symbolicLink(to: "ru.md"),
            "themes/base/partials": .symbolicLink(to: "/tmp"), "themes/stolen": .symbolicLink(to: "base"),
        ])
        #expect(
            found == [
                "themes/base/en.md: error: a symbolic link cannot be part of a theme [theme-unsafe-file]",
                "themes/base/media/a.jpg: error: a symbolic link cannot be part of a theme [theme-unsafe-file]",
                "themes/base/partials: error: a symbolic link cannot be part of a theme [theme-unsafe-file]",
            ])
        #expect(library.folders.keys.sorted() == ["base"])
        #expect(library.folders["base"]?.media.isEmpty == true)
    }

    @Test(.timeLimit(.minutes(5))) func waitsForNoPipe() throws {
        let (_, found) = try load(["themes/base/media/a.ogg": .pipe, "themes/base/kk.md": .pipe])
        #expect(
            found == [
                "themes/base/kk.md: error: a special file cannot be part of a theme [theme-unsafe-file]",
                "themes/base/media/a.ogg: error: a special file cannot be part of a theme [theme-unsafe-file]",
            ])
    }

    @Test func findsNamesThatDifferByCaseOnly() throws {
        let (_, found) = try load([
            "themes/base/media/Фото.jpg": .sample("media/grey.jpg"),
            "themes/base/media/фото.jpg": .sample("media/grey.jpg"),
        ])
        #expect(
            found == [
                "themes/base/media/фото.jpg: error: `media/Фото.jpg` has the same name but for capital letters [theme-case-twins]"
            ])
    }

    @Test(arguments: [[0xFF, 0xFE, 0x61, 0], [0xC3], [0x61, 0, 0x62], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func refusesTextThatIsNotUTF8(bytes: [UInt8]) throws {
        let (library, found) = try load(["themes/base/strings/ru.yml": .bytes(bytes)])
        #expect(found == ["themes/base/strings/ru.yml: error: a text of a theme must be UTF-8 [theme-encoding]"])
        #expect(library.folders["base"]?.texts["strings/ru.yml"] == nil)
    }

    @Test func limitsTexts() throws {
        let spaces = { (count: Int) in SiteFile.bytes([UInt8](repeating: 32, count: count)) }
        #expect(try load(["themes/base/kk.md": spaces(262_144)]).diagnostics == [])
        #expect(
            try load(["themes/base/kk.md": spaces(262_145)]).diagnostics
                == ["themes/base/kk.md: error: a text of a theme can have 256 KiB at most [theme-too-large]"])
    }

    @Test func findsNoThemesWhereThereAreNone() throws {
        let (library, found) = try ThemeLoader.load(folder: "/no/such", displayPath: "themes")
        #expect(library.folders.isEmpty && found.isEmpty)
    }
}

@Suite struct MediaReaderTests {
    @Test func namesAFileByItsBytes() throws {
        let site = try TemporarySite(["a.txt": .sample("media/grey.jpg")])
        let entry = try MediaReader.entry(at: "\(site.folder)/a.txt")
        guard case .asset(let asset) = entry else {
            Issue.record("\(String(describing: entry))")
            return
        }
        // sha256sum Tests/Fixtures/media/grey.jpg
        #expect(asset.publishedName == "39ffb4680619c9b3762d5d258b6c4478.jpg")
        #expect(asset.byteCount == 386)
        #expect(asset.content == .file("\(site.folder)/a.txt"))
    }

    @Test func tellsUnusableFilesFromMissingOnes() throws {
        let site = try TemporarySite(["a.jpg": "<svg/>", "empty.jpg": ""])
        #expect(try MediaReader.entry(at: "\(site.folder)/a.jpg") == .unusable(.markup))
        #expect(try MediaReader.entry(at: "\(site.folder)/empty.jpg") == .unusable(.empty))
        #expect(try MediaReader.entry(at: "\(site.folder)/none.jpg") == nil)
        #expect(try MediaReader.entry(at: "\(site.folder)/a.jpg/b") == nil)
        #expect(try MediaReader.entry(at: "\(site.folder)/\(String(repeating: "x", count: 300))") == nil)
    }

    @Test(.timeLimit(.minutes(5))) func takesNothingButRegularFiles() throws {
        let site = try TemporarySite([
            "pipe.ogg": .pipe, "link.jpg": .symbolicLink(to: "real.jpg"), "real.jpg": .sample("media/grey.jpg"),
            "folder.jpg/x": "x",
        ])
        for name in ["pipe.ogg", "link.jpg", "folder.jpg"] {
            #expect(try MediaReader.entry(at: "\(site.folder)/\(name)") == nil)
        }
    }

    @Test(.timeLimit(.minutes(5))) func costsARowThatNamesThemNoMoreThanTheFile() throws {
        let site = try TemporarySite([
            "leads.csv": "id,theme,voice,documents\n1,base,media/pipe.ogg,media|welcome.yml|media/none.pdf\n",
            "media/pipe.ogg": .pipe,
        ])
        let (report, found) = site.build()
        #expect(report.isPublished && report.pagesWritten == 1)
        #expect(
            found.map(site.headline) == [
                "leads.csv:2 column documents: warning: the file is not there; the page goes without it [media-missing]",
                "leads.csv:2 column voice: warning: the file is not there; the page goes without it [media-missing]",
                "leads.csv:2 column documents: warning: the file is not what this column takes; the page goes without it [media-type]",
            ])
    }
}
