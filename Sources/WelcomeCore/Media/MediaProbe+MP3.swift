/// The header of one MPEG audio frame of layer III (ISO 11172-3 and 13818-3).
struct MP3Frame {
    var samples: Int
    var samplesPerSecond: Int
    var kilobitsPerSecond: Int
    /// The frame's length with its header.
    var bytes: Int
    /// Where a Xing or Info header stands, from the frame's start.
    var tagOffset: Int

    /// Reads the header at `offset`; `nil` when there is none.
    init?(_ bytes: MediaBytes, at offset: Int) {
        guard let header = bytes.big(offset, 4), header >> 21 == 0x7FF, header >> 17 & 3 == 1 else { return nil }
        let version = header >> 19 & 3
        let bitrate = header >> 12 & 15
        let rate = header >> 10 & 3
        guard version != 1, (1...14).contains(bitrate), rate != 3 else { return nil }
        let isFirstVersion = version == 3
        let isMono = header >> 6 & 3 == 3
        samples = isFirstVersion ? 1_152 : 576
        samplesPerSecond = [44_100, 48_000, 32_000][rate] / (isFirstVersion ? 1 : version == 2 ? 2 : 4)
        kilobitsPerSecond = (isFirstVersion ? Self.bitrates1 : Self.bitrates2)[bitrate - 1]
        self.bytes = samples / 8 * kilobitsPerSecond * 1_000 / samplesPerSecond + (header >> 9 & 1)
        tagOffset = isFirstVersion ? (isMono ? 21 : 36) : (isMono ? 13 : 21)
    }

    private static let bitrates1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let bitrates2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
}

extension MediaProbe {
    static func mp3(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        guard let (start, frame) = firstFrame(bytes) else { throw .unreadable(.mp3) }
        guard !isCut(bytes, start: start, frame: frame) else { throw .unreadable(.mp3) }
        if let count = frameCount(bytes, start: start, frame: frame) {
            let padding = encoderPadding(bytes, tag: start + frame.tagOffset)
            return audio(.mp3, units: count * frame.samples - padding, perSecond: frame.samplesPerSecond)
        }
        // Without a count all frames are taken to be alike.
        let trailer = bytes.hasText("TAG", at: bytes.count - 128) ? 128 : 0
        return audio(.mp3, units: (bytes.count - trailer - start) * 8, perSecond: frame.kilobitsPerSecond * 1_000)
    }

    /// The first frame that another one follows; noise seldom looks like two.
    private static func firstFrame(_ bytes: MediaBytes) -> (start: Int, frame: MP3Frame)? {
        var start = 0
        // Tags may stand one behind another.
        while let length = MP3File.tagLength(bytes, at: start) {
            guard let next = bytes.offset(start, plus: length) else { return nil }
            start = next
        }
        for offset in start..<(start + 4_096) {
            guard let frame = MP3Frame(bytes, at: offset), let end = bytes.offset(offset, plus: frame.bytes) else {
                continue
            }
            if end == bytes.count || MP3Frame(bytes, at: end) != nil { return (offset, frame) }
        }
        return nil
    }

    /// Whether there is less than the header promises or, where it promises nothing, half a frame at the end.
    private static func isCut(_ bytes: MediaBytes, start: Int, frame: MP3Frame) -> Bool {
        let end = MP3File.endOfSound(bytes)
        if let promised = byteCount(bytes, start: start, frame: frame) {
            // Some writers count without the frame that holds the header.
            return promised > end - start + 2 * frame.bytes
        }
        var offset = max(start, bytes.visibleEnd)
        while offset < end {
            guard let frame = MP3Frame(bytes, at: offset) else {
                offset += 1
                continue
            }
            let next = offset + frame.bytes
            if next > end { return true }
            // Noise may look like a frame; what another one follows is one.
            let isFrame = next == end || MP3Frame(bytes, at: next) != nil
            offset = isFrame ? next : offset + 1
        }
        return false
    }

    /// How many bytes a Xing, Info or VBRI header promises.
    private static func byteCount(_ bytes: MediaBytes, start: Int, frame: MP3Frame) -> Int? {
        let tag = start + frame.tagOffset
        if bytes.hasText("Xing", at: tag) || bytes.hasText("Info", at: tag) {
            guard let flags = bytes.big(tag + 4, 4), flags & 2 == 2 else { return nil }
            return bytes.big(tag + (flags & 1 == 1 ? 12 : 8), 4)
        }
        return bytes.hasText("VBRI", at: start + 36) ? bytes.big(start + 36 + 10, 4) : nil
    }

    /// The number of frames that a Xing, Info or VBRI header gives.
    private static func frameCount(_ bytes: MediaBytes, start: Int, frame: MP3Frame) -> Int? {
        let tag = start + frame.tagOffset
        if bytes.hasText("Xing", at: tag) || bytes.hasText("Info", at: tag) {
            guard let flags = bytes.big(tag + 4, 4), flags & 1 == 1 else { return nil }
            return bytes.big(tag + 8, 4)
        }
        return bytes.hasText("VBRI", at: start + 36) ? bytes.big(start + 36 + 14, 4) : nil
    }

    /// The samples that the encoder added at both ends, from the LAME part of a Xing or Info header.
    private static func encoderPadding(_ bytes: MediaBytes, tag: Int) -> Int {
        guard let flags = bytes.big(tag + 4, 4) else { return 0 }
        let fields = [(1, 4), (2, 4), (4, 100), (8, 4)]
        let lame = tag + 8 + fields.reduce(0) { flags & $1.0 == 0 ? $0 : $0 + $1.1 }
        guard ["LAME", "Lavf", "Lavc"].contains(where: { bytes.hasText($0, at: lame) }) else { return 0 }
        guard let both = bytes.big(lame + 21, 3) else { return 0 }
        return both >> 12 + both & 0xFFF
    }
}
