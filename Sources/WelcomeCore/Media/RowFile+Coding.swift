/// Files of rows as records, for a build that has more of them than memory.
extension RowFile {
    /// The record of this file.
    package var encoded: [UInt8] {
        var writer = RecordWriter(output: [])
        switch self {
        case .unusable(let code):
            writer.write(0)
            writer.write(code.rawValue)
        case .asset(let asset):
            writer.write(1)
            writer.write(asset)
        }
        return writer.output
    }

    /// Reads a record.
    ///
    /// - Throws: `MalformedRecord` where it is none.
    package init(encoded: [UInt8]) throws(MalformedRecord) {
        var reader = RecordReader(bytes: encoded)
        switch try reader.number() {
        case 0:
            guard let code = DiagnosticCode(rawValue: try reader.text()) else { throw MalformedRecord() }
            self = .unusable(code)
        case 1: self = .asset(try reader.asset())
        default: throw MalformedRecord()
        }
    }
}

extension RecordWriter {
    fileprivate mutating func write(_ asset: MediaAsset) {
        write(asset.hash)
        write(asset.byteCount)
        write(asset.facts)
        switch asset.content {
        case .file(let path):
            write(0)
            write(path)
        case .bytes(let bytes):
            write(1)
            write(bytes)
        }
        write(asset.isCleared ? 1 : 0)
        write(asset.shortcoming.map { [$0] } ?? [])
        switch asset.prepared {
        case nil: write(0)
        case .voice(let voice):
            write(1)
            write(voice.sources)
            write(voice.durationMilliseconds)
            write(voice.waveform)
            write([voice.note].compactMap(\.self))
        case .picture(let picture):
            write(2)
            write(picture)
        case .document(let document):
            write(3)
            write(document.file)
            write(document.pageCount)
            write(document.cover == nil ? 0 : 1)
            if let cover = document.cover { write(cover) }
        }
    }

    private mutating func write(_ assets: [MediaAsset]) {
        write(assets.count)
        for asset in assets { write(asset) }
    }

    private mutating func write(_ picture: PreparedPicture) {
        write(picture.avif)
        write(picture.jpeg)
        write(picture.width)
        write(picture.height)
        write(picture.colour)
    }

    private mutating func write(_ facts: MediaFacts) {
        write(facts.format.rawValue)
        write(facts.orientation)
        for number in [facts.width, facts.height, facts.durationMilliseconds] { write(signed: number ?? -1) }
    }
}

extension RecordReader {
    fileprivate mutating func asset() throws(MalformedRecord) -> MediaAsset {
        let (hash, byteCount, facts) = (try text(), try number(), try facts())
        let content: MediaAsset.Content = try number() == 0 ? .file(try text()) : .bytes(try bytes())
        var asset = MediaAsset(hash: hash, byteCount: byteCount, facts: facts, content: content)
        asset.isCleared = try number() == 1
        asset.shortcoming = try texts().first
        switch try number() {
        case 0: break
        case 1:
            asset.prepared = .voice(
                PreparedVoice(
                    sources: try assets(), durationMilliseconds: try number(), waveform: try bytes(),
                    note: try assets().first))
        case 2: asset.prepared = .picture(try picture())
        case 3:
            let (file, pageCount) = (try self.asset(), try number())
            asset.prepared = .document(
                PreparedDocument(file: file, pageCount: pageCount, cover: try number() == 0 ? nil : try picture()))
        default: throw MalformedRecord()
        }
        return asset
    }

    private mutating func assets() throws(MalformedRecord) -> [MediaAsset] {
        var assets: [MediaAsset] = []
        for _ in 0..<(try count()) { assets.append(try asset()) }
        return assets
    }

    private mutating func picture() throws(MalformedRecord) -> PreparedPicture {
        let (avif, jpeg) = (try assets(), try assets())
        guard !jpeg.isEmpty else { throw MalformedRecord() }
        return PreparedPicture(
            avif: avif, jpeg: jpeg, width: try number(), height: try number(), colour: try text())
    }

    private mutating func facts() throws(MalformedRecord) -> MediaFacts {
        guard let format = MediaFormat(rawValue: try text()) else { throw MalformedRecord() }
        var facts = MediaFacts(format: format)
        facts.orientation = try number()
        let numbers = [try signedNumber(), try signedNumber(), try signedNumber()].map { $0 < 0 ? nil : $0 }
        (facts.width, facts.height, facts.durationMilliseconds) = (numbers[0], numbers[1], numbers[2])
        return facts
    }
}
