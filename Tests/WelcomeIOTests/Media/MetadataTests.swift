import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// What an independent program finds in everything that a build publishes of files that tell where they were taken.
@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasExifTool)) struct MetadataTests {
    private static let names = [
        "located.jpg", "located.png", "located.webp", "located.gif", "payload-in-metadata.jpg",
        "payload-in-metadata.png", "photo-sideways-gps.jpg",
    ]

    private static func site() throws -> TemporarySite {
        var files: [String: SiteFile] = [
            "leads.csv": "id,theme,images\n1,base,\n2,base,media/own.jpg\n",
            "media/own.jpg": .sample("media/photo-sideways-gps.jpg"),
            "themes/base/theme.yml": .text(
                "title: Base\nvoice: {file: media/located.mp3, transcript: Текст}\n"
                    + "documents: [media/located.pdf]\nimages: [\(names.map { "media/\($0)" }.joined(separator: ", "))]\n"
            ),
            "themes/base/media/located.mp3": .sample("media/located.mp3"),
            "themes/base/media/located.pdf": .sample("media/located.pdf"),
            // A picture in the text, spelled otherwise than the file's name, and links to sounds.
            "themes/base/ru.md": .text(
                TemporarySite.page(
                    "![Двор](media/й.jpg) [Голос](media/located.ogg) [Ещё](media/located-vorbis.ogg) "
                        + "[4](media/located.m4a) [5](media/located.wav) [6](media/located.webm)")),
            "themes/base/media/и\u{306}.jpg": .sample("media/photo-sideways-gps.jpg"),
        ]
        for name in names + [
            "located.ogg", "located-vorbis.ogg", "located.m4a", "located.wav", "located.webm",
        ] { files["themes/base/media/\(name)"] = .sample("media/\(name)") }
        return try TemporarySite(files)
    }

    /// Groups of tags that say something of a picture's making; the others are of its form.
    private static let telling = [
        "GPS", "ExifIFD", "InteropIFD", "IFD1", "XMP", "IPTC", "Photoshop", "MPF", "ID3", "APE", "UserData", "Keys",
        "ItemList", "Trailer", "MakerNotes", "EmbeddedVideo",
    ]

    @Test(arguments: [nil, "/nonexistent", MediaBench.searchPath])
    func publishesNothingThatTellsWhereItWasMade(searchPath: String?) throws {
        let site = try Self.site()
        var options = TemporarySite.options
        options.toolPath = searchPath
        let built = site.build(options)
        try #require(built.report.isPublished, "\(built.diagnostics.map(site.headline))")
        let folder = "\(site.folder)/output/site/a"
        let published = try site.files(below: "output/site/a")
        #expect(published.count > 12)
        let run = try ProgramRun.run("/usr/bin/exiftool", ["-a", "-G1", "-s", "-ee", "-U", "-r", folder])
        for line in run.stdout.split(separator: "\n") where line.hasPrefix("[") {
            let group = line.dropFirst().prefix { $0 != "]" }
            #expect(!Self.telling.contains { group.hasPrefix($0) }, "\(line)")
            // How a picture is turned may stand there, for browsers go by it.
            #expect(group != "IFD0" || line.contains("Orientation"), "\(line)")
            #expect(!line.contains("Comment  "), "\(line)")
        }
        for name in published {
            let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
            for word in ["Hidden", "alert(1)", "Secret Owner", "76.88"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)")
            }
        }
    }

    /// Pixels and samples are as they came; only orientation may be what turns them.
    @Test(arguments: [
        "located.jpg", "located.png", "located.webp", "located.gif", "located.ogg", "located-vorbis.ogg", "located.m4a",
        "located.wav", "located.webm",
    ])
    func stripsWithoutLoss(name: String) throws {
        let bench = try MediaBench()
        let asset = try MediaBench.sample(name)
        let result = try #require(try bench.workshop(searchPath: "").prepare([asset])[asset.hash])
        #expect(result.asset.isCleared)
        #expect(result.asset.prepared == nil)
        #expect(result.asset.hash != asset.hash)
        #expect(try decoded(result.asset.path) == decoded(asset.path))
        #expect(try MediaBench.hash(result.asset.path) == result.asset.hash)
    }

    /// The digest of what ffmpeg makes of the first stream that is the file's own.
    private func decoded(_ path: String) throws -> String {
        let stream = [".ogg", ".m4a", ".wav", ".webm"].contains { path.hasSuffix($0) } ? "0:a:0" : "0:v:0"
        let run = try ProgramRun.run(
            "/usr/bin/ffmpeg", ["-v", "error", "-i", path, "-map", stream, "-frames:v", "2", "-f", "md5", "-"])
        return run.stdout
    }

    @Test func findsStrippedFilesInCacheAndForgetsThem() throws {
        let bench = try MediaBench()
        let asset = try MediaBench.sample("located.jpg")
        let workshop = { try bench.workshop(searchPath: "") }
        let first = try #require(try workshop().prepare([asset])[asset.hash]).asset
        let second = try #require(try workshop().prepare([asset])[asset.hash]).asset
        #expect(first == second)
        #expect(try bench.names().contains("media/\(first.publishedName)"))
        // A damaged copy is made anew.
        try bench.files.write([1], to: "media/\(first.publishedName)", mode: .secret)
        #expect(try #require(try workshop().prepare([asset])[asset.hash]).asset == first)
        let (sources, made) = try MediaCache.forget([first.publishedName], in: bench.files)
        #expect(sources.contains(asset.hash))
        #expect(made == [first.publishedName])
        #expect(try !bench.names().contains("media/\(first.publishedName)"))
    }
}
