extension MediaProbe {
    /// ISO 14496-12: the movie box tells length and tracks; only sound may be in it.
    static func mp4(_ bytes: MediaBytes) throws(MediaProblem) -> MediaFacts {
        let images = ["avif", "avis", "heim", "heis", "mif1", "msf1", "crx "]
        if images.contains(where: { bytes.hasText($0, at: 8) }) { throw .unsupported }
        guard let movie = boxes(bytes, in: 0..<bytes.count).first(where: { $0.isNamed("moov", bytes) }) else {
            throw .unreadable(.m4a)
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
        guard hasSound else { throw .unreadable(.m4a) }
        return audio(.m4a, units: length.units, perSecond: length.perSecond)
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
    }

    /// The elements one behind another in `range`, up to the first cluster of sound.
    private static func elements(_ bytes: MediaBytes, in range: Range<Int>) -> [EBMLElement] {
        var elements: [EBMLElement] = []
        var start = range.lowerBound
        while elements.count < 256, start < range.upperBound,
            let id = variableNumber(bytes, at: start, keepsMarker: true), id.value != 0x1F43_B675,
            let size = variableNumber(bytes, at: start + id.length, keepsMarker: false)
        {
            let body = start + id.length + size.length
            // All ones: the length is not known, so the element reaches to the end.
            let isOpen = size.value == 1 << (7 * size.length) - 1
            let end = isOpen ? range.upperBound : min(bytes.offset(body, plus: size.value) ?? .max, range.upperBound)
            guard body <= end else { break }
            elements.append(EBMLElement(id: id.value, body: body..<end))
            start = end
        }
        return elements
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
