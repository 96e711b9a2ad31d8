/// The blocks of a GIF file (GIF89a).
enum GIFFile {
    /// The extensions without which a picture moves otherwise: how often it is repeated.
    private static let keptApplications = ["NETSCAPE2.0", "ANIMEXTS1.0"]

    /// Returns the file without comments, XMP and whatever else extensions hold; `nil` where it is not whole.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard bytes.hasText("GIF8", at: 0), let flags = bytes[10] else { return nil }
        guard let start = bytes.offset(13, plus: tableLength(flags)) else { return nil }
        var output = Array(source[..<start])
        output.reserveCapacity(source.count)
        var hasPicture = false
        var offset = start
        while let kind = bytes[offset] {
            switch kind {
            case 0x3B: return hasPicture ? output + [0x3B] : nil
            case 0x2C:
                guard let flags = bytes[offset + 9],
                    // The smallest code's length stands before the picture's blocks.
                    let blocks = bytes.offset(offset, plus: 10 + tableLength(flags) + 1),
                    let end = endOfBlocks(bytes, from: blocks)
                else { return nil }
                output += source[offset..<end]
                hasPicture = true
                offset = end
            case 0x21:
                guard let label = bytes[offset + 1], let end = endOfBlocks(bytes, from: offset + 2) else { return nil }
                let isKept = label == 0xF9 || (label == 0xFF && isKeptApplication(bytes, offset + 2))
                if isKept { output += source[offset..<end] }
                offset = end
            default: return nil
            }
        }
        return nil
    }

    /// How long the table of colours is that a flag byte announces.
    private static func tableLength(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }

    private static func isKeptApplication(_ bytes: MediaBytes, _ block: Int) -> Bool {
        bytes[block] == 11 && keptApplications.contains { bytes.hasText($0, at: block + 1) }
    }

    /// Where a run of blocks ends that begin with their length, the last with 0.
    private static func endOfBlocks(_ bytes: MediaBytes, from start: Int) -> Int? {
        var offset = start
        while let length = bytes[offset] {
            offset += 1 + Int(length)
            if length == 0 { return offset }
        }
        return nil
    }
}
