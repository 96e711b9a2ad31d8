import Testing

@testable import WelcomeCore

/// What templates see of media that tools have prepared.
@Suite struct PreparedMediaTests {
    private func asset(_ digit: String, _ format: MediaFormat, width: Int? = nil, bytes: Int = 1000) -> MediaAsset {
        var facts = MediaFacts(format: format)
        facts.width = width
        return MediaAsset(
            hash: String(repeating: digit, count: 32), byteCount: bytes, facts: facts, content: .file("x"))
    }

    private func name(_ digit: String, _ ending: String) -> String {
        "/a/\(String(repeating: digit, count: 32)).\(ending)"
    }

    private var picture: PreparedPicture {
        PreparedPicture(
            avif: [asset("1", .avif, width: 360), asset("2", .avif, width: 720)],
            jpeg: [asset("3", .jpeg, width: 360), asset("4", .jpeg, width: 720), asset("5", .jpeg, width: 1600)],
            width: 4000, height: 3000, colour: "#A1b2c3")
    }

    private func bench(
        _ layout: String, _ front: String, media: MediaAsset, body: String = "Текст."
    ) throws -> CompileBench {
        var bench = try CompileBench(layout: layout, body: body)
        bench.files["base/ru.md"] = bench.files["base/ru.md"]?
            .replacing("title: Панели", with: "title: Панели\n\(front)")
        bench.files["base/strings/ru.yml"] = """
            photo_alt: "Фото {n} из {total}"
            page_count: {one: "{n} страница", few: "{n} страницы", many: "{n} страниц", other: "{n} страницы"}
            """
        bench.media["base/media/x"] = .asset(media)
        return bench
    }

    @Test func offersThePhotoInEveryWidth() throws {
        var original = asset("9", .jpeg, width: 4000)
        original.prepared = .picture(picture)
        let layout =
            "{{#photos}}{{#items}}{{src}}|{{avif_srcset}}|{{jpeg_srcset}}|{{large}}|{{width}}×{{height}}|{{colour}}|"
            + "{{colour_class}}|{{type}}|{{alt}}|{{number}}/{{total}}{{/items}}{{/photos}}<style>{{{styles}}}</style>"
        let outcome = try bench(layout, "images: [media/x]", media: original).render()
        #expect(outcome.diagnostics.isEmpty)
        #expect(
            outcome.html == """
                \(name("4", "jpg"))|\(name("1", "avif")) 360w, \(name("2", "avif")) 720w|\
                \(name("3", "jpg")) 360w, \(name("4", "jpg")) 720w, \(name("5", "jpg")) 1600w|\(name("5", "jpg"))|\
                4000×3000|#a1b2c3|tone-a1b2c3|image/jpeg|Фото 1 из\u{A0}1|1/1\
                <style>
                .tone-a1b2c3{background-color:#a1b2c3}</style>
                """)
        #expect(outcome.page?.assets == Set(picture.avif + picture.jpeg))
    }

    @Test func leavesAPhotoThatNobodyPreparedAsItCame() throws {
        let layout =
            "{{#photos}}{{#items}}{{src}}|{{large}}|{{#avif_srcset}}no{{/avif_srcset}}{{#jpeg_srcset}}no{{/jpeg_srcset}}"
            + "{{#colour_class}}no{{/colour_class}}{{/items}}{{/photos}}"
        let outcome = try bench(layout, "images: [media/x]", media: asset("9", .png, width: 640)).render()
        #expect(outcome.html == "\(name("9", "png"))|\(name("9", "png"))|")
    }

    @Test func loadsWhatTheFirstScreenShowsAtOnce() throws {
        let seven = Array(repeating: "media/x", count: 7).joined(separator: ", ")
        let list = "{{#items}}{{#early}}1{{/early}}{{^early}}0{{/early}}{{/items}}"
        let layout = "{{#photos}}\(list){{/photos}} {{#price_lists}}\(list){{/price_lists}}"
        let sheets = Array(repeating: "{file: media/x, kind: price_list}", count: 3).joined(separator: ", ")
        let photo = asset("9", .jpeg, width: 640)
        #expect(try bench(layout, "images: [\(seven), \(sheets)]", media: photo).render().html == "1111100 000")
        #expect(try bench(layout, "images: [\(sheets)]", media: photo).render().html == " 110")
    }

    @Test(arguments: [(1, "1"), (2, "11"), (3, "100"), (4, "1001"), (5, "10000")])
    func leavesNoGapInRowsOfTwo(count: Int, expected: String) throws {
        let files = Array(repeating: "media/x", count: count).joined(separator: ", ")
        let layout = "{{#photos}}{{#items}}{{#wide}}1{{/wide}}{{^wide}}0{{/wide}}{{/items}}{{/photos}}"
        let outcome = try bench(layout, "images: [\(files)]", media: asset("9", .jpeg, width: 640)).render()
        #expect(outcome.html == expected)
    }

    @Test func offersTheVoiceThatEveryPhonePlaysFirst() throws {
        var original = asset("9", .ogg)
        var levels = [UInt8](repeating: 0, count: 64)
        levels[1] = 255
        levels[63] = 128
        original.prepared = .voice(
            PreparedVoice(
                sources: [asset("1", .mp3), asset("9", .ogg)], durationMilliseconds: 61_400, waveform: levels))
        let layout =
            "{{#voice}}{{#sources}}{{src}} {{type}}|{{/sources}}{{seconds}}|{{duration}}|{{duration_iso}}|{{transcript}}|"
            + "{{waveform}}{{/voice}}"
        let outcome = try bench(layout, "voice: {file: media/x, transcript: Да}", media: original).render()
        let parts = outcome.html.split(separator: "|")
        #expect(
            parts.prefix(6) == [
                "\(name("1", "mp3")) audio/mpeg", "\(name("9", "ogg")) audio/ogg", "61", "1:01", "PT61S", "Да",
            ])
        let bars = (parts.last ?? "").split(separator: "M")
        #expect(bars.count == 64)
        #expect([bars[0], bars[1], bars[2], bars[63]] == ["2 19v2", "6 2v36", "10 19v2", "254 11v18"])
        #expect(outcome.page?.assets.map(\.publicPath).sorted() == [name("1", "mp3"), name("9", "ogg")])
    }

    @Test(arguments: [
        (1, "1\u{A0}страница"), (3, "3\u{A0}страницы"), (12, "12\u{A0}страниц"), (21, "21\u{A0}страница"),
    ])
    func countsThePagesOfADocument(count: Int, expected: String) throws {
        var original = asset("9", .pdf, bytes: 2_400_000)
        original.prepared = .document(
            PreparedDocument(file: asset("7", .pdf, bytes: 26_000), pageCount: count, cover: picture))
        let layout =
            "{{#documents}}{{#items}}{{src}}|{{size}}|{{pages}}|{{#cover}}{{src}} {{width}}{{/cover}}{{/items}}{{/documents}}"
        let outcome = try bench(layout, "documents: [media/x]", media: original).render()
        #expect(outcome.html == "\(name("7", "pdf"))|26\u{A0}КБ|\(expected)|\(name("4", "jpg")) 4000")
        #expect(outcome.page?.assets.count == 6)
    }

    @Test func showsAPreparedPictureInsideAText() throws {
        var original = asset("9", .jpeg, width: 4000)
        original.prepared = .picture(picture)
        let outcome = try bench(
            "{{{content}}}", "params: {}", media: original, body: "![Зал](media/x)\n\n[Крупно](media/x)"
        ).render()
        #expect(outcome.html.contains("<picture><source type=\"image/avif\" srcset=\"\(name("1", "avif")) 360w, "))
        #expect(outcome.html.contains("<img src=\"\(name("4", "jpg"))\" srcset=\"\(name("3", "jpg")) 360w, "))
        #expect(outcome.html.contains("alt=\"Зал\" width=\"4000\" height=\"3000\""))
        #expect(outcome.html.contains("<a href=\"\(name("5", "jpg"))\">Крупно</a>"))
        #expect(outcome.page?.assets == Set(picture.avif + picture.jpeg))
    }

    @Test(arguments: ["red", "#12345", "#1234567", "#12345g", "#123}a{", "#1234é"])
    func takesNothingButAColourForAColour(text: String) {
        #expect(PlaceholderColour(text) == nil)
    }
}
