/// ISO 23008-12: pictures that a phone's camera keeps in boxes like those of MP4.
extension MediaProbe {
    /// Whether a file of boxes says that it holds pictures coded by HEVC; AVIF says something else.
    static func isHEIC(_ bytes: MediaBytes) -> Bool {
        guard let size = bytes.big(0, 4) else { return false }
        let brands = [8] + stride(from: 16, to: min(size, 128), by: 4)
        return brands.contains { offset in
            ["heic", "heix", "hevc", "hevx"].contains { bytes.hasText($0, at: offset) }
        }
    }

    static func heic(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        var size: (width: Int, height: Int)?
        var clip: (width: Int?, height: Int?)
        var quarterTurns = 0
        for property in properties(bytes) {
            let body = property.body.lowerBound
            if property.isNamed("clap", bytes) { clip = (ratio(bytes, body), ratio(bytes, body + 8)) }
            if property.isNamed("irot", bytes) { quarterTurns = Int(bytes[body] ?? 0) & 3 }
            guard property.isNamed("ispe", bytes), let width = bytes.big(body + 4, 4),
                let height = bytes.big(body + 8, 4)
            else { continue }
            // Tiles and thumbnails have sizes, too; the picture that tiles make up is the widest, and where there is but
            // one tile, that may be padded.
            let known = size ?? (0, 0)
            if width > known.width || (width == known.width && height < known.height) { size = (width, height) }
        }
        guard var size, size.width > 0, size.height > 0 else { throw .unreadable(.heic) }
        // Coders want even sides, and say what of them is not to be seen.
        if let width = clip.width, let height = clip.height, width <= size.width, height <= size.height {
            size = (width, height)
        }
        var facts = MediaFacts(format: .heic)
        let isSideways = quarterTurns % 2 == 1
        (facts.width, facts.height) = isSideways ? (size.height, size.width) : (size.width, size.height)
        return facts
    }

    /// A number that is written as a fraction, without what is behind the point; `nil` where it is none above 0.
    private static func ratio(_ bytes: MediaBytes, _ offset: Int) -> Int? {
        guard let above = bytes.big(offset, 4), let below = bytes.big(offset + 4, 4), below > 0 else { return nil }
        return above / below > 0 ? above / below : nil
    }

    /// What the file says of its items: `meta`, `iprp`, `ipco` and what lies in it.
    private static func properties(_ bytes: MediaBytes) -> [MP4Box] {
        guard let meta = boxes(bytes, in: 0..<bytes.count).first(where: { $0.isNamed("meta", bytes) }),
            meta.body.count > 4
        else { return [] }
        // `meta` has a version and flags before its boxes.
        return boxes(bytes, in: meta.body.dropFirst(4)).filter { $0.isNamed("iprp", bytes) }
            .flatMap { boxes(bytes, in: $0.body) }.filter { $0.isNamed("ipco", bytes) }
            .flatMap { boxes(bytes, in: $0.body) }
    }
}
