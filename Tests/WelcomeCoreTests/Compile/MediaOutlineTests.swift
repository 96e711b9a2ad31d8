import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// A page is compiled for the outline of media, so media of one outline must need the same places.
@Suite struct MediaOutlineTests {
    private var numbers = SeededNumbers(seed: 13)

    private mutating func isOne(of count: Int) -> Bool { Int.random(in: 0..<count, using: &numbers) == 0 }

    private mutating func number() -> Int? { isOne(of: 4) ? nil : Int.random(in: 1...5000, using: &numbers) }

    private mutating func text() -> String? {
        numbers.pick([nil, "", "Цех 2", "<b>", "a \"b\"", String(repeating: "ж", count: 40)])
    }

    private mutating func asset(_ formats: [MediaFormat]) -> MediaAsset {
        var facts = MediaFacts(format: numbers.pick(formats))
        (facts.width, facts.height, facts.durationMilliseconds) = (number(), number(), number())
        return MediaAsset(
            hash: String(repeating: numbers.pick(["a", "b", "c"]), count: 32),
            byteCount: Int.random(in: 1...5_000_000, using: &numbers), facts: facts, content: .file("x"))
    }

    /// Files that tools made, of which everything is known.
    private mutating func assets(_ counts: ClosedRange<Int>, _ format: MediaFormat) -> [MediaAsset] {
        (0..<Int.random(in: counts, using: &numbers)).map { index in
            var asset = asset([format])
            (asset.facts.width, asset.facts.height) = (360 * (index + 1), 240 * (index + 1))
            return asset
        }
    }

    private mutating func prepared() -> PreparedPicture {
        PreparedPicture(
            avif: assets(0...4, .avif), jpeg: assets(1...4, .jpeg), width: 1, height: 2,
            colour: numbers.pick(["#a0b1c2", "#FFFFFF", "", "red"]))
    }

    private mutating func picture() -> PageMedia.Picture {
        var asset = asset([.jpeg, .png, .webp, .gif, .heic])
        if isOne(of: 2) { asset.prepared = .picture(prepared()) }
        return PageMedia.Picture(asset: asset, alt: text(), caption: text())
    }

    private mutating func media() -> PageMedia {
        var media = PageMedia()
        if isOne(of: 2) {
            var asset = asset([.ogg, .mp3, .wav])
            if isOne(of: 2) {
                asset.prepared = .voice(
                    PreparedVoice(
                        sources: assets(1...2, .mp3), durationMilliseconds: number() ?? 0,
                        waveform: numbers.pick([[], [7, 200], [UInt8](repeating: 9, count: 64)])))
            }
            media.voice = .init(asset: asset, transcript: text())
        }
        for _ in 0..<Int.random(in: 0...3, using: &numbers) { media.photos.append(picture()) }
        for _ in 0..<Int.random(in: 0...2, using: &numbers) { media.priceLists.append(picture()) }
        for _ in 0..<Int.random(in: 0...2, using: &numbers) {
            var asset = asset([.pdf])
            if isOne(of: 2) {
                asset.prepared = .document(
                    PreparedDocument(
                        file: self.asset([.pdf]), pageCount: numbers.pick([0, 1, 2, 31]),
                        cover: isOne(of: 2) ? prepared() : nil))
            }
            media.documents.append(.init(asset: asset, title: text()))
        }
        return media
    }

    @Test mutating func decidesWhichPlacesAPageHas() throws {
        let bench = try CompileBench(layout: "{{{content}}}")
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        var kind = PageKind(tenant: LeadText("t"), theme: "base", locale: "ru", present: [])
        kind.media = PageMedia()
        let page = compiler.page(for: kind)
        var data = try #require(page?.rowMedia).data
        var outlines: Set<PageMedia> = []
        for _ in 0..<2000 {
            let media = media()
            outlines.insert(media.outline)
            data.media = media
            let (form, texts) = (MediaForm(of: data), MediaForm.texts(of: data))
            #expect(texts.count == form.stylePlace + 1)
            data.media = media.outline
            #expect(form == MediaForm(of: data), "\(media)")
            #expect(media.outline.outline == media.outline)
        }
        #expect((100..<1990).contains(outlines.count), "\(outlines.count) outlines")
    }
}
