import WelcomeCore

/// Draws a card for link previews: the photo above, below it a band with the title.
struct PreviewCardRecipe {
    let runner: ToolRunner
    let place: ToolPlace
    let font: PreviewFont

    /// Counts up with every change of what is drawn.
    static let version = 2

    /// Draws `card`.
    ///
    /// - Returns: a JPEG, as a picture of one width.
    /// - Throws: `ToolFault`; `BuildFailure`; `FileError`.
    func draw(_ card: PreviewCard) throws -> PreparedPicture {
        let (photo, colours) = try place.addPicture(card.photo)
        let recipe = PictureRecipe(runner: runner, place: place)
        try recipe.checkLoader(photo, card.photo.facts.format)
        let upright = try recipe.makeUpright(
            photo, colours,
            [
                "\(PreviewCard.width)", "--height", "\(PreviewCard.photoHeight)",
                "--size", "both", "--crop", "attention",
            ])
        let bandHeight = PreviewCard.height - PreviewCard.photoHeight
        // A grey picture gets three channels too.
        try run("colourspace", upright.name, Self.raw("photo"), "srgb")
        try run(
            "text", Self.raw("title"), card.markup, "--font", font.name, "--fontfile", font.path,
            "--width", "\(PreviewCard.textWidth)", "--height", "\(card.textHeight)", "--align", "centre")
        try run("gravity", "title.png", Self.raw("mask"), "centre", "\(PreviewCard.width)", "\(bandHeight)")
        // Any picture of that size and kind, for two that have one colour each.
        try run("crop", "photo.png", Self.raw("any"), "0", "0", "\(PreviewCard.width)", "\(bandHeight)")
        try run("linear", "any.png", Self.raw("fill"), "0 0 0", channels(card.background), "--uchar")
        try run("linear", "any.png", Self.raw("ink"), "0 0 0", channels(card.text), "--uchar")
        try run("ifthenelse", "mask.png", "ink.png", "fill.png", Self.raw("band"), "--blend")
        try run("join", "photo.png", "band.png", "card.jpg[Q=82,strip,optimize-coding,interlace]", "vertical")
        let drawn = try place.result("card.jpg", format: .jpeg, by: .vips)
        guard drawn.facts.width == PreviewCard.width, drawn.facts.height == PreviewCard.height,
            drawn.byteCount < PreviewCard.maxBytes
        else { throw ToolFault(tool: MediaTools.Tool.vips.rawValue, reason: .unusable) }
        return PreparedPicture(
            avif: [], jpeg: [drawn], width: PreviewCard.width, height: PreviewCard.height, colour: card.background.hex)
    }

    /// A step's picture: of the formats that libvips reads from strangers too, the quickest to write.
    private static func raw(_ name: String) -> String { "\(name).png[compression=0,strip,bitdepth=8]" }

    private func run(_ arguments: String...) throws {
        try runner.run(.vips, arguments, in: place)
    }

    private func channels(_ colour: Colour) -> String { "\(colour.red) \(colour.green) \(colour.blue)" }
}

/// A font that has Cyrillic, Kazakh and Latin letters, as Debian installs it.
package struct PreviewFont: Sendable, Hashable {
    /// The family and weight, as Pango calls them.
    package let name: String
    /// The file.
    package let path: String
    /// The hash of the file, on which the drawing depends.
    package let hash: String

    /// The first of the fonts that is here.
    ///
    /// - Complexity: O(bytes of the file).
    package static func find() throws -> PreviewFont? {
        for (name, path) in [
            ("Noto Sans Bold", "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"),
            ("DejaVu Sans Bold", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
        ] {
            guard try fileSize(path) != nil, let digest = try MediaReader.digest(path) else { continue }
            return PreviewFont(name: name, path: path, hash: digest.hash)
        }
        return nil
    }
}
