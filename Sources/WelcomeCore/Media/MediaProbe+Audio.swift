extension MediaProbe {
    /// Facts of a sound; a length that is absurd or unknown is left out.
    static func audio(_ format: MediaFormat, units: Int?, perSecond: Int?) -> MediaFacts {
        var facts = MediaFacts(format: format)
        let day = 86_400_000
        guard let units, let perSecond, units > 0, perSecond > 0 else { return facts }
        let (scaled, overflows) = units.multipliedReportingOverflow(by: 1_000)
        if !overflows, scaled / perSecond <= day { facts.durationMilliseconds = (scaled + perSecond / 2) / perSecond }
        return facts
    }

    /// RFC 3533, 7845: the last page of the stream names the position at its end, in samples.
    static func ogg(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        guard let segments = bytes[26], let serial = bytes.big(14, 4) else { throw .unreadable(.ogg) }
        let packet = 27 + Int(segments)
        let skipped: Int?
        let rate: Int?
        if bytes.hasText("OpusHead", at: packet) {
            // Opus counts in 48,000ths whatever the input was.
            (skipped, rate) = (bytes.little(packet + 10, 2), 48_000)
        } else if bytes.hasText("\u{1}vorbis", at: packet) {
            (skipped, rate) = (0, bytes.little(packet + 12, 4))
        } else if bytes.hasText("theora", at: packet + 1) || bytes.hasText("fishead", at: packet) {
            throw .video
        } else {
            throw .unsupported
        }
        guard let skipped, let rate, rate > 0, endsWithLastPage(bytes) else { throw .unreadable(.ogg) }
        return audio(.ogg, units: lastGranule(bytes, serial: serial).map { $0 - skipped }, perSecond: rate)
    }

    /// Whether the last page is there to its end and says that it is the last: a file that was cut ends with half a page,
    /// or between two.
    private static func endsWithLastPage(_ bytes: MediaBytes) -> Bool {
        let earliest = max(bytes.visibleEnd, bytes.count - usefulTailBytes, 0)
        for offset in stride(from: bytes.count - 4, through: earliest, by: -1)
        where bytes[offset] == UInt8(ascii: "O") && bytes.hasText("OggS", at: offset) {
            return OggFile.page(bytes, at: offset)?.isLast == true
        }
        return false
    }

    private static func lastGranule(_ bytes: MediaBytes, serial: Int) -> Int? {
        // A page has at most 65,307 bytes, so two pages' worth of the end holds a whole one.
        let earliest = max(bytes.visibleEnd, bytes.count - usefulTailBytes, 0)
        for offset in stride(from: bytes.count - 27, through: earliest, by: -1)
        where bytes[offset] == UInt8(ascii: "O") && bytes.hasText("OggS", at: offset) {
            // −1, for a page on which no packet ends, does not fit into a number here.
            guard bytes.big(offset + 14, 4) == serial, let granule = bytes.little(offset + 6, 8) else { continue }
            return granule
        }
        return nil
    }

    static func wav(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        var bytesPerSecond: Int?
        var offset = 12
        while let length = bytes.little(offset + 4, 4) {
            if bytes.hasText("fmt ", at: offset) {
                bytesPerSecond = bytes.little(offset + 16, 4)
            } else if bytes.hasText("data", at: offset) {
                guard let bytesPerSecond, bytesPerSecond > 0 else { break }
                let there = bytes.count - offset - 8
                // A recorder that could not seek back leaves the length open.
                guard length <= there || isOpenLength(length) else { break }
                return audio(.wav, units: min(length, there), perSecond: bytesPerSecond)
            }
            guard let next = bytes.offset(offset, plus: 8 + length + length % 2) else { break }
            offset = next
        }
        throw .unreadable(.wav)
    }

    /// Whether the length of a WAV file's samples is one that says nothing.
    static func isOpenLength(_ length: Int) -> Bool { length >= 0x7FFF_0000 }

    /// RFC 4867, 5: frames of 20 ms each, whose first byte tells their length.
    static func amr(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        let narrow = [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1]
        let wide = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1]
        let isWide = bytes.hasText("#!AMR-WB\n", at: 0)
        guard isWide || bytes.hasText("#!AMR\n", at: 0) else { throw .unsupported }
        var offset = isWide ? 9 : 6
        var frames = 0
        while let head = bytes[offset] {
            let length = (isWide ? wide : narrow)[Int(head >> 3 & 15)]
            guard length > 0, let next = bytes.offset(offset, plus: length) else { throw .unreadable(.amr) }
            offset = next
            frames += 1
        }
        guard frames > 0 else { throw .unreadable(.amr) }
        // Of a file that is too long to be seen whole, nobody knows.
        return audio(.amr, units: offset == bytes.count ? frames : nil, perSecond: 50)
    }
}
