extension MediaProbe {
    /// ITU T.81: the size stands in the frame header, behind any number of segments; EXIF in the first APP1.
    static func jpeg(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        var orientation: Int?
        var offset = 2
        while bytes[offset] == 0xFF {
            while bytes[offset] == 0xFF { offset += 1 }
            guard let marker = bytes[offset] else { break }
            offset += 1
            // TEM and the restart markers stand alone.
            if marker == 0x01 || (0xD0...0xD7).contains(marker) { continue }
            guard let length = bytes.big(offset, 2), length >= 2 else { break }
            switch marker {
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
                let size = (bytes.big(offset + 5, 2), bytes.big(offset + 3, 2))
                return try image(.jpeg, width: size.0, height: size.1, orientation: orientation ?? 1)
            case 0xE1 where orientation == nil && bytes.hasText("Exif\0\0", at: offset + 2):
                orientation = exifOrientation(bytes, tiff: offset + 8, end: offset + length)
            case 0xD8, 0xD9, 0xDA:
                throw .unreadable(.jpeg)
            default:
                break
            }
            offset += length
        }
        throw .unreadable(.jpeg)
    }

    /// Tag 0x0112 of the first directory; `nil` when there is none or it makes no sense.
    static func exifOrientation(_ bytes: MediaBytes, tiff: Int, end: Int) -> Int? {
        let isLittle = bytes.hasText("II", at: tiff)
        guard isLittle || bytes.hasText("MM", at: tiff) else { return nil }
        func number(_ offset: Int, _ length: Int) -> Int? {
            guard offset + length <= end else { return nil }
            return isLittle ? bytes.little(offset, length) : bytes.big(offset, length)
        }
        guard number(tiff + 2, 2) == 42, let start = number(tiff + 4, 4), let count = number(tiff + start, 2) else {
            return nil
        }
        for index in 0..<count {
            let entry = tiff + start + 2 + 12 * index
            guard let tag = number(entry, 2) else { return nil }
            guard tag == 0x0112 else { continue }
            guard number(entry + 2, 2) == 3, let value = number(entry + 8, 2), (1...8).contains(value) else {
                return nil
            }
            return value
        }
        return nil
    }

    static func png(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        guard bytes.big(8, 4) == 13, bytes.hasText("IHDR", at: 12) else { throw .unreadable(.png) }
        return try image(.png, width: bytes.big(16, 4), height: bytes.big(20, 4))
    }

    static func gif(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        try image(.gif, width: bytes.little(6, 2), height: bytes.little(8, 2))
    }

    /// RFC 9649: the first chunk is the lossy, lossless or extended header.
    static func webp(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        if bytes.hasText("VP8 ", at: 12), bytes.big(23, 3) == 0x9D012A {
            // Two bits above each side ask for scaling, which browsers ignore.
            return try image(
                .webp,
                width: bytes.little(26, 2).map { $0 & 0x3FFF },
                height: bytes.little(28, 2).map { $0 & 0x3FFF }
            )
        }
        if bytes.hasText("VP8L", at: 12), bytes[20] == 0x2F {
            let bits = bytes.little(21, 4)
            return try image(
                .webp,
                width: bits.map { $0 & 0x3FFF + 1 },
                height: bits.map { $0 >> 14 & 0x3FFF + 1 }
            )
        }
        if bytes.hasText("VP8X", at: 12) {
            return try image(
                .webp, width: bytes.little(24, 3).map { $0 + 1 }, height: bytes.little(27, 3).map { $0 + 1 })
        }
        throw .unreadable(.webp)
    }

    private static func image(
        _ format: MediaFormat,
        width: Int?,
        height: Int?,
        orientation: Int = 1
    ) throws(MediaProblem) -> MediaFacts {
        guard let width, let height, width > 0, height > 0 else { throw .unreadable(format) }
        var facts = MediaFacts(format: format)
        facts.orientation = orientation
        // Orientations 5 to 8 lay the picture on its side.
        (facts.width, facts.height) = orientation >= 5 ? (height, width) : (width, height)
        return facts
    }
}
