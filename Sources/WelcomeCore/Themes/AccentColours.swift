/// The colours that a page makes of its theme's accent, each readable where it stands, in both schemes.
struct AccentColours: Sendable {
    /// What is filled with the accent: in the light scheme the accent itself.
    let light: Scheme
    /// In the dark scheme the fill is lightened until its shape is seen.
    let dark: Scheme

    /// The colours of one scheme.
    struct Scheme: Sendable {
        let fill: Colour
        /// Text on the fill.
        let text: Colour
        /// Text, lines and icons in the accent on the page's own backgrounds.
        let link: Colour
    }

    init(accent: Colour, styles: StyleColours) {
        let (light, dark) = (styles.lightSurfaces, styles.darkSurfaces)
        self.light = Scheme(
            fill: accent, text: accent.readableText,
            link: accent.shade(.darker) { $0.stands(out: Colour.textContrast, from: light) })
        let fill = accent.shade(.lighter) { $0.stands(out: Colour.shapeContrast, from: styles.darkGrounds) }
        self.dark = Scheme(
            fill: fill, text: fill.readableText,
            link: accent.shade(.lighter) { $0.stands(out: Colour.textContrast, from: dark) })
    }

    /// The names that templates know, with their values.
    var values: [String: String] {
        [
            "accent_text": light.text.hex, "accent_link": light.link.hex, "accent_dark": dark.fill.hex,
            "accent_dark_text": dark.text.hex, "accent_dark_link": dark.link.hex,
        ]
    }

    /// The names alone, for templates of themes that have no accent.
    static let names = ["accent_text", "accent_link", "accent_dark", "accent_dark_text", "accent_dark_link"]
}

extension AccentColours {
    /// The warning about an accent in which nothing could be read on a light page.
    ///
    /// A theme whose style sheets choose `--link` themselves does not write in its accent. That an accent is changed for
    /// the dark scheme is no fault: hardly any colour can be read on white and on black.
    static func diagnostic(accent: Located<String>, styles: StyleColours) -> Diagnostic? {
        guard styles.light["--link"] == nil, let colour = Colour(hex: accent.value) else { return nil }
        let ratio = styles.lightSurfaces.map { colour.contrast(with: $0) }.min() ?? 0
        guard ratio < Colour.textContrast else { return nil }
        let shade = AccentColours(accent: colour, styles: styles).light.link
        return Diagnostic(
            .warning, .themeContrast, at: accent.location,
            "text in `\(accent.value)` has a contrast of \(tenths(ratio)):1 on the page, and 4.5:1 is needed",
            fix: "pages use `\(shade.hex)` for links, the nearest shade that passes: accent: \"\(shade.hex)\"")
    }

    /// One decimal, rounded down: a ratio that fails must not look as if it passed.
    private static func tenths(_ ratio: Double) -> String {
        let tenths = Int(ratio * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Colour {
    fileprivate func stands(out ratio: Double, from backgrounds: [Colour]) -> Bool {
        backgrounds.allSatisfy { contrast(with: $0) >= ratio }
    }
}
