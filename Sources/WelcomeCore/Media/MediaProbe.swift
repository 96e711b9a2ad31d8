/// Tells what a media file is by its bytes alone; name and declared type do not count.
package enum MediaProbe {
    /// How much of a file's end `probe` looks at.
    package static let usefulTailBytes = 131_072

    /// Looks at the header of a file of `byteCount` bytes.
    ///
    /// `head` is its first bytes; the whole file is best, as an MP3's cover art or an MP4's index may push what matters far
    /// back. `tail` is its last bytes, and may be empty when `head` is the whole file.
    ///
    /// - Complexity: O(1) but for the search of an Ogg file's last page in `tail`.
    package static func probe(head: [UInt8], tail: [UInt8], byteCount: Int) -> Result<MediaFacts, MediaProblem> {
        let bytes = MediaBytes(head: head, tail: tail, byteCount: byteCount)
        do throws(MediaProblem) {
            guard bytes.count > 0 else { throw .empty }
            let format = try format(of: bytes)
            guard bytes.count <= format.kind.maxBytes else { throw .tooLarge(format.kind) }
            let facts = try facts(of: bytes, as: format)
            if let width = facts.width, let height = facts.height { try check(width: width, height: height) }
            return .success(facts)
        } catch {
            return .failure(error)
        }
    }

    private static func format(of bytes: MediaBytes) throws(MediaProblem) -> MediaFormat {
        if bytes.big(0, 3) == 0xFFD8FF { return .jpeg }
        if bytes.big(0, 4) == 0x8950_4E47, bytes.big(4, 4) == 0x0D0A_1A0A { return .png }
        if bytes.hasText("GIF87a", at: 0) || bytes.hasText("GIF89a", at: 0) { return .gif }
        if bytes.hasText("RIFF", at: 0), bytes.hasText("WEBP", at: 8) { return .webp }
        if bytes.hasText("RIFF", at: 0), bytes.hasText("WAVE", at: 8) { return .wav }
        if bytes.hasText("OggS", at: 0) { return .ogg }
        if bytes.hasText("%PDF-", at: 0) { return .pdf }
        if bytes.hasText("ftyp", at: 4) { return isHEIC(bytes) ? .heic : bytes.hasText("3g", at: 8) ? .threeGP : .m4a }
        if bytes.hasText("#!AMR", at: 0) { return .amr }
        if bytes.big(0, 4) == 0x1A45_DFA3 { return .webm }
        if bytes.hasText("ID3", at: 0) || MP3Frame(bytes, at: 0) != nil { return .mp3 }
        throw textProblem(bytes)
    }

    private static func facts(of bytes: MediaBytes, as format: MediaFormat) throws(MediaProblem) -> MediaFacts {
        switch format {
        case .jpeg: try jpeg(bytes)
        case .png: try png(bytes)
        case .gif: try gif(bytes)
        case .webp: try webp(bytes)
        case .ogg: try ogg(bytes)
        case .mp3: try mp3(bytes)
        case .wav: try wav(bytes)
        case .m4a, .threeGP: try mp4(bytes, format)
        case .amr: try amr(bytes)
        case .heic: try heic(bytes)
        case .webm: try webm(bytes)
        case .pdf: try pdf(bytes)
        // Made by us, so that none is ever recognised.
        case .avif, .javascript: throw .unreadable(format)
        }
    }

    private static func check(width: Int, height: Int) throws(MediaProblem) {
        guard width <= 16_384, height <= 16_384, width * height <= 50_000_000 else { throw .tooManyPixels }
    }

    /// A PDF that was not cut short ends with a mark in its last 1,024 bytes, as its readers demand.
    private static func pdf(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        guard let version = bytes[5], (0x31...0x32).contains(version) else { throw .unreadable(.pdf) }
        let end = (max(0, bytes.count - 1_024)..<bytes.count).contains { bytes.hasText("%%EOF", at: $0) }
        guard end else { throw .unreadable(.pdf) }
        return MediaFacts(format: .pdf)
    }

    /// Names what a file is that has no known magic number, as far as the answer helps its owner.
    private static func textProblem(_ bytes: MediaBytes) -> MediaProblem {
        var start = bytes.big(0, 3) == 0xEFBBBF ? 3 : 0
        while start < 1_024, let byte = bytes[start], [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) { start += 1 }
        if bytes[start] == UInt8(ascii: "<") { return .markup }
        let lists = ["#EXTM3U", "ffconcat", "[playlist]", "[Reference]", "v=0"]
        return lists.contains { bytes.hasText($0, at: start) } ? .playlist : .unsupported
    }
}
