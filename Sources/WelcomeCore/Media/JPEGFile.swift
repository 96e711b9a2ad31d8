/// The segments of a whole JPEG file (ITU T.81, annex B), up to the end of its first picture.
struct JPEGFile {
    private struct Segment {
        var marker: UInt8
        /// What follows the length; empty for a marker that stands alone.
        var payload: Range<Int>
        /// The compressed data behind the header of a scan.
        var scan: Range<Int>
    }

    private let source: [UInt8]
    private let bytes: MediaBytes
    private var segments: [Segment] = []
    /// The number of colour channels; 0 before the frame header.
    private var channels: UInt8 = 0
    private var orientation = 1
    private var hasScan = false

    /// Takes a file apart; `nil` where it ends before its picture does.
    init?(_ source: [UInt8]) {
        self.source = source
        bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard bytes.big(0, 2) == 0xFFD8 else { return nil }
        var offset = 2
        while let (marker, start) = marker(at: offset) {
            if marker == 0xD9 {
                guard hasScan, channels > 0 else { return nil }
                return
            }
            // TEM and the restart markers stand alone.
            if marker == 0x01 || (0xD0...0xD7).contains(marker) {
                offset = start
                continue
            }
            guard marker >= 0xC0, marker != 0xD8, let length = bytes.big(start, 2), length >= 2,
                let end = bytes.offset(start, plus: length)
            else { return nil }
            let scanEnd = marker == 0xDA ? endOfScan(from: end) : end
            guard let scanEnd else { return nil }
            add(Segment(marker: marker, payload: (start + 2)..<end, scan: end..<scanEnd))
            offset = scanEnd
        }
        return nil
    }

    /// The marker at `offset`, which may be padded, and where it ends.
    private func marker(at offset: Int) -> (UInt8, end: Int)? {
        var offset = offset
        guard bytes[offset] == 0xFF else { return nil }
        while bytes[offset] == 0xFF { offset += 1 }
        return bytes[offset].map { ($0, offset + 1) }
    }

    /// Where the next marker stands behind compressed data, in which 0xFF is followed by 0 or a restart.
    private func endOfScan(from start: Int) -> Int? {
        var offset = start
        while let found = source[offset...].firstIndex(of: 0xFF) {
            guard let next = bytes[found + 1] else { return nil }
            if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { return found }
            offset = found + (next == 0xFF ? 1 : 2)
        }
        return nil
    }

    private mutating func add(_ segment: Segment) {
        switch segment.marker {
        case 0xDA: hasScan = true
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(segment.marker):
            if channels == 0 { channels = bytes[segment.payload.lowerBound + 5] ?? 0 }
        case 0xE1 where orientation == 1 && channels == 0 && isNamed("Exif\0\0", segment):
            let tiff = segment.payload.lowerBound + 6
            orientation = MediaProbe.exifOrientation(bytes, tiff: tiff, end: segment.payload.upperBound) ?? 1
        default: break
        }
        segments.append(segment)
    }

    private func isNamed(_ name: String, _ segment: Segment) -> Bool {
        segment.payload.count >= name.utf8.count && bytes.hasText(name, at: segment.payload.lowerBound)
    }

    /// What the picture's colours are made of; `nil` for what no camera and no scanner writes.
    var colours: PictureColours? {
        switch channels {
        case 1: .grey(hasProfile: isProfileOfPicture)
        case 3: .rgb
        case 4: .cmyk
        default: nil
        }
    }

    // MARK: Writing

    /// The file without anything but the picture, its colour profile and its orientation.
    func stripped() -> [UInt8] {
        var output: [UInt8] = [0xFF, 0xD8]
        output.reserveCapacity(source.count)
        let keepsProfile = isProfileOfPicture
        for segment in segments where segment.marker == 0xE0 && isNamed("JFIF\0", segment) {
            // Version, density; without the thumbnail.
            guard segment.payload.count >= 14 else { continue }
            append(0xE0, Array(source[segment.payload].prefix(12)) + [0, 0], to: &output)
            break
        }
        if orientation != 1 {
            append(0xE1, Array("Exif\0\0".utf8) + MetadataStripper.orientationTIFF(orientation), to: &output)
        }
        for segment in segments {
            switch segment.marker {
            case 0xC0...0xCF, 0xDA...0xDF: append(segment.marker, source[segment.payload], to: &output)
            case 0xE2 where keepsProfile && isNamed(Self.profileName, segment):
                append(0xE2, source[segment.payload], to: &output)
            // How colours are coded: twelve bytes.
            case 0xEE where isNamed("Adobe", segment) && segment.payload.count >= 12:
                append(0xEE, source[segment.payload].prefix(12), to: &output)
            default: break
            }
            output += source[segment.scan]
        }
        return output + [0xFF, 0xD9]
    }

    private func append(_ marker: UInt8, _ payload: some Collection<UInt8>, to output: inout [UInt8]) {
        let length = payload.count + 2
        output += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)]
        output += payload
    }

    private static let profileName = "ICC_PROFILE\0"

    /// Whether the colour profile is one for as many channels as the picture has.
    ///
    /// A grey picture with a profile of three channels, which some editors write, is shown in other ways by every program.
    private var isProfileOfPicture: Bool {
        guard let first = segments.first(where: { $0.marker == 0xE2 && isNamed(Self.profileName, $0) }) else {
            return false
        }
        // Name, number and count of the piece, then the profile, whose colour space stands at its 16th byte.
        let space = first.payload.lowerBound + Self.profileName.utf8.count + 2 + 16
        let names: [UInt8: String] = [1: "GRAY", 3: "RGB ", 4: "CMYK"]
        return names[channels].map { bytes.hasText($0, at: space) } ?? false
    }
}
