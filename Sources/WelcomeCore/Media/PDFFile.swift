/// Words and pictures in a PDF that say more than the document does.
///
/// Objects are found by their position in the file, so what goes is blanked where it stands. What a document says of its
/// author in packed objects stays: it is the shop's own, and `pdfinfo` shows it.
enum PDFFile {
    /// What stands at the beginning of a JPEG's segments that tell where and by whom it was taken.
    private static let segmentNames = [
        "Exif\0", "http://ns.adobe.com/xap/1.0/\0", "http://ns.adobe.com/xmp/extension/\0", "Photoshop 3.0\0", "MPF\0",
    ]

    /// Returns the document with EXIF, XMP and IPTC blanked, its own and those of pictures in it that are JPEG.
    ///
    /// - Complexity: O(bytes).
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        guard source.starts(with: "%PDF-".utf8) else { return nil }
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        var output = source
        var offset = 0
        while let found = source[offset...].firstIndex(of: 0xFF) {
            offset = found + 1
            guard bytes.big(found, 3) == 0xFFD8FF else { continue }
            for segment in metadataSegments(bytes, from: found + 2) { blank(segment, with: 0, in: &output) }
        }
        blankPackets(source, &output)
        return output
    }

    /// What a JPEG that begins before `start` holds besides its picture, up to its first scan.
    private static func metadataSegments(_ bytes: MediaBytes, from start: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var hasFrame = false
        var offset = start
        while bytes[offset] == 0xFF, let marker = bytes[offset + 1], marker >= 0xC0,
            ![0xD8, 0xD9, 0xDA].contains(marker),
            let length = bytes.big(offset + 2, 2), length >= 2, let end = bytes.offset(offset + 2, plus: length)
        {
            let body = (offset + 4)..<end
            if (0xE1...0xED).contains(marker), segmentNames.contains(where: { bytes.hasText($0, at: body.lowerBound) })
            {
                found.append(body)
            }
            if marker == 0xFE { found.append(body) }
            hasFrame = hasFrame || (0xC0...0xC3).contains(marker)
            offset = end
        }
        // In packed data three bytes may look like a picture's beginning, but not like all that leads to its scan.
        return hasFrame && bytes.big(offset, 2) == 0xFFDA ? found : []
    }

    /// Blanks XMP, which stands between two marks so that programs find it in any file.
    private static func blankPackets(_ source: [UInt8], _ output: inout [UInt8]) {
        let (begin, end) = (Array("<?xpacket begin=".utf8), Array("<?xpacket end=".utf8))
        var rest = source[...]
        while let start = rest.firstRange(of: begin) {
            rest = source[start.upperBound...]
            guard let open = rest.firstRange(of: "?>".utf8), let stop = rest[open.upperBound...].firstRange(of: end)
            else { return }
            blank(open.upperBound..<stop.lowerBound, with: UInt8(ascii: " "), in: &output)
            rest = source[stop.upperBound...]
        }
    }

    private static func blank(_ range: Range<Int>, with byte: UInt8, in output: inout [UInt8]) {
        output.replaceSubrange(range, with: repeatElement(byte, count: range.count))
    }
}
