import Testing

@testable import WelcomeCore

@Suite struct ContrastTests {
    /// Ratios worked out by the formula of WCAG 2.2 in floating point with the exact power.
    @Test(arguments: [
        ("#25d366", "#ffffff", 1.9833), ("#128c7e", "#ffffff", 4.1353), ("#075e54", "#ffffff", 7.6695),
        ("#25d366", "#06251a", 8.2252), ("#ffd400", "#fff", 1.4316), ("#777777", "#ffffff", 4.4781),
        ("#767676", "#ffffff", 4.5422), ("#0B5C4A", "#f4f6f5", 7.3176), ("#000000", "#ffffff", 21.0),
    ])
    func measuresContrastAsTheGuidelinesDo(one: String, other: String, ratio: Double) throws {
        let (one, other) = (try #require(Colour(hex: one)), try #require(Colour(hex: other)))
        #expect(abs(one.contrast(with: other) - ratio) < 0.0001, "\(one.contrast(with: other))")
        #expect(one.contrast(with: other) == other.contrast(with: one))
    }

    @Test(arguments: ["", "#", "green", "#12345", "#gggggg", "123456", "#1234567"])
    func readsNoColourWhereThereIsNone(text: String) {
        #expect(Colour(hex: text) == nil)
    }

    @Test func writesColoursAsItReadsThem() {
        #expect(Colour(hex: "#0A5c00")?.hex == "#0a5c00")
        #expect(Colour(hex: "#fa0")?.hex == "#ffaa00")
    }

    @Test(arguments: [("#777777", "#000000"), ("#767676", "#ffffff"), ("#ffd400", "#000000"), ("#1d4f7c", "#ffffff")])
    func writesOnAFillInTheColourThatCanBeRead(fill: String, text: String) {
        #expect(Colour(hex: fill)?.readableText.hex == text)
    }

    @Test func findsReadableTextForEveryFill() {
        for step in stride(from: 0, through: 255, by: 5) {
            for fill in [
                Colour(red: UInt8(step), green: UInt8(255 - step), blue: 120),
                Colour(red: UInt8(step), green: UInt8(step), blue: UInt8(step)),
            ] {
                #expect(fill.contrast(with: fill.readableText) >= 4.5, "\(fill.hex)")
            }
        }
    }

    private static let accents = [
        "#ffd400", "#25d366", "#ff5a5f", "#1d4f7c", "#7a4318", "#0b5c4a", "#000000", "#ffffff", "#8e24aa", "#00bcd4",
        "#777777",
    ]
    private static let styles = StyleColours(
        styles: """
            :root { --page: #f4f6f5; --card: #fff; --tint: #e6edea; }
            @media (prefers-color-scheme: dark) { :root { --page: #101614; --card: #1a2320; --tint: #25312d; } }
            """)

    @Test(arguments: accents)
    func makesEveryColourReadableWhereItStands(accent: String) throws {
        let colours = AccentColours(accent: try #require(Colour(hex: accent)), styles: Self.styles)
        #expect(colours.light.fill.hex == accent, "the light fill is what the theme asked for")
        for (scheme, surfaces) in [
            (colours.light, ["#f4f6f5", "#ffffff", "#e6edea"]), (colours.dark, ["#101614", "#1a2320", "#25312d"]),
        ] {
            #expect(scheme.fill.contrast(with: scheme.text) >= 4.5)
            for surface in surfaces.compactMap({ Colour(hex: $0) }) {
                #expect(scheme.link.contrast(with: surface) >= 4.5, "\(scheme.link.hex) on \(surface.hex)")
            }
        }
        for surface in ["#101614", "#1a2320"].compactMap({ Colour(hex: $0) }) {
            #expect(colours.dark.fill.contrast(with: surface) >= 3)
        }
    }

    @Test func takesTheNearestShadeOfTheSameHue() throws {
        let yellow = try #require(Colour(hex: "#ffd400"))
        let shade = AccentColours(accent: yellow, styles: Self.styles).light.link
        #expect(shade.contrast(with: try #require(Colour(hex: "#e6edea"))) < 4.8, "no darker than need be")
        #expect(shade.red > shade.blue && shade.green > shade.blue, "still a yellow: \(shade.hex)")
        let green = try #require(Colour(hex: "#0b5c4a"))
        #expect(AccentColours(accent: green, styles: Self.styles).light.link == green, "what passes is left alone")
    }

    // MARK: Style sheets

    @Test(arguments: [
        (":root{--page:#fff}", "#ffffff", "#ffffff"),
        (
            "@media (prefers-color-scheme: dark) { :root { --page: #111111 } } :root { --page: #ffffff; }", "#ffffff",
            "#ffffff"
        ),
        (
            ":root { --page: #ffffff; } @media (prefers-color-scheme: dark) { :root { --page: #111111; } }", "#ffffff",
            "#111111"
        ),
        (
            ":root { --page: #eeeeee; /* --page: #000000; */ content: \"} :root { --page: #000 }\" }", "#eeeeee",
            "#eeeeee"
        ),
        ("@media (max-width: 9px) { :root { --page: #123456; } } .a { --page: #654321 }", "#ffffff", "#000000"),
    ])
    func readsBackgroundsFromStyleSheets(styles: String, light: String, dark: String) {
        let colours = StyleColours(styles: styles)
        #expect(colours.lightSurfaces.map(\.hex) == [light])
        #expect(colours.darkSurfaces.map(\.hex) == [dark])
    }

    @Test func offersTheColoursToTemplatesAndWarnsAtTheLineOfTheAccent() throws {
        let names =
            "{{accent}} {{accent_text}} {{accent_link}} {{accent_dark}} {{accent_dark_text}} {{accent_dark_link}}"
        let bench = try CompileBench(layout: names, ["base/theme.yml": "title: Base\naccent: \"#ffd400\"\n"])
        let outcome = bench.render()
        let colours = outcome.html.split(separator: " ").map(String.init)
        #expect(colours.count == 6)
        #expect(colours.first == "#ffd400" && colours.dropFirst().first == "#000000")
        #expect(outcome.places == ["2:9 theme-contrast"])
        #expect(outcome.diagnostics.allSatisfy { $0.severity == .warning })
        #expect(outcome.diagnostics.first?.fix?.contains("accent: \"\(colours[2])\"") == true)
    }

    @Test func saysNothingOfAThemeThatChoosesItsOwnLinks() throws {
        let bench = try CompileBench([
            "base/theme.yml": "accent: \"#ffd400\"\n", "base/assets/a.css": ":root { --link: #333333 }",
        ])
        #expect(bench.render().diagnostics.isEmpty)
    }

    @Test func leavesTheNamesEmptyWithoutAnAccent() throws {
        let bench = try CompileBench(layout: "[{{#accent}}{{accent_link}}{{/accent}}{{accent_link}}]")
        #expect(bench.render().html == "[]")
    }
}
