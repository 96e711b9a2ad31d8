import Testing

@testable import WelcomeCore

@Suite struct PreviewCardTests {
    private func card(_ title: String, accent: String = "#1d4f7c") throws -> PreviewCard? {
        guard case .asset(let photo) = MediaEntry.picture("a") else { return nil }
        return PreviewCard(title: title, accent: try #require(Colour(hex: accent)), photo: photo)
    }

    @Test(arguments: [
        ("Ламинат", ["Ламинат"]), ("  Цены\n и фото ", ["Цены и фото"]),
        ("Ламинат: фото и\u{A0}цены", ["Ламинат:", "фото и\u{A0}цены"]),
        ("Сэндвич-панели: цены и\u{A0}фото", ["Сэндвич-панели:", "цены и\u{A0}фото"]),
        ("Сэндвич-панельдер: бағасы мен фотосы", ["Сэндвич-панельдер:", "бағасы мен фотосы"]),
        ("Laminate flooring: photos and prices", ["Laminate flooring:", "photos and prices"]),
        (
            "Стеновые и кровельные панели с доставкой по Казахстану",
            ["Стеновые и", "кровельные панели", "с доставкой по Казахстану"]
        ),
    ])
    func breaksTitlesIntoEvenLines(title: String, lines: [String]) throws {
        let found = try #require(try card(title)).lines
        #expect(found.joined(separator: " ") == lines.joined(separator: " "))
        #expect(found.count == lines.count, "\(found)")
    }

    @Test func cutsWhatIsLongerThanThreeLines() throws {
        let found = try #require(try card(String(repeating: "слово ", count: 40))).lines
        #expect(found.count == 3)
        #expect(found.allSatisfy { $0.count <= 30 }, "\(found)")
        #expect(found.last?.hasSuffix("слово…") == true)
    }

    /// The work does not grow with what is cut; once it did with the cube of it.
    @Test func breaksEndlessTitlesAtOnce() throws {
        let words = (0..<50_000).map { "слово\($0)" }.joined(separator: " ")
        let start = ContinuousClock.now
        let lines = try #require(try card(words)).lines
        #expect(lines.count == 3 && lines[2].hasSuffix("…"))
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test func writesNoControlCharactersIntoMarkup() throws {
        #expect(try #require(try card("a\u{1}b\u{1B}c & <d>")).markup == "<span>abc &amp; &lt;d&gt;</span>")
    }

    @Test func keepsAWordThatIsTooLongWhole() throws {
        let word = String(repeating: "ш", count: 60)
        #expect(try card(word)?.lines == [word])
    }

    @Test func makesNoCardOfAnEmptyTitle() throws {
        #expect(try card(" \n") == nil)
    }

    @Test func writesInAColourThatCanBeRead() throws {
        for accent in ["#1d4f7c", "#ffd400", "#777777"] {
            let card = try #require(try card("Цены", accent: accent))
            #expect(card.text.contrast(with: card.background) >= 4.5)
        }
    }

    @Test func tellsCardsApartByAllThatTheyAreMadeOf() throws {
        let prints = try [card("а б"), card("а в"), card("а б", accent: "#000000"), card("а б")].map {
            try #require($0).fingerprint
        }
        #expect(prints[0] == prints[3])
        #expect(Set(prints).count == 3)
    }

    // MARK: On pages

    private static let layout = "{{#og_image}}{{url}} {{width}}x{{height}} {{type}} {{alt}}{{/og_image}}"

    private func bench() throws -> CompileBench {
        var bench = try CompileBench(
            layout: Self.layout,
            [
                "base/theme.yml": "accent: \"#1d4f7c\"\nimages: [{file: media/a.jpg, alt: Склад}]\n",
                "base/kk.md": CompileBench.text("Мәтін."),
            ])
        bench.media = ["base/media/a.jpg": .picture("a"), "base/media/b.jpg": .picture("b")]
        return bench
    }

    private func kind(_ locale: String = "ru") -> PageKind {
        PageKind(tenant: LeadText("t"), theme: "base", locale: locale, present: [])
    }

    @Test func showsTheCardInPreviewsAndPublishesIt() throws {
        let bench = try bench()
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let found = compiler.previewCard(for: kind())
        let card = try #require(found)
        #expect(card.lines == ["Панели"])
        guard case .asset(var drawn) = MediaEntry.picture("d") else { return }
        (drawn.facts.width, drawn.facts.height) = (1200, 630)
        compiler.drawnCards = [card: drawn]
        let compiled = compiler.page(for: kind())
        let page = try #require(compiled)
        #expect(
            String(decoding: page.html.segments, as: UTF8.self)
                == "https://w.example.kz\(drawn.publicPath) 1200x630 image/jpeg Панели")
        #expect(page.assets.contains(drawn))
    }

    @Test func isTheSameForEveryLead() throws {
        let bench = try bench()
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let plain = compiler.previewCard(for: kind())
        var wanted = LeadMedia()
        wanted.images = ["media/b.jpg"]
        var ownKind = kind()
        ownKind.media = compiler.media(of: wanted, kind(), files: [:])?.media.outline
        #expect(ownKind.media != nil)
        let own = compiler.previewCard(for: ownKind)
        let other = compiler.previewCard(for: kind("kk"))
        #expect(plain == own)
        #expect(other?.lines == plain?.lines, "both texts have the same title")
    }

    @Test func showsThePhotoWhereNoCardWasDrawn() throws {
        let hash = String(repeating: "a", count: 32)
        #expect(try bench().render().html == "https://w.example.kz/a/\(hash).jpg 640x480 image/jpeg Склад")
    }
}
