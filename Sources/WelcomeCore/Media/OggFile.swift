/// The pages of an Ogg file with one sound (RFC 3533), whose comments stand in a packet of their own.
enum OggFile {
    struct Page {
        var flags: UInt8
        var granule: Range<Int>
        var serial: Int
        var lacing: Range<Int>
        var body: Range<Int>

        var end: Int { body.upperBound }
        /// Whether its stream ends with it.
        var isLast: Bool { flags & 4 != 0 }
    }

    /// The page at `offset`; `nil` where there is none, or not the whole of it.
    static func page(_ bytes: MediaBytes, at offset: Int) -> Page? {
        guard bytes.hasText("OggS\0", at: offset), let flags = bytes[offset + 5],
            let serial = bytes.big(offset + 14, 4),
            let count = bytes[offset + 26], let start = bytes.offset(offset, plus: 27 + Int(count))
        else { return nil }
        let lacing = (offset + 27)..<start
        var length = 0
        for index in lacing { length += Int(bytes[index] ?? 0) }
        guard let end = bytes.offset(start, plus: length) else { return nil }
        return Page(
            flags: flags, granule: (offset + 6)..<(offset + 14), serial: serial, lacing: lacing, body: start..<end)
    }

    /// Returns the file with an empty list of comments; `nil` where it is cut, or holds more than one stream.
    static func strip(_ source: [UInt8]) -> [UInt8]? {
        let bytes = MediaBytes(head: source, tail: [], byteCount: source.count)
        guard let pages = pages(bytes), let first = pages.first else { return nil }
        let isOpus = bytes.hasText("OpusHead", at: first.body.lowerBound)
        guard isOpus || bytes.hasText("\u{1}vorbis", at: first.body.lowerBound) else { return nil }
        guard let headers = headers(source, pages, count: isOpus ? 2 : 3) else { return nil }
        let comments =
            isOpus
            ? Array("OpusTags".utf8) + [7, 0, 0, 0] + Array("welcome".utf8) + [0, 0, 0, 0]
            : [3] + Array("vorbis".utf8) + [7, 0, 0, 0] + Array("welcome".utf8) + [0, 0, 0, 0, 1]
        guard let written = headerPages([comments] + headers.packets.dropFirst(2), serial: source[14..<18]) else {
            return nil
        }
        var output = Array(source[..<first.end])
        output.reserveCapacity(source.count)
        for (index, page) in written.enumerated() { append(page, number: index + 1, to: &output) }
        for (index, page) in pages.dropFirst(headers.pageCount).enumerated() {
            let head = page.granule.lowerBound - 6
            append(Array(source[head..<page.end]), number: written.count + 1 + index, to: &output)
        }
        return output
    }

    /// All pages up to the one that says that it is the last; `nil` where something else stands between them.
    private static func pages(_ bytes: MediaBytes) -> [Page]? {
        var pages: [Page] = []
        var offset = 0
        while offset < bytes.count {
            guard let page = page(bytes, at: offset), pages.isEmpty == (page.flags & 2 != 0),
                page.serial == pages.first?.serial ?? page.serial
            else { return nil }
            pages.append(page)
            if page.isLast { return pages }
            offset = page.end
        }
        return pages
    }

    /// The first `count` packets, which end with a page, and the number of pages that hold them.
    private static func headers(
        _ source: [UInt8], _ pages: [Page], count: Int
    ) -> (packets: [[UInt8]], pageCount: Int)? {
        var packets: [[UInt8]] = [[]]
        for (index, page) in pages.enumerated() {
            var offset = page.body.lowerBound
            for segment in page.lacing {
                let length = Int(source[segment])
                packets[packets.count - 1] += source[offset..<(offset + length)]
                offset += length
                if length < 255 { packets.append([]) }
            }
            // The last one is the beginning of the next packet.
            guard packets.count - 1 >= count else { continue }
            return packets.count - 1 == count && packets[count].isEmpty ? (packets, index + 1) : nil
        }
        return nil
    }

    /// Pages of `packets`, whose number and checksum are yet to be written.
    private static func headerPages(_ packets: [[UInt8]], serial: ArraySlice<UInt8>) -> [[UInt8]]? {
        var lacing: [UInt8] = []
        var body: [UInt8] = []
        for packet in packets where !packet.isEmpty {
            lacing += Array(repeating: 255, count: packet.count / 255) + [UInt8(packet.count % 255)]
            body += packet
        }
        var pages: [[UInt8]] = []
        var offset = 0
        for start in stride(from: 0, to: lacing.count, by: 255) {
            let part = lacing[start..<min(start + 255, lacing.count)]
            let length = part.reduce(0) { $0 + Int($1) }
            let isContinued: UInt8 = start > 0 && lacing[start - 1] == 255 ? 1 : 0
            // No packet ends on a page that has no lacing value below 255; its position is −1 then.
            let granule = [UInt8](repeating: part.allSatisfy { $0 == 255 } ? 255 : 0, count: 8)
            let head = Array("OggS\0".utf8) + [isContinued] + granule + serial + [UInt8](repeating: 0, count: 8)
            pages.append(head + [UInt8(part.count)] + part + body[offset..<(offset + length)])
            offset += length
        }
        return pages
    }

    private static func append(_ page: [UInt8], number: Int, to output: inout [UInt8]) {
        var page = page
        page.replaceSubrange(18..<22, with: RIFFFile.littleEndian(UInt32(truncatingIfNeeded: number)))
        page.replaceSubrange(22..<26, with: [0, 0, 0, 0])
        page.replaceSubrange(22..<26, with: RIFFFile.littleEndian(checksum(page)))
        output += page
    }

    /// CRC-32 as Ogg has it: the other way round than everybody's, and beginning with 0.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0) { crc, byte in crc << 8 ^ table[Int(crc >> 24 ^ UInt32(byte))] }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 24) { crc, _ in
            crc & 0x8000_0000 == 0 ? crc << 1 : crc << 1 ^ 0x04C1_1DB7
        }
    }
}
