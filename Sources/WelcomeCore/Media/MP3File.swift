/// The frames of an MP3 file, without the tags that stand before, between and behind them.
enum MP3File {
    /// Returns the frames; `nil` where there is none, or the last is cut.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        let end = endOfSound(bytes)
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        var offset = 0
        while offset < end {
            if let length = tagLength(bytes, at: offset) {
                guard length <= end - offset else { return nil }
                offset += length
            } else if let frame = MP3Frame(bytes, at: offset) {
                guard frame.bytes <= end - offset else { return nil }
                output += source[offset..<(offset + frame.bytes)]
                offset += frame.bytes
            } else {
                // What is no frame is no sound: players look for the next one, too.
                offset += 1
            }
        }
        return output.isEmpty ? nil : output
    }

    /// The length of a tag that stands before frames; `nil` where there is none.
    static func tagLength(_ bytes: MediaBytes, at offset: Int) -> Int? {
        if bytes.hasText("ID3", at: offset), let flags = bytes[offset + 5], let size = bytes.big(offset + 6, 4),
            size & 0x8080_8080 == 0
        {
            // The length has seven bits a byte.
            let length = [21, 14, 7, 0].reduce(0) { $0 << 7 | size >> ($1 / 7 * 8) & 0x7F }
            return 10 + length + (flags & 0x10 == 0 ? 0 : 10)
        }
        // The length counts the items and the footer, and not this header.
        if bytes.hasText("APETAGEX", at: offset) { return bytes.little(offset + 12, 4).map { $0 + 32 } }
        return nil
    }

    /// Where the sound ends and tags begin that stand behind it.
    static func endOfSound(_ bytes: MediaBytes) -> Int {
        var end = bytes.count
        while true {
            var start = end
            if bytes.hasText("TAG", at: end - 128) { start = end - 128 }
            if bytes.hasText("TAG+", at: start - 227), start < end { start -= 227 }
            if bytes.hasText("APETAGEX", at: end - 32), let size = bytes.little(end - 20, 4) {
                let hasHeader = (bytes[end - 9] ?? 0) & 0x80 != 0
                start = end - size - (hasHeader ? 32 : 0)
            }
            if bytes.hasText("LYRICS200", at: end - 9) {
                let digits = (0..<6).compactMap { bytes[end - 15 + $0] }
                if let size = Int(String(decoding: digits, as: UTF8.self)) { start = end - 15 - size }
            }
            guard start < end, start >= 0 else { return end }
            end = start
        }
    }
}
