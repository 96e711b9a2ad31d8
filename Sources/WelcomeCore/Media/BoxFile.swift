/// Sound in the boxes of MP4 (ISO 14496-12), whose index holds positions in the file: what goes is blanked where it stands.
enum BoxFile {
    /// The boxes at the top without which nothing is heard.
    private static let keptAtTop: Set<String> = ["ftyp", "styp", "moov", "mdat", "moof", "mfra", "sidx"]
    /// Boxes that consist of others, among which there may be words about the sound.
    private static let containers: Set<String> = ["moov", "trak", "mdia", "minf", "moof", "traf"]
    /// Words, pictures, places, and what only one maker's programs know.
    private static let dropped: Set<String> = ["udta", "meta", "uuid", "free", "skip", "wide"]
    /// Boxes that say when the sound was made and changed, behind version and flags.
    private static let dated: Set<String> = ["mvhd", "tkhd", "mdhd"]

    /// Tracks that are no sound: moving pictures, words, places, times of day.
    private static let otherTracks = ["vide", "text", "sbtl", "subt", "clcp", "meta", "tmcd", "mdta"]

    /// Returns the file without metadata; `nil` where it is not whole, or holds other tracks than sound.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard var boxes = wholeBoxes(bytes, in: 0..<bytes.count),
            // Index and samples: of a file that was cut between two boxes, one is missing.
            ["moov", "mdat"].allSatisfy({ name in boxes.contains { bytes.hasText(name, at: $0.name) } })
        else { return nil }
        var output = source
        while let box = boxes.popLast() {
            let name = String(decoding: source[box.name..<(box.name + 4)], as: UTF8.self)
            if !box.isInside && !keptAtTop.contains(name) || dropped.contains(name) {
                output.replaceSubrange(box.name..<(box.name + 4), with: "free".utf8)
                blank(box.body, in: &output)
            } else if containers.contains(name) {
                guard let inner = wholeBoxes(bytes, in: box.body, isInside: true) else { return nil }
                boxes += inner
            } else if dated.contains(name) {
                let length = bytes[box.body.lowerBound] == 1 ? 16 : 8
                let start = box.body.lowerBound + 4
                guard start + length <= box.body.upperBound else { return nil }
                blank(start..<(start + length), in: &output)
            } else if name == "hdlr" {
                // The kind of a track, and behind it a name that recorders give it.
                let kind = box.body.lowerBound + 8
                guard box.body.count >= 24, !otherTracks.contains(where: { bytes.hasText($0, at: kind) }) else {
                    return nil
                }
                blank((box.body.lowerBound + 24)..<box.body.upperBound, in: &output)
            }
        }
        return output
    }

    private struct Box {
        var name: Int
        var body: Range<Int>
        var isInside: Bool
    }

    /// The boxes of `range`; `nil` unless they fill it.
    private static func wholeBoxes(_ bytes: MediaBytes, in range: Range<Int>, isInside: Bool = false) -> [Box]? {
        let boxes = MediaProbe.boxes(bytes, in: range)
        guard boxes.last?.body.upperBound ?? range.lowerBound == range.upperBound else { return nil }
        return boxes.map { Box(name: $0.name, body: $0.body, isInside: isInside) }
    }

    private static func blank(_ range: Range<Int>, in output: inout [UInt8]) {
        output.replaceSubrange(range, with: repeatElement(0, count: range.count))
    }
}

/// Sound in WebM (RFC 9559), whose index holds positions in the file: what goes becomes an empty stretch.
enum WebMFile {
    private static let segment = 0x1853_8067
    private static let info = 0x1549_A966
    private static let cluster = 0x1F43_B675
    /// Tags, attached files and chapters.
    private static let dropped = [0x1254_C367, 0x1941_A469, 0x1043_A770]
    /// Title, date, names of this file and its neighbours; and a checksum, which would be wrong.
    private static let droppedOfInfo = [0x7BA9, 0x4461, 0x7384, 0x3C83AB, 0x3E83BB, 0xBF]

    /// Returns the file without metadata; `nil` where it is not whole.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        var output = source
        var offset = 0
        var end = bytes.count
        var hasSound = false
        while offset < end {
            guard let element = MediaProbe.element(bytes, at: offset) else { return nil }
            switch element.id {
            case segment where end == bytes.count:
                if let stop = element.end {
                    guard stop <= end else { return nil }
                    output.removeLast(end - stop)
                    end = stop
                }
                offset = element.body
                continue
            case cluster:
                hasSound = true
                guard let stop = element.end else {
                    // A recorder in a browser leaves the length open, and nothing but sound may follow.
                    return mentions(dropped, source[element.body...]) ? nil : output
                }
                guard stop <= end else { return nil }
            default:
                guard let stop = element.end, stop <= end else { return nil }
                if dropped.contains(element.id) { void(offset..<stop, in: &output) }
                if element.id == info { guard stripInfo(bytes, element.body..<stop, &output) else { return nil } }
            }
            offset = element.end ?? end
        }
        return hasSound ? output : nil
    }

    private static func stripInfo(_ bytes: MediaBytes, _ range: Range<Int>, _ output: inout [UInt8]) -> Bool {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let part = MediaProbe.element(bytes, at: offset), let end = part.end, end <= range.upperBound else {
                return false
            }
            if droppedOfInfo.contains(part.id) { void(offset..<end, in: &output) }
            offset = end
        }
        return true
    }

    /// Makes an empty stretch of an element, which has at least two bytes.
    private static func void(_ range: Range<Int>, in output: inout [UInt8]) {
        var head: [UInt8] = [0xEC, 0x80 | UInt8(truncatingIfNeeded: range.count - 2)]
        // One byte tells lengths below 127, eight any other.
        if range.count - 2 > 126 {
            let length = range.count - 9
            head = [0xEC, 1] + (0..<7).reversed().map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
        }
        let zeros = repeatElement(UInt8(0), count: range.count - head.count)
        output.replaceSubrange(range, with: head + zeros)
    }

    private static func mentions(_ ids: [Int], _ bytes: ArraySlice<UInt8>) -> Bool {
        ids.contains { id in
            let name = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> $0) }
            return bytes.firstRange(of: name) != nil
        }
    }
}
