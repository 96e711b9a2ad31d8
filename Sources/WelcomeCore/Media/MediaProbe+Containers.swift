extension MediaProbe {
    /// ISO 14496-12: the movie box tells length and tracks; only sound may be in it.
    static func mp4(_ bytes: MediaBytes, _ format: MediaFormat) throws(MediaProblem) -> MediaFacts {
        let images = ["avif", "avis", "heim", "heis", "mif1", "msf1", "crx "]
        if images.contains(where: { bytes.hasText($0, at: 8) }) { throw .unsupported }
        let top = boxes(bytes, in: 0..<bytes.count)
        guard let movie = top.first(where: { $0.isNamed("moov", bytes) }), !isCut(bytes, behind: top) else {
            throw .unreadable(format)
        }
        var length: (units: Int?, perSecond: Int?)
        var handlers: [MP4Box] = []
        for box in boxes(bytes, in: movie.body) {
            if box.isNamed("mvhd", bytes) {
                let start = box.body.lowerBound
                length =
                    bytes[start] == 1
                    ? (bytes.big(start + 24, 8), bytes.big(start + 20, 4))
                    : (bytes.big(start + 16, 4), bytes.big(start + 12, 4))
            } else if box.isNamed("trak", bytes) {
                handlers += boxes(bytes, in: box.body).filter { $0.isNamed("mdia", bytes) }
                    .flatMap { boxes(bytes, in: $0.body) }.filter { $0.isNamed("hdlr", bytes) }
            }
        }
        let hasVideo = handlers.contains { bytes.hasText("vide", at: $0.body.lowerBound + 8) }
        let hasSound = handlers.contains { bytes.hasText("soun", at: $0.body.lowerBound + 8) }
        if hasVideo { throw .video }
        guard hasSound else { throw .unreadable(format) }
        return audio(format, units: length.units, perSecond: length.perSecond)
    }

    /// Whether a box begins behind `boxes` that ends behind the file, as the samples of one that was cut do.
    private static func isCut(_ bytes: MediaBytes, behind boxes: [MP4Box]) -> Bool {
        let start = boxes.last?.body.upperBound ?? 0
        guard boxes.count < 256, let size = bytes.big(start, 4), bytes.big(start + 4, 4) != nil else { return false }
        guard let length = size == 1 ? bytes.big(start + 8, 8) : size else { return true }
        return bytes.offset(start, plus: length) == nil
    }

    struct MP4Box {
        var name: Int
        var body: Range<Int>

        func isNamed(_ name: String, _ bytes: MediaBytes) -> Bool { bytes.hasText(name, at: self.name) }
    }

    /// The boxes that lie one behind another in `range`, as far as they can be read.
    static func boxes(_ bytes: MediaBytes, in range: Range<Int>) -> [MP4Box] {
        var boxes: [MP4Box] = []
        var start = range.lowerBound
        // No file of ours has many; a stranger's may have millions of empty ones.
        while boxes.count < 256, start + 8 <= range.upperBound, var size = bytes.big(start, 4) {
            var header = 8
            if size == 1 {
                guard let large = bytes.big(start + 8, 8) else { break }
                (size, header) = (large, 16)
            } else if size == 0 {
                size = range.upperBound - start
            }
            guard size >= header, let end = bytes.offset(start, plus: size), end <= range.upperBound else { break }
            boxes.append(MP4Box(name: start + 4, body: (start + header)..<end))
            start = end
        }
        return boxes
    }

    /// RFC 8794 and 9559: WebM with sound alone; recorders in browsers leave the length out.
    static func webm(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        let top = elements(bytes, in: 0..<bytes.count)
        guard let header = top.first(where: { $0.id == 0x1A45_DFA3 }),
            let segment = top.first(where: { $0.id == 0x1853_8067 })
        else { throw .unreadable(.webm) }
        let isWebM = elements(bytes, in: header.body).contains {
            $0.id == 0x4282 && bytes.hasText("webm", at: $0.body.lowerBound)
        }
        guard isWebM else { throw .unsupported }
        guard segment.isWhole else { throw .unreadable(.webm) }
        var scale = 1_000_000
        var duration: Double?
        var trackTypes: [UInt8] = []
        for element in elements(bytes, in: segment.body) {
            let parts = [0x1549_A966, 0x1654_AE6B].contains(element.id) ? elements(bytes, in: element.body) : []
            for part in parts {
                switch part.id {
                case 0x2AD7B1: scale = bytes.big(part.body.lowerBound, min(part.body.count, 8)) ?? scale
                case 0x4489: duration = float(bytes, part.body)
                case 0xAE:
                    let types = elements(bytes, in: part.body).filter { $0.id == 0x83 && $0.body.count == 1 }
                    trackTypes += types.compactMap { bytes[$0.body.lowerBound] }
                default: break
                }
            }
        }
        if trackTypes.contains(1) { throw .video }
        guard trackTypes.contains(2) else { throw .unreadable(.webm) }
        // In microseconds, so that a scale of nanoseconds keeps its fractions.
        let microseconds = duration.map { ($0 * Double(scale) / 1_000).rounded() }
        return audio(.webm, units: microseconds.flatMap { Int(exactly: $0) }, perSecond: 1_000_000)
    }

    private struct EBMLElement {
        var id: Int
        var body: Range<Int>
        var isWhole: Bool
    }

    /// The elements one behind another in `range`, up to the first cluster of sound.
    private static func elements(_ bytes: MediaBytes, in range: Range<Int>) -> [EBMLElement] {
        var elements: [EBMLElement] = []
        var start = range.lowerBound
        while elements.count < 256, start < range.upperBound, let element = element(bytes, at: start),
            element.id != 0x1F43_B675
        {
            let end = min(element.end ?? range.upperBound, range.upperBound)
            guard element.body <= end else { break }
            let isWhole = element.end.map { $0 <= bytes.count } ?? true
            elements.append(EBMLElement(id: element.id, body: element.body..<end, isWhole: isWhole))
            start = end
        }
        return elements
    }

    /// The element at `start`: its name, where its content begins, and where it ends, which may be behind the file.
    ///
    /// `end` is `nil` where the element leaves its length open.
    static func element(_ bytes: MediaBytes, at start: Int) -> (id: Int, body: Int, end: Int?)? {
        guard let id = variableNumber(bytes, at: start, keepsMarker: true),
            let size = variableNumber(bytes, at: start + id.length, keepsMarker: false)
        else { return nil }
        let body = start + id.length + size.length
        // All ones: the length is not known.
        guard size.value != 1 << (7 * size.length) - 1 else { return (id.value, body, nil) }
        let (end, overflows) = body.addingReportingOverflow(size.value)
        return (id.value, body, overflows ? .max : end)
    }

    /// A number whose first byte tells its length by its leading zero bits.
    private static func variableNumber(
        _ bytes: MediaBytes,
        at start: Int,
        keepsMarker: Bool
    ) -> (value: Int, length: Int)? {
        guard let first = bytes[start], first != 0 else { return nil }
        let length = first.leadingZeroBitCount + 1
        guard let value = bytes.big(start, length) else { return nil }
        return (keepsMarker ? value : value & (1 << (7 * length) - 1), length)
    }

    private static func float(_ bytes: MediaBytes, _ range: Range<Int>) -> Double? {
        switch range.count {
        case 4: bytes.big(range.lowerBound, 4).map { Double(Float(bitPattern: UInt32($0))) }
        case 8: bytes.big(range.lowerBound, 8).map { Double(bitPattern: UInt64($0)) }
        default: nil
        }
    }
}
