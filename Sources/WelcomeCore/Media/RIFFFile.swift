/// The chunks of a RIFF file: WAV and WebP (RFC 9649) are such.
enum RIFFFile {
    struct Chunk {
        var name: String
        var body: Range<Int>
    }

    /// The chunks in `range`, one behind another; `nil` where the last does not end within it.
    static func chunks(_ source: [UInt8], in range: Range<Int>) -> [Chunk]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        var chunks: [Chunk] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let length = bytes.little(offset + 4, 4), let end = bytes.offset(offset + 8, plus: length),
                end <= range.upperBound
            else { return nil }
            let name = String(decoding: source[offset..<(offset + 4)], as: UTF8.self)
            chunks.append(Chunk(name: name, body: (offset + 8)..<end))
            // Chunks begin at even places; some writers forget the last byte.
            offset = end + length % 2
        }
        return chunks
    }

    /// A chunk's bytes.
    static func encoded(_ name: String, _ body: some Collection<UInt8>) -> [UInt8] {
        var output = Array(name.utf8) + littleEndian(UInt32(body.count)) + body
        if body.count % 2 == 1 { output.append(0) }
        return output
    }

    static func littleEndian(_ number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// A whole file of `kind`, which has four letters.
    static func file(_ kind: String, _ chunks: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + littleEndian(UInt32(chunks.count + 4)) + Array(kind.utf8) + chunks
    }

    /// Returns a WAV file that holds nothing but the form of its samples and the samples.
    static func stripWAV(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard bytes.hasText("RIFF", at: 0), bytes.hasText("WAVE", at: 8) else { return nil }
        var format: [UInt8] = []
        var offset = 12
        while let length = bytes.little(offset + 4, 4) {
            let isData = bytes.hasText("data", at: offset)
            let end = bytes.offset(offset + 8, plus: length)
            // A recorder that could not seek back leaves the length open.
            guard let end = end ?? (isData && MediaProbe.isOpenLength(length) ? source.count : nil) else { return nil }
            let body = source[(offset + 8)..<end]
            if isData { return format.isEmpty ? nil : file("WAVE", format + encoded("data", body)) }
            if bytes.hasText("fmt ", at: offset), format.isEmpty { format = encoded("fmt ", body) }
            offset = end + length % 2
        }
        return nil
    }
}

/// A WebP file.
enum WebPFile {
    /// Returns the file without metadata; `nil` where it is not whole.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard bytes.hasText("RIFF", at: 0), bytes.hasText("WEBP", at: 8), let length = bytes.little(4, 4), length >= 4,
            let end = bytes.offset(8, plus: length), let chunks = RIFFFile.chunks(source, in: 12..<end)
        else { return nil }
        let frames = ["VP8 ", "VP8L", "ANMF"]
        guard let first = chunks.first, chunks.contains(where: { frames.contains($0.name) }) else { return nil }
        // Without the extended header the first chunk is the picture, and readers stop behind it.
        guard first.name == "VP8X" else {
            guard frames.prefix(2).contains(first.name) else { return nil }
            return RIFFFile.file("WEBP", RIFFFile.encoded(first.name, source[first.body]))
        }
        guard first.body.count >= 10 else { return nil }
        let exif = chunks.first { $0.name == "EXIF" }.flatMap { orientation(bytes, $0.body) }
        var header = Array(source[first.body].prefix(10))
        // The bits of EXIF and XMP.
        header[0] = header[0] & ~0x0C | (exif == nil ? 0 : 0x08)
        var output = RIFFFile.encoded("VP8X", header)
        for chunk in chunks.dropFirst() {
            switch chunk.name {
            case "ICCP", "ANIM", "ALPH", "VP8 ", "VP8L": output += RIFFFile.encoded(chunk.name, source[chunk.body])
            case "ANMF":
                guard let frame = frame(source, chunk.body) else { return nil }
                output += RIFFFile.encoded("ANMF", frame)
            default: break
            }
        }
        if let exif { output += RIFFFile.encoded("EXIF", MetadataStripper.orientationTIFF(exif)) }
        return RIFFFile.file("WEBP", output)
    }

    /// A frame of a moving picture without chunks that nobody knows.
    private static func frame(_ source: [UInt8], _ body: Range<Int>) -> [UInt8]? {
        guard body.count >= 16, let chunks = RIFFFile.chunks(source, in: (body.lowerBound + 16)..<body.upperBound)
        else { return nil }
        let known = chunks.filter { ["ALPH", "VP8 ", "VP8L"].contains($0.name) }
        return known.reduce(into: Array(source[body].prefix(16))) {
            $0 += RIFFFile.encoded($1.name, source[$1.body])
        }
    }

    /// How EXIF turns the picture; `nil` where it does not.
    private static func orientation(_ bytes: MediaBytes, _ body: Range<Int>) -> Int? {
        // Some writers put the name of JPEG's segment before it.
        let start = body.lowerBound + (bytes.hasText("Exif\0\0", at: body.lowerBound) ? 6 : 0)
        let orientation = MediaProbe.exifOrientation(bytes, tiff: start, end: body.upperBound)
        return orientation == 1 ? nil : orientation
    }
}
