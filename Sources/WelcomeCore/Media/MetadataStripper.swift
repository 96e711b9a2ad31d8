/// Removes from media files what tells where, when, by whom and with what they were made.
///
/// Pixels and sound stay as they are, byte for byte. Of what stands beside them only that is kept without which a picture
/// looks otherwise: colour profile, gamma, orientation. Everything else goes, what this program has never heard of
/// included, and so do bytes behind the end: phones keep videos and second pictures with a place of their own there.
package enum MetadataStripper {
    /// Returns `bytes`, a file of `format`, without metadata.
    ///
    /// `nil` where the file is not whole, or is built in a way of which nobody can tell what it holds.
    ///
    /// - Complexity: O(bytes).
    package static func strip(_ bytes: [UInt8], as format: MediaFormat) -> [UInt8]? {
        switch format {
        case .jpeg: JPEGFile(bytes)?.stripped()
        case .png: PNGFile.strip(bytes)
        case .webp: WebPFile.strip(bytes)
        case .gif: GIFFile.strip(bytes)
        case .mp3: MP3File.strip(bytes)
        case .wav: RIFFFile.stripWAV(bytes)
        case .ogg: OggFile.strip(bytes)
        case .m4a: BoxFile.strip(bytes)
        case .webm: WebMFile.strip(bytes)
        case .pdf: PDFFile.strip(bytes)
        case .javascript: bytes
        // No page names them: tools make something else of them, or they stay out.
        case .heic, .amr, .threeGP: nil
        // Made by tools only, and judged by `isClean`.
        case .avif: hasNoMetadataItems(bytes) ? bytes : nil
        }
    }

    /// Tells whether a whole file of `format` holds no metadata.
    ///
    /// - Complexity: O(bytes).
    package static func isClean(_ bytes: [UInt8], as format: MediaFormat) -> Bool {
        strip(bytes, as: format) == bytes
    }

    /// A minimal TIFF directory that says how a picture is turned and nothing else.
    static func orientationTIFF(_ orientation: Int) -> [UInt8] {
        // Big-endian; one entry: tag 0x0112, a SHORT; no further directory.
        Array("MM".utf8) + [
            0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0,
        ]
    }

    /// Whether the items of an AVIF file are pictures alone: EXIF and XMP would be items of the types `Exif` and `mime`.
    private static func hasNoMetadataItems(_ source: [UInt8]) -> Bool {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        let top = MediaProbe.boxes(bytes, in: 0..<bytes.count)
        guard top.last?.body.upperBound == bytes.count, let meta = top.first(where: { $0.isNamed("meta", bytes) }),
            meta.body.count > 4
        else { return false }
        let items = MediaProbe.boxes(bytes, in: meta.body.dropFirst(4)).filter { $0.isNamed("iinf", bytes) }
        return items.allSatisfy { list in
            // Version and flags, then the number of items in two bytes or four.
            let start = list.body.lowerBound + (bytes[list.body.lowerBound] == 0 ? 6 : 8)
            guard start <= list.body.upperBound else { return false }
            return MediaProbe.boxes(bytes, in: start..<list.body.upperBound).allSatisfy { item in
                let type = item.body.lowerBound + (bytes[item.body.lowerBound] == 3 ? 10 : 8)
                return !bytes.hasText("Exif", at: type) && !bytes.hasText("mime", at: type)
                    && !bytes.hasText("uri ", at: type)
            }
        }
    }
}
