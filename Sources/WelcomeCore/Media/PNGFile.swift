/// The chunks of a PNG file (W3C PNG, third edition).
enum PNGFile {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The chunks without which a picture looks otherwise; those with `fc` and `fd` are of moving pictures.
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "mDCV",
        "cLLI", "acTL", "fcTL", "fdAT",
    ]

    /// Returns the file without metadata; `nil` where it is not whole.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard source.starts(with: signature), bytes.hasText("IHDR", at: 12) else { return nil }
        var output = signature
        output.reserveCapacity(source.count)
        var hasPixels = false
        var offset = signature.count
        while let length = bytes.big(offset, 4), let end = bytes.offset(offset, plus: 12 + length) {
            let name = String(decoding: source[(offset + 4)..<(offset + 8)], as: UTF8.self)
            if kept.contains(name) { output += source[offset..<end] }
            if name == "IDAT" { hasPixels = true }
            if name == "eXIf" { output += orientationChunk(bytes, (offset + 8)..<(end - 4)) }
            if name == "IEND" { return hasPixels ? output : nil }
            offset = end
        }
        return nil
    }

    private static func orientationChunk(_ bytes: MediaBytes, _ body: Range<Int>) -> [UInt8] {
        guard
            let orientation = MediaProbe.exifOrientation(bytes, tiff: body.lowerBound, end: body.upperBound),
            orientation != 1
        else { return [] }
        let content = MetadataStripper.orientationTIFF(orientation)
        let named = Array("eXIf".utf8) + content
        return bigEndian(UInt32(content.count)) + named + bigEndian(checksum(named))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// CRC-32 of a chunk of a few bytes.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}
