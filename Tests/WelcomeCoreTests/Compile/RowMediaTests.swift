import Testing

@testable import WelcomeCore

/// Pages that show media of a row: compiled once for all rows of a form, and equal to those of a theme with these media.
@Suite struct RowMediaTests {
    /// Everything that templates can show of media, in every context.
    private static let layout = """
        <!DOCTYPE html><html lang="{{lang}}"><head><meta http-equiv="Content-Security-Policy" content="{{csp}}">\
        {{#og_image}}<meta property="og:image" content="{{url}}"><meta property="a" content="{{width}} {{height}} {{alt}}">\
        {{/og_image}}<style>{{{styles}}}</style><script>var a = "{{voice.seconds}} {{voice.transcript}}";</script></head><body>\
        {{{content}}}{{#voice}}<time datetime="{{duration_iso}}">{{duration}}</time>{{#sources}}<source src="{{src}}" \
        type="{{type}}">{{/sources}}<input max="{{seconds}}">{{#waveform}}<path d="{{waveform}}"/>{{/waveform}}\
        {{^waveform}}<i></i>{{/waveform}}{{#transcript}}<p>{{transcript}}</p>{{/transcript}}{{/voice}}\
        {{#photos}}<h2>{{count_label}}</h2>{{#items}}<figure><a id="p{{number}}" href="{{large}}"><img src="{{src}}"\
        {{#jpeg_srcset}} srcset="{{jpeg_srcset}}"{{/jpeg_srcset}} width="{{width}}" alt="{{alt}}"\
        {{#colour_class}} class="{{colour_class}}"{{/colour_class}}{{#early}} fetchpriority="high"{{/early}}></a>\
        {{#caption}}<figcaption>{{caption}}</figcaption>{{/caption}}</figure>{{/items}}{{/photos}}\
        {{#price_lists}}{{#items}}<img src="{{src}}" alt="{{alt}}">{{/items}}{{/price_lists}}\
        {{#documents}}{{#items}}<li><a href="{{src}}" type="{{type}}"><b>{{title}}</b></a> {{format}}, {{size}}\
        {{#pages}}, {{pages}}{{/pages}}{{#cover}}<img src="{{src}}" alt="">{{/cover}}</li>{{/items}}{{/documents}}\
        </body></html>
        """
    private static let strings = """
        photo_alt: "Фото {n} из {total}"
        photo_count: {one: "{n} фотография", few: "{n} фотографии", many: "{n} фотографий", other: "{n} фотографии"}
        page_count: {one: "{n} страница", few: "{n} страницы", many: "{n} страниц", other: "{n} страницы"}
        document: Документ
        """
    private static let words = """
        voice: {file: media/v, transcript: 'Звук "длиной" в 5 минут & <больше>'}
        images: [{file: media/1, alt: 'Цех "Восток" в 2 км', caption: 'Срок - 5 дней'}, {file: media/2}, \
        {file: media/3, kind: price_list}]
        documents: [{file: media/d, title: 'Каталог <2026> & "цены"'}]
        """

    private static func asset(_ digit: Character, _ format: MediaFormat) -> MediaAsset {
        var facts = MediaFacts(format: format)
        (facts.width, facts.height, facts.durationMilliseconds) = (640, 480, format == .ogg ? 61_400 : nil)
        return MediaAsset(
            hash: String(repeating: digit, count: 32), byteCount: 340_123, facts: facts, content: .file("x"))
    }

    private static func picture(_ digit: Character, colour: String) -> PreparedPicture {
        PreparedPicture(
            avif: [asset(digit, .avif)], jpeg: [asset(digit, .jpeg)], width: 4000, height: 3000, colour: colour)
    }

    /// The files of one row, under names that its theme may have too.
    private static func files(_ digits: String, prepared: Bool) -> [String: MediaEntry] {
        let digits = Array(digits)
        var assets = ["v": asset(digits[0], .ogg), "d": asset(digits[1], .pdf)]
        for (name, digit) in zip(["1", "2", "3"], digits[2...]) { assets[name] = asset(digit, .jpeg) }
        if prepared {
            assets["v"]?.prepared = .voice(
                PreparedVoice(
                    sources: [asset(digits[0], .mp3)], durationMilliseconds: 61_400,
                    waveform: [UInt8](repeating: digits[0].asciiValue ?? 0, count: 64)))
            assets["d"]?.prepared = .document(
                PreparedDocument(
                    file: asset(digits[1], .pdf), pageCount: 3, cover: picture(digits[1], colour: "#0000aa")))
            for (name, digit) in zip(["1", "2", "3"], digits[2...]) {
                assets[name]?.prepared = .picture(picture(digit, colour: "#\(String(repeating: digit, count: 6))"))
            }
        }
        let named = assets.map { ("media/\($0.key)", MediaEntry.asset($0.value)) }
        return Dictionary(uniqueKeysWithValues: named)
    }

    private func bench(front: String, _ files: [String: MediaEntry] = [:]) throws -> CompileBench {
        var bench = try CompileBench(
            layout: Self.layout, body: "# Заголовок\n\nДлина: {{voice.duration}}.",
            ["base/strings/ru.yml": Self.strings])
        bench.files["base/ru.md"] = bench.files["base/ru.md"]?.replacing(
            "title: Панели", with: "title: Панели\n\(front)")
        for (path, entry) in files { bench.media["base/\(path)"] = entry }
        return bench
    }

    private func html(_ page: CompiledPage, _ media: RowMedia?) -> String {
        var bytes: [UInt8] = []
        var typeset = TypesetTexts()
        let texts = media.flatMap { page.rowMedia?.fill($0.media, &typeset) } ?? []
        page.html.append(
            fields: [], LinkValues(url: [], expires: [], media: texts),
            to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static var wanted: LeadMedia {
        var wanted = LeadMedia()
        (wanted.voice, wanted.images) = ("media/v", ["media/1", "media/2", "media/3"])
        wanted.documents = ["media/d"]
        return wanted
    }

    @Test(arguments: [true, false]) func areTheSameAsPagesOfAThemeWithTheseMedia(prepared: Bool) throws {
        let digits = "abcde"
        let themed = try bench(front: Self.words, Self.files(digits, prepared: prepared)).render()
        #expect(themed.diagnostics.isEmpty)
        // The row names the theme's own files, whose words come along with them.
        let bench = try bench(front: Self.words, Self.files(digits, prepared: prepared))
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let kind = PageKind(tenant: LeadText("default"), theme: "base", locale: "ru", present: [])
        let (found, media) = compiler.page(for: kind, Self.wanted, files: [:])
        let page = try #require(found)
        #expect(html(page, media) == themed.html)
        #expect(!themed.html.contains("<больше>"), "no text ends a script")
        #expect(themed.html.contains("«длиной»") && themed.html.contains("alt=\"Фото 2 из\u{A0}2\""))
        #expect(media?.media == themed.page?.media)
        #expect(page.assets.isEmpty && themed.page?.assets == media?.media.assets)
    }

    @Test func arePagesOfOneFormWhateverFilesRowsName() throws {
        let bench = try bench(front: "description: Цех")
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let kind = PageKind(tenant: LeadText("default"), theme: "base", locale: "ru", present: [])
        for digits in ["abcde", "01234", "56789", "f0f1f"] {
            let files = Self.files(digits, prepared: true)
            let (found, media) = compiler.page(for: kind, Self.wanted, files: files.mapValues { RowFile($0) })
            let own = html(try #require(found), media)
            let front = """
                voice: {file: media/v}
                images: [media/1, media/2, media/3]
                documents: [media/d]
                description: Цех
                """
            #expect(own == (try self.bench(front: front, files).render().html))
            #expect(own.contains("/a/\(String(repeating: String(digits.prefix(1)), count: 32)).mp3"))
        }
        #expect(compiler.compiledCount == 1)
    }

    @Test func haveOneFormForEachNumberOfFiles() throws {
        let bench = try bench(front: "description: Цех")
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let kind = PageKind(tenant: LeadText("default"), theme: "base", locale: "ru", present: [])
        let files = Self.files("abcde", prepared: true).mapValues { RowFile($0) }
        for paths in [["media/1"], ["media/2"], ["media/1", "media/2"], ["media/3", "media/1"], ["media/none"], []] {
            var wanted = LeadMedia()
            wanted.images = paths
            let (found, media) = compiler.page(for: kind, wanted, files: files)
            let page = try #require(found)
            #expect(html(page, media).components(ofTag: "figure") == paths.filter { $0 != "media/none" }.count)
            #expect(media?.problems.map(\.code) == (paths == ["media/none"] ? [.mediaMissing] : []))
        }
        #expect(compiler.compiledCount == 3, "with one picture, with two, and with none")
    }

    @Test func canBeMessagesToo() throws {
        var bench = try bench(front: "description: Цех")
        bench.files["base/ru.md"] = CompileBench.text("Текст.", message: "Голосовое, {{voice.duration}}.\n{{url}}")
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let kind = PageKind(tenant: LeadText("default"), theme: "base", locale: "ru", present: [])
        let files = Self.files("abcde", prepared: true).mapValues { RowFile($0) }
        let (found, media) = compiler.page(for: kind, Self.wanted, files: files)
        var bytes: [UInt8] = []
        let page = try #require(found)
        var typeset = TypesetTexts()
        let texts = try #require(page.rowMedia).fill(try #require(media).media, &typeset)
        let values = LinkValues(url: Array("URL".utf8), expires: [], media: texts)
        page.message.append(fields: [], values, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "Голосовое, 1:01.\nURL")
    }

    @Test func areRecordsThatLoseNothing() throws {
        for prepared in [true, false] {
            for case .asset(var asset) in Self.files("abcde", prepared: prepared).values {
                asset.isCleared = prepared
                asset.shortcoming = prepared ? nil : "cut"
                asset.facts.orientation = 6
                #expect(try RowFile(encoded: RowFile.asset(asset).encoded) == .asset(asset))
            }
        }
        let script = MediaAsset(hash: "a", byteCount: 1, facts: MediaFacts(format: .javascript), content: .bytes([7]))
        #expect(try RowFile(encoded: RowFile.asset(script).encoded) == .asset(script))
        #expect(try RowFile(encoded: RowFile.unusable(.mediaRemote).encoded) == .unusable(.mediaRemote))
        let whole = RowFile.asset(script).encoded
        for length in 0..<(whole.count - 1) {
            #expect(throws: MalformedRecord.self) { try RowFile(encoded: Array(whole.prefix(length))) }
        }
    }
}

extension String {
    /// How many elements of this name begin here.
    fileprivate func components(ofTag name: String) -> Int { split(separator: "<\(name)>").count - 1 }
}
