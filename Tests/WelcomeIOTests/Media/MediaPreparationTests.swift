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
        try #require(built.report.isPublished, "\(built.findings.map(site.headline))")
        #expect(built.findings.isEmpty)
        // A photo 13 pixels wide, the first page in two widths, a photo of 600 in two; MP3 of the voice; the document.
        #expect(counts(try site.files(below: "output/site/a")) == ["jpg": 5, "avif": 5, "mp3": 1, "pdf": 1])
        let originals = try [
            "tone.wav", "progressive.jpg", "photo-coffee.png", "photo-flower.jpg",
        ].map { try MediaBench.sample($0).publishedName }
        #expect(Set(originals).isDisjoint(with: try site.files(below: "output/site/a")))
        // What no text names costs nothing: four records and what is known of programs.
        #expect(counts(try site.files(below: "output/media"))["json"] == 5)
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
        #expect(built.findings.map(\.code) == [.toolsMissing])
        #expect(counts(try site.files(below: "output/site/a")) == ["jpg": 1, "png": 1, "wav": 1, "pdf": 1])
    }

    @Test func lookingWritesAndRunsNothing() throws {
        let site = try TemporarySite(Self.files)
        var dry = Self.options()
        dry.isDryRun = true
        #expect(site.build(dry).findings.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(site.folder)/output"))

        #expect(site.build(Self.options()).report.isPublished)
        let before = try FolderSnapshot(of: "\(site.folder)/output/media")
        let looked = site.build(dry)
        #expect(looked.findings.isEmpty)
        #expect(looked.report.notes.isEmpty)
        let explained = try Explanation.make(
            lead: "2", tenant: nil, site: try Site(directory: site.folder), options: Self.options())
        let assets = try #require(explained.first?.page).assets
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
        #expect(again.report.isPublished, "\(again.findings.map(site.headline))")
        #expect(again.report.notes.isEmpty)

        let foreign = try TemporarySite(["output/media/song.mp3": .sample("media/tone-cbr.mp3")])
        #expect(foreign.build().findings.map(\.code) == [.outputForeign])
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
        #expect(site.findings { _ = try Erasure.forget(NamedLead(id: "1"), $0) }.isEmpty)
        #expect(counts(try site.files(below: "output/site/a")) == before)
        #expect(site.findings { _ = try Erasure.forget(NamedLead(id: "2"), $0) }.isEmpty)
        #expect(counts(try site.files(below: "output/site/a")) == ["jpg": 3, "avif": 3, "mp3": 1, "pdf": 1])
        let left = try site.files(below: "output/media")
        #expect(Set(left).isDisjoint(with: key))
        #expect(counts(left)["json"] == 4)
    }

    @Test func refusesHEICOnlyWhereNothingWasMadeOfIt() throws {
        var files = Self.files
        files["themes/base/theme.yml"] = "title: Base\nimages: media/photo.heic\n"
        let site = try TemporarySite(files)
        let place = "\(site.folder)/themes/base/media/photo.heic"
        _ = try ProgramRun.run(
            "/usr/bin/vips", ["heifsave", Fixtures.path("media/photo-building.jpg"), place, "--compression", "hevc"])
        let without = site.build(Self.options("/nonexistent"))
        #expect(without.findings.map(\.code).contains(.mediaType))
        #expect(!without.report.isPublished)
        let with = site.build(Self.options())
        #expect(with.report.isPublished, "\(with.findings.map(site.headline))")
    }

    @Test func countsRowsWhoseMediaCannotBePrepared() throws {
        var files = Self.files
        let photo = try MediaBench.sample("photo-coffee.png").bytes
        files["media/own.png"] = .bytes(Array(photo.prefix(photo.count / 2)))
        let site = try TemporarySite(files)
        let built = site.build(Self.options())
        #expect(built.report.isPublished)
        #expect(built.findings.map(\.code) == [.mediaUnprepared])
        #expect(!built.findings.map(site.headline).joined().contains("own.png"))
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
}
