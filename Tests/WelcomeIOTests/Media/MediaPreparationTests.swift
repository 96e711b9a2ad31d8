import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Builds of whole sites whose media are prepared by the programs of this machine.
@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct MediaPreparationTests {
    private static let files: [String: SiteFile] = [
        "leads.csv": "id,theme,images\n1,base,\n2,base,media/own.png\n",
        "media/own.png": .sample("media/photo-coffee.png"),
        "themes/base/theme.yml": """
        title: Base
        voice: {file: media/a.wav, transcript: Текст}
        documents: media/price.pdf
        images: [media/my photo.jpg]

        """,
        "themes/base/media/a.wav": .sample("media/tone.wav"),
        "themes/base/media/price.pdf": .sample("media/catalog.pdf"),
        "themes/base/media/my photo.jpg": .sample("media/progressive.jpg"),
        "themes/base/media/unused.jpg": .sample("media/photo-flower.jpg"),
    ]

    private static func options(_ searchPath: String? = MediaBench.searchPath) -> BuildOptions {
        var options = TemporarySite.options
        options.toolPath = searchPath
        return options
    }

    private func counts(_ paths: [String]) -> [String: Int] {
        Dictionary(paths.map { (String($0.split(separator: ".").last ?? ""), 1) }, uniquingKeysWith: +)
    }

    @Test func publishesWhatWasMadeInPlaceOfWhatCame() throws {
        let site = try TemporarySite(Self.files)
        let built = site.build(Self.options())
        try #require(built.report.isPublished, "\(built.diagnostics.map(site.headline))")
        #expect(built.diagnostics.isEmpty)
        // A photo 13 pixels wide, the first page in two widths, a photo of 600 in two; MP3 of the voice; the document.
        #expect(counts(try site.files(below: "output/site/a")) == ["jpg": 5, "avif": 5, "mp3": 1, "pdf": 1])
        let originals = try [
            "tone.wav", "progressive.jpg", "photo-coffee.png", "photo-flower.jpg",
        ].map { try MediaBench.sample($0).publishedName }
        #expect(Set(originals).isDisjoint(with: try site.files(below: "output/site/a")))
        // What no text names costs nothing: four records, one of the document's own bytes, and what is known of programs.
        #expect(counts(try site.files(below: "output/media"))["json"] == 6)
        #expect(!built.report.notes.isEmpty)

        let again = site.build(Self.options())
        #expect(again.report.isPublished)
        #expect(again.report.notes.isEmpty)
        #expect(again.report.pagesUnchanged == 2)
    }

    @Test func preparesWhatTextNamesInItsOwnWay() throws {
        let site = try TemporarySite([
            "themes/base/ru.md": .text(TemporarySite.page("![Дом](media/my%20photo.jpg)")),
            "themes/base/media/my photo.jpg": .sample("media/progressive.jpg"),
            "themes/base/media/unused.jpg": .sample("media/photo-flower.jpg"),
        ])
        #expect(site.build(Self.options()).report.isPublished)
        #expect(counts(try site.files(below: "output/media")) == ["TAG": 1, "json": 2, "jpg": 1, "avif": 1])
    }

    @Test func publishesWhatCameWhereProgramsAreMissing() throws {
        let site = try TemporarySite(Self.files)
        let built = site.build(Self.options("/nonexistent"))
        #expect(built.report.isPublished)
        #expect(built.diagnostics.map(\.code) == [.toolsMissing])
        #expect(counts(try site.files(below: "output/site/a")) == ["jpg": 1, "png": 1, "wav": 1, "pdf": 1])
    }

    @Test func lookingWritesAndRunsNothing() throws {
        let site = try TemporarySite(Self.files)
        var dry = Self.options()
        dry.isDryRun = true
        #expect(site.build(dry).diagnostics.map(\.code) == [.leadUndated])
        #expect(!FileManager.default.fileExists(atPath: "\(site.folder)/output"))

        #expect(site.build(Self.options()).report.isPublished)
        let before = try FolderSnapshot(of: "\(site.folder)/output/media")
        let looked = site.build(dry)
        #expect(looked.diagnostics.map(\.code) == [.leadUndated])
        #expect(looked.report.notes.isEmpty)
        let explained = try Explanation.make(
            lead: "2", tenant: nil, site: try Site(directory: site.folder), options: Self.options())
        let assets = try #require(explained.first).assets
        #expect(assets.contains { $0.facts.format == .avif })
        #expect(try FolderSnapshot(of: "\(site.folder)/output/media").files == before.files)
    }

    @Test func buildsOnOutputOfWhichMediaAloneWereKept() throws {
        let site = try TemporarySite(Self.files)
        #expect(site.build(Self.options()).report.isPublished)
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(site.folder)/output") where name != "media" {
            try FileManager.default.removeItem(atPath: "\(site.folder)/output/\(name)")
        }
        let again = site.build(Self.options())
        #expect(again.report.isPublished, "\(again.diagnostics.map(site.headline))")
        #expect(again.report.notes.isEmpty)

        let foreign = try TemporarySite(["output/media/song.mp3": .sample("media/tone-cbr.mp3")])
        #expect(foreign.build().diagnostics.map(\.code) == [.outputForeign])
    }

    @Test func removesWhatWasMadeOfForgottenLeadsOwnMedia() throws {
        let site = try TemporarySite(Self.files)
        #expect(site.build(Self.options()).report.isPublished)
        let key = try #require(try site.madeFiles(of: "photo-coffee.png"))
        // Whatever the layout says: the pages of both leads name one of the files.
        for path in try site.files(below: "output/site/p") {
            try site.put(.text("<img src=\"/a/\(key[0])\">"), at: "output/site/p/\(path)")
        }
        let before = counts(try site.files(below: "output/site/a"))
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "1"), $0) }.isEmpty)
        #expect(counts(try site.files(below: "output/site/a")) == before)
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "2"), $0) }.isEmpty)
        #expect(counts(try site.files(below: "output/site/a")) == ["jpg": 3, "avif": 3, "mp3": 1, "pdf": 1])
        let left = try site.files(below: "output/media")
        #expect(Set(left).isDisjoint(with: key))
        #expect(counts(left)["json"] == 5)
    }

    @Test func refusesHEICOnlyWhereNothingWasMadeOfIt() throws {
        var files = Self.files
        files["themes/base/theme.yml"] = "title: Base\nimages: media/photo.heic\n"
        let site = try TemporarySite(files)
        let place = "\(site.folder)/themes/base/media/photo.heic"
        _ = try ProgramRun.run(
            "/usr/bin/vips", ["heifsave", Fixtures.path("media/photo-building.jpg"), place, "--compression", "hevc"])
        let without = site.build(Self.options("/nonexistent"))
        #expect(without.diagnostics.map(\.code).contains(.mediaType))
        #expect(!without.report.isPublished)
        let with = site.build(Self.options())
        #expect(with.report.isPublished, "\(with.diagnostics.map(site.headline))")
    }

    @Test func saysWhichRowsNameWhatIsCut() throws {
        var files = Self.files
        let photo = try MediaBench.sample("photo-coffee.png").bytes
        files["media/own.png"] = .bytes(Array(photo.prefix(photo.count / 2)))
        for searchPath in [MediaBench.searchPath, "/nonexistent"] {
            let site = try TemporarySite(files)
            let built = site.build(Self.options(searchPath))
            #expect(built.report.isPublished)
            let said = built.diagnostics.filter { $0.code != .toolsMissing }.map(site.headline)
            let summary = "the file is not what this column takes; the page goes without it"
            #expect(said == ["leads.csv:3 column images: warning: \(summary) [media-type]"])
            #expect(try site.manifest().contains(#"{"code":"media_type","column":"images"}"#))
        }
    }

    /// A program that fails for reasons of its own: the file goes out, and everybody who has it is named.
    @Test func namesWhatLacksFormsWhereItIsNamed() throws {
        var files = Self.files
        files["themes/base/ru.md"] = .text(TemporarySite.page("![Дом](media/my%20photo.jpg)"))
        files["bin/vips"] = .program("#!/bin/sh\necho vips-8.14.1\n")
        files["bin/vipsheader"] = .program("#!/bin/sh\nexit 3\n")
        let site = try TemporarySite(files)
        let built = site.build(Self.options("\(site.folder)/bin:/usr/bin"))
        #expect(built.report.isPublished)
        let said = built.diagnostics.map(site.headline)
        let summary =
            "the file goes out as it came, without its metadata: vipsheader ended with code 3 [media-unprepared]"
        #expect(said.contains("themes/base/theme.yml:4:10: warning: `media/my photo.jpg`: \(summary)"), "\(said)")
        #expect(said.contains("themes/base/ru.md:7:8: warning: `media/my photo.jpg`: \(summary)"), "\(said)")
        #expect(
            said.contains {
                $0.hasPrefix("leads.csv:3 column images: warning: ") && $0.hasSuffix("[media-unprepared]")
            },
            "\(said)")
        #expect(!said.joined().contains("own.png"))
        #expect(
            try site.manifest().split(separator: "\n").allSatisfy {
                $0.contains(#"{"code":"media_unprepared","column":"images"}"#)
            })
    }

    @Test(arguments: [
        ("voice: {file: media/x.ogg, transcript: Да}", "tone-vorbis.ogg", "x.ogg"),
        ("voice: {file: media/x.ogg, transcript: Да}", "voice-ru.ogg", "x.ogg"),
        ("voice: {file: media/x.mp3, transcript: Да}", "tone-cbr.mp3", "x.mp3"),
        ("voice: {file: media/x.mp3, transcript: Да}", "tone-vbr.mp3", "x.mp3"),
        ("voice: {file: media/x.m4a, transcript: Да}", "tone.m4a", "x.m4a"),
        ("voice: {file: media/x.m4a, transcript: Да}", "tone-moov-last.m4a", "x.m4a"),
        ("voice: {file: media/x.wav, transcript: Да}", "tone.wav", "x.wav"),
        ("voice: {file: media/x.webm, transcript: Да}", "tone.webm", "x.webm"),
        ("documents: media/x.pdf", "catalog.pdf", "x.pdf"),
        ("images: media/x.jpg", "photo-building.jpg", "x.jpg"),
    ])
    func halfOfFileIsErrorOfTheme(line: String, sample: String, name: String) throws {
        let whole = try MediaBench.sample(sample).bytes
        for searchPath in [MediaBench.searchPath, "/nonexistent"] {
            let site = try TemporarySite([
                "themes/base/theme.yml": .text("title: Base\n\(line)\n"),
                "themes/base/media/\(name)": .bytes(Array(whole.prefix(whole.count / 2))),
            ])
            let built = site.build(Self.options(searchPath))
            #expect(!built.report.isPublished)
            let said = built.diagnostics.filter { $0.code != .toolsMissing }.map(site.headline)
            #expect(
                said.count == 1 && said.allSatisfy { $0.hasSuffix("file is cut short or broken [media-type]") },
                "\(said)")
            #expect(said.allSatisfy { $0.contains("theme.yml:2:") && $0.contains("`media/\(name)`") }, "\(said)")
        }
    }

    @Test(arguments: [
        ("locked.pdf", "the PDF asks for a password"), ("pageless.pdf", "the PDF has no pages"),
        ("garbled.pdf", "pdf file is cut short or broken"),
    ])
    func refusesDocumentsThatReadersCannotShow(name: String, reason: String) throws {
        let site = try TemporarySite([
            "themes/base/theme.yml": .text("title: Base\ndocuments: media/\(name)\n"),
            "themes/base/media/\(name)": .sample("media/\(name)"),
            "leads.csv": "id,theme,documents\n1,base,\n",
        ])
        let built = site.build(Self.options())
        #expect(!built.report.isPublished)
        let expected = "themes/base/theme.yml:2:12: error: `media/\(name)` cannot be used: \(reason) [media-type]"
        #expect(built.diagnostics.map(site.headline) == [expected])

        // In a row it costs the row that document.
        try site.put("title: Base\n", at: "themes/base/theme.yml")
        try site.put(.text("id,theme,documents\n1,base,\n2,base,media/\(name)\n"), at: "leads.csv")
        let rows = site.build(Self.options())
        #expect(rows.report.isPublished)
        #expect(rows.diagnostics.map(\.code) == [.mediaType])
        #expect(rows.diagnostics.map(site.headline).allSatisfy { $0.hasPrefix("leads.csv:3 column documents: ") })
    }

    @Test(arguments: ["call.amr", "call.3gp"])
    func makesMP3OfWhatPhonesRecord(name: String) throws {
        let files: [String: SiteFile] = [
            "themes/base/theme.yml": .text("title: Base\nvoice: {file: media/\(name), transcript: Да}\n"),
            "themes/base/media/\(name)": .sample("media/\(name)"),
        ]
        let site = try TemporarySite(files)
        let built = site.build(Self.options())
        #expect(built.report.isPublished, "\(built.diagnostics.map(site.headline))")
        #expect(counts(try site.files(below: "output/site/a")) == ["mp3": 1])
        let without = try TemporarySite(files)
        #expect(without.build(Self.options("/nonexistent")).diagnostics.map(\.code).contains(.mediaType))
    }

    @Test func forgetsNamesOfPicturesThatOnlyOnePersonHad() throws {
        var files = Self.files
        // What only the page of one person names is that person's.
        files["themes/base/layout.mustache"] = .text(
            TemporarySite.layout("{{#photos}}{{#items}}<img src=\"{{src}}\">{{/items}}{{/photos}}"))
        let site = try TemporarySite(files)
        #expect(site.build(Self.options()).report.isPublished)
        let names = try #require(try site.madeFiles(of: "photo-coffee.png"))
        let ledger = "\(site.folder)/output/ledger.db"
        let known = { try ProgramRun.run("/usr/bin/sqlite3", [ledger, "SELECT name FROM assets"]).stdout }
        #expect(try names.allSatisfy(known().contains))
        #expect(site.diagnostics { _ = try Erasure.forget(NamedLead(id: "2"), $0) }.isEmpty)
        let left = try known()
        #expect(!names.contains(where: left.contains))
        #expect(left.contains(".mp3"))
        let bytes = try #require(FileManager.default.contents(atPath: ledger))
        for name in names { #expect(bytes.range(of: Data(name.utf8)) == nil) }
    }
}

extension TemporarySite {
    /// The names of the pictures that were made of a sample.
    fileprivate func madeFiles(of sample: String) throws -> [String]? {
        let hash = try MediaBench.sample(sample).hash
        for name in try files(below: "output/media") where name.hasSuffix(".json") {
            guard let text = text("output/media/\(name)"), text.contains("\"source\":\"\(hash)\"") else { continue }
            return text.matches(of: /"format":"jpeg","hash":"([0-9a-f]{32})"/).map { "\($0.1).jpg" }
        }
        return nil
    }

    /// The lines of the manifest.
    fileprivate func manifest() throws -> String {
        let name = try files(below: "output").first { $0.hasPrefix("manifest-") } ?? ""
        return text("output/\(name)") ?? ""
    }
}
