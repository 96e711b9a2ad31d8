import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct PreviewCardRecipeTests {
    private static func card(_ title: String, photo: String = "photo-building.jpg", accent: String = "#1d4f7c") throws
        -> PreviewCard
    {
        let colour = try #require(Colour(hex: accent))
        return try #require(PreviewCard(title: title, accent: colour, photo: MediaBench.sample(photo)))
    }

    private static func draw(_ card: PreviewCard, in bench: MediaBench) throws -> MediaAsset {
        let font = try #require(try PreviewFont.find(), "run Scripts/bootstrap")
        let (file, fault) = try bench.workshop().draw(card, font: font)
        return try #require(file, "\(String(describing: fault))")
    }

    /// The channels of one pixel, as vips tells them.
    private static func pixel(_ asset: MediaAsset, _ x: Int, _ y: Int) throws -> [Int] {
        try ProgramRun.run("/usr/bin/vips", ["getpoint", asset.path, "\(x)", "\(y)"]).stdout
            .split(whereSeparator: \.isWhitespace).compactMap { Double($0).map { Int($0) } }
    }

    @Test(arguments: ["photo-building.jpg", "photo-coffee.png", "grey.jpg", "alpha.webp", "photo-sideways-gps.jpg"])
    func drawsAPictureOfTheSizeThatPreviewsAreMadeFor(photo: String) throws {
        let bench = try MediaBench()
        let drawn = try Self.draw(Self.card("Сэндвич-панели: цены и фото", photo: photo), in: bench)
        #expect(try OtherOpinion.header(drawn.path, "width") == "1200")
        #expect(try OtherOpinion.header(drawn.path, "height") == "630")
        #expect(try OtherOpinion.header(drawn.path, "vips-loader") == "jpegload")
        #expect(drawn.byteCount < 300_000)
        #expect(try OtherOpinion.isPlain(drawn.path))
        let fields = try ProgramRun.run("/usr/bin/vipsheader", ["-a", drawn.path]).stdout
        #expect(!fields.contains("exif-ifd"))
    }

    @Test func writesTheTitleIntoTheMiddleSquareOfABandInTheAccent() throws {
        let bench = try MediaBench()
        let drawn = try Self.draw(Self.card("Сэндвич-панели: цены и фото"), in: bench)
        for x in [5, 280, 915, 1195] {
            let found = try Self.pixel(drawn, x, 520)
            #expect(zip(found, [0x1d, 0x4f, 0x7c]).allSatisfy { abs($0 - $1) < 12 }, "\(x): \(found)")
        }
        // The lightest pixel of the band between the edges of the middle square is the title's.
        let band = bench.folder + "/band.png"
        _ = try ProgramRun.run("/usr/bin/vips", ["crop", drawn.path, band, "285", "412", "630", "218"])
        let lightest = Double(
            try ProgramRun.run("/usr/bin/vips", ["max", band]).stdout.split(separator: "\n").first ?? "")
        #expect((lightest ?? 0) > 240)
    }

    @Test func writesInAFontWithAllLettersOfKazakhAndRussian() throws {
        let font = try #require(try PreviewFont.find())
        let languages = try ProgramRun.run("/usr/bin/fc-query", ["--format", "%{lang}", font.path]).stdout
            .split(separator: "|")
        #expect(languages.contains("kk") && languages.contains("ru"))
    }

    @Test(arguments: [
        "-50 % <b> & \"скидка\"", "--help", "100 %", "</span>", "&amp;", "&#1; &#xFFFE;",
        "<span size='99999999'>x</span>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "a\u{1}b\u{1B}[31mc",
        "\u{202E}Цены\u{2069}\u{FFFE}",
        "👩‍👩‍👧 e\u{301}\u{301}\u{301}", "@/etc/passwd", "%s%n[strip]",
    ])
    func drawsTitlesThatLookLikeOptionsOrMarkup(title: String) throws {
        let bench = try MediaBench()
        _ = try Self.draw(Self.card(title, photo: "grey.jpg"), in: bench)
    }

    @Test func drawsEachCardOnce() throws {
        let bench = try MediaBench()
        let card = try Self.card("Панели", photo: "grey.jpg")
        let first = try Self.draw(card, in: bench)
        let font = try #require(try PreviewFont.find())
        let workshop = try bench.workshop()
        #expect(try workshop.draw(card, font: font).file?.hash == first.hash)
        #expect(workshop.runs == 0)
        #expect(try Self.draw(Self.card("Панели", photo: "grey.jpg", accent: "#ffd400"), in: bench).hash != first.hash)
    }

    // MARK: Builds

    private static let files: [String: SiteFile] = [
        "leads.csv": "id,theme,images\n1,base,\n2,base,media/own.png\n",
        "media/own.png": .sample("media/photo-coffee.png"),
        "themes/base/theme.yml": "title: Base\naccent: \"#1d4f7c\"\nimages: [{file: media/a.jpg, alt: Дом}]\n",
        "themes/base/layout.mustache": .text(
            TemporarySite.layout("{{#og_image}}{{url}}|{{width}}|{{type}}{{/og_image}}")),
        "themes/base/media/a.jpg": .sample("media/progressive.jpg"),
    ]

    private func previews(_ site: TemporarySite) throws -> Set<String> {
        let pages = try site.files(below: "output/site/p").filter { $0.hasSuffix(".html") }
        return Set(
            try pages.map { page in
                let text = try String(contentsOfFile: "\(site.folder)/output/site/p/\(page)", encoding: .utf8)
                return text.split(separator: "\n").first { $0.hasPrefix("https://") }.map(String.init) ?? ""
            })
    }

    @Test func showsOneCardAboveEveryLink() throws {
        let site = try TemporarySite(Self.files)
        var options = TemporarySite.options
        options.toolPath = MediaBench.searchPath
        let built = site.build(options)
        try #require(built.report.isPublished, "\(built.diagnostics.map(site.headline))")
        let previews = try previews(site)
        #expect(previews.count == 1, "\(previews)")
        let words = try #require(previews.first).split(separator: "|")
        #expect(words.dropFirst() == ["1200", "image/jpeg"])
        let name = try #require(words.first?.split(separator: "/").last)
        #expect(try site.files(below: "output/site/a").contains(String(name)))

        let again = site.build(options)
        #expect(again.report.pagesUnchanged == 2)
        #expect(again.report.notes.isEmpty)
    }

    @Test func showsPhotosWhereProgramsAreMissing() throws {
        let site = try TemporarySite(Self.files)
        var options = TemporarySite.options
        options.toolPath = "/nonexistent"
        #expect(site.build(options).report.isPublished)
        #expect(try previews(site).allSatisfy { !$0.contains("|1200|") && !$0.isEmpty })
    }
}
