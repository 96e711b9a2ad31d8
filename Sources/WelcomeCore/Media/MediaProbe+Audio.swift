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
        guard let skipped, let rate, rate > 0 else { throw .unreadable(.ogg) }
        return audio(.ogg, units: lastGranule(bytes, serial: serial).map { $0 - skipped }, perSecond: rate)
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
                // A recorder that could not seek back leaves the length open.
                return audio(.wav, units: min(length, bytes.count - offset - 8), perSecond: bytesPerSecond)
            }
            guard let next = bytes.offset(offset, plus: 8 + length + length % 2) else { break }
            offset = next
        }
        throw .unreadable(.wav)
    }
}
