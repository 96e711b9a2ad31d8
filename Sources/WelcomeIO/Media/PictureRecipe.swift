import WelcomeCore

/// Makes a picture upright, in sRGB, without metadata, in the widths that phones ask for.
struct PictureRecipe {
    let runner: ToolRunner
    let place: ToolPlace

    /// The widths in pixels that are made of a picture that is wider.
    static let widths = [360, 720, 1080, 1600]

    /// The edge of the picture whose colours are counted.
    private static let colourEdge = 32

    /// What the encoders are told.
    private struct Quality {
        var jpeg: String
        var avif: String

        static let photo = Quality(jpeg: "Q=78", avif: "Q=50,subsample-mode=on")
        /// For letters and flat colours, whose edges suffer from little.
        static let drawing = Quality(jpeg: "Q=88,subsample-mode=off", avif: "Q=68,subsample-mode=off")
    }

    /// Prepares the picture at `input`, a path as programs see it, in widths of at most `maxWidth`.
    ///
    /// `colours` are what the picture's own are made of.
    ///
    /// - Returns: the picture, and why some of its forms are missing.
    /// - Throws: `ToolFault` when nothing can be made of it; `BuildFailure`; `FileError`.
    func prepare(
        _ input: String, _ facts: MediaFacts, _ colours: PictureColours, maxWidth: Int = 1600
    ) throws -> (picture: PreparedPicture, faults: [ToolFault]) {
        try checkLoader(input, facts.format)
        let upright = try makeUpright(
            input, colours, ["\(maxWidth)", "--height", "1000000", "--size", "down"])
        let isWhole = upright.width < maxWidth
        let size = isWhole ? (upright.width, upright.height) : (facts.width, facts.height)
        let quality = facts.format == .png || facts.format == .gif ? Quality.drawing : .photo
        let widths = Self.widths.filter { $0 < upright.width && $0 <= maxWidth } + [upright.width]
        var jpegs: [MediaAsset] = []
        var avifs: [MediaAsset] = []
        var faults: [ToolFault] = []
        for width in widths {
            let jpeg = try encode(upright.name, to: "\(width).jpg", .jpeg, quality.jpeg, width: width)
            jpegs.append(jpeg)
            guard faults.isEmpty else { continue }
            do {
                var avif = try encode(upright.name, to: "\(width).avif", .avif, quality.avif, width: width)
                (avif.facts.width, avif.facts.height) = (jpeg.facts.width, jpeg.facts.height)
                avifs.append(avif)
            } catch let fault as ToolFault {
                // A page that has some widths in one format only would be hard to put right.
                avifs = []
                faults.append(fault)
            }
        }
        let picture = PreparedPicture(
            avif: avifs, jpeg: jpegs, width: size.0 ?? upright.width, height: size.1 ?? upright.height,
            colour: try colour(of: upright))
        return (picture, faults)
    }

    /// Makes sure that libvips reads the file with the loader of the format that we found.
    func checkLoader(_ input: String, _ format: MediaFormat) throws {
        let loaders: [MediaFormat: String] = [
            .jpeg: "jpegload", .png: "pngload", .gif: "gifload", .webp: "webpload", .heic: "heifload",
        ]
        let words = try runner.run(.vipsheader, ["-f", "vips-loader", input], in: place)
        guard let loader = loaders[format], words.starts(with: loader.utf8), words.dropFirst(loader.utf8.count) == [10]
        else { throw ToolFault(tool: MediaTools.Tool.vips.rawValue, reason: .refused) }
    }

    /// The picture from which all widths are made: upright, in sRGB, opaque, without metadata and not compressed.
    struct Upright {
        var name: String
        var width: Int
        var height: Int
        var channels: Int
    }

    /// Makes that picture of the one at `input`, in a size that libvips' `thumbnail` takes as these arguments.
    func makeUpright(_ input: String, _ colours: PictureColours, _ size: [String]) throws -> Upright {
        try runner.run(
            .vips,
            ["thumbnail", input, "upright.png[compression=0,strip,bitdepth=8]"] + size
                + conversion(of: colours) + ["--fail-on", "truncated"],
            in: place)
        let upright = try header(of: "upright.png")
        guard upright.channels == 2 || upright.channels == 4 else { return upright }
        // JPEG has no transparency, and a page with a dark background must not show through the one and not the other.
        try runner.run(
            .vips,
            [
                "flatten", "upright.png", "opaque.png[compression=0,strip,bitdepth=8]",
                "--background", upright.channels == 2 ? "255" : "255 255 255",
            ], in: place)
        return try header(of: "opaque.png")
    }

    /// What makes colours those of screens.
    ///
    /// A picture without a profile is taken for what most are. Without being told so, libvips 8.14 goes by way of another
    /// white, and pure blue comes out as 85, 15, 253. Grey without a profile is right as it is.
    private func conversion(of colours: PictureColours) -> [String] {
        switch colours {
        case .grey(hasProfile: false): []
        case .grey(hasProfile: true): ["--export-profile", "srgb"]
        case .rgb: ["--export-profile", "srgb", "--import-profile", "srgb"]
        case .cmyk: ["--export-profile", "srgb", "--import-profile", "cmyk"]
        }
    }

    private func header(of name: String) throws -> Upright {
        let head = try place.head(name, byteCount: 64, by: .vips)
        guard case .success(let facts) = MediaProbe.probe(head: head, tail: [], byteCount: head.count),
            facts.format == .png, let width = facts.width, let height = facts.height,
            // The bytes behind the size: bits of a channel, and which channels there are.
            head[24] == 8, let channels = [0: 1, 2: 3, 4: 2, 6: 4][head[25]]
        else { throw ToolFault(tool: MediaTools.Tool.vips.rawValue, reason: .unusable) }
        return Upright(name: name, width: width, height: height, channels: channels)
    }

    private func encode(
        _ source: String, to name: String, _ format: MediaFormat, _ quality: String, width: Int
    ) throws -> MediaAsset {
        let options =
            format == .avif
            ? "compression=av1,effort=1,bitdepth=8" : "optimize-coding,interlace"
        try runner.run(
            .vips,
            [
                "thumbnail", source, "\(name)[\(quality),strip,\(options)]", "\(width)",
                "--height", "1000000", "--size", "down",
            ], in: place)
        return try place.result(name, format: format, by: .vips)
    }

    // MARK: Colour

    /// The colour of which the picture has most.
    private func colour(of upright: Upright) throws -> String {
        let edge = Self.colourEdge
        try runner.run(
            .vips, ["thumbnail", upright.name, "colours.raw", "\(edge)", "--height", "\(edge)", "--size", "force"],
            in: place)
        let bytes = try place.bytes("colours.raw", maxBytes: edge * edge * 4, by: .vips)
        guard bytes.count == edge * edge * upright.channels else {
            throw ToolFault(tool: MediaTools.Tool.vips.rawValue, reason: .unusable)
        }
        return DominantColour.find(in: bytes, channels: upright.channels)
    }
}

/// The colour that stands for a picture until it is there.
enum DominantColour {
    /// Finds it among pixels of one or three channels: colours are sorted into 512 bins, and the mean of the fullest
    /// bin is taken; of equally full ones, the first.
    static func find(in pixels: [UInt8], channels: Int) -> String {
        var counts = [Int](repeating: 0, count: 512)
        var sums = [[Int]](repeating: [0, 0, 0], count: 512)
        for start in stride(from: 0, through: pixels.count - channels, by: channels) {
            let colour = (0..<3).map { Int(pixels[start + (channels == 1 ? 0 : $0)]) }
            let bin = colour[0] / 32 * 64 + colour[1] / 32 * 8 + colour[2] / 32
            counts[bin] += 1
            for channel in 0..<3 { sums[bin][channel] += colour[channel] }
        }
        let fullest = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
        let mean = sums[fullest].map { UInt8($0 / max(counts[fullest], 1)) }
        return "#" + hexadecimal(mean)
    }
}
