import Crypto
import Foundation
import WelcomeCore

/// What the cache remembers of one medium, as it stands on disk.
struct MediaRecord: Codable, Equatable {
    /// One file that was made, by the name that it has as an asset.
    struct File: Codable, Equatable {
        var hash: String
        var bytes: Int
        var format: String
        var width: Int?
        var height: Int?
        var milliseconds: Int?
    }

    /// A picture in its widths.
    struct Picture: Codable, Equatable {
        var avif: [File]
        var jpeg: [File]
        var width: Int
        var height: Int
        var colour: String
    }

    /// A sound in its formats.
    struct Voice: Codable, Equatable {
        var sources: [File]
        var milliseconds: Int
        var waveform: [UInt8]
        /// Ogg with Opus for chats, where there is one.
        var note: File?
    }

    /// What is known of a document; the file itself is the original.
    struct Document: Codable, Equatable {
        var pages: Int
        var cover: Picture?
    }

    /// Why a file can be on no page, as far as that was found out by looking through the whole of it.
    enum Refusal: String, Codable {
        case unreadable
        case locked
        case pageless
    }

    /// The hash of the file from which it was made.
    var source: String
    var voice: Voice?
    var picture: Picture?
    var document: Document?
    /// The file without its metadata, where nothing else was made of it.
    var stripped: File?
    var refusal: Refusal?

    /// Every file that was made.
    var files: [File] {
        let pictures = [picture, document?.cover].compactMap(\.self)
        return (voice?.sources ?? []) + [voice?.note, stripped].compactMap(\.self)
            + pictures.flatMap { $0.avif + $0.jpeg }
    }
}

// MARK: - Bytes

extension MediaRecord {
    /// The record with its own hash on the first line, so that one that is damaged is known.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let body = try encoder.encode(self)
        return Array((hexadecimal(SHA256.hash(data: body)) + "\n").utf8) + body
    }

    /// Reads a record; `nil` where it is damaged.
    init?(_ bytes: [UInt8]) {
        let body = Data(bytes.dropFirst(65))
        guard bytes.starts(with: Array((hexadecimal(SHA256.hash(data: body)) + "\n").utf8)),
            // What has its hash was written by us; should it be of another version, it is made anew.
            let record = try? JSONDecoder().decode(MediaRecord.self, from: body)
        else { return nil }
        self = record
    }
}

// MARK: - Values

extension MediaRecord.File {
    init(_ asset: MediaAsset) {
        self.init(
            hash: asset.hash, bytes: asset.byteCount, format: asset.facts.format.rawValue, width: asset.facts.width,
            height: asset.facts.height, milliseconds: asset.facts.durationMilliseconds)
    }

    /// The name that it has in the cache and under which it is published.
    var name: String? { asset(in: "").map(\.publishedName) }

    /// The file as an asset that lies in `folder`.
    func asset(in folder: String) -> MediaAsset? {
        guard let format = MediaFormat(rawValue: format) else { return nil }
        var facts = MediaFacts(format: format)
        (facts.width, facts.height, facts.durationMilliseconds) = (width, height, milliseconds)
        var asset = MediaAsset(hash: hash, byteCount: bytes, facts: facts, content: .bytes([]))
        asset.content = .file("\(folder)/\(asset.publishedName)")
        asset.isCleared = true
        return asset
    }
}

extension MediaRecord.Picture {
    init(_ picture: PreparedPicture) {
        self.init(
            avif: picture.avif.map(MediaRecord.File.init), jpeg: picture.jpeg.map(MediaRecord.File.init),
            width: picture.width, height: picture.height, colour: picture.colour)
    }

    func picture(in folder: String) -> PreparedPicture? {
        let (avif, jpeg) = (avif.compactMap { $0.asset(in: folder) }, jpeg.compactMap { $0.asset(in: folder) })
        guard !jpeg.isEmpty else { return nil }
        return PreparedPicture(avif: avif, jpeg: jpeg, width: width, height: height, colour: colour)
    }
}

extension MediaRecord {
    init(of media: PreparedMedia, source: String) {
        self.init(source: source)
        switch media {
        case .voice(let voice):
            self.voice = Voice(
                sources: voice.sources.map(File.init), milliseconds: voice.durationMilliseconds,
                waveform: voice.waveform, note: voice.note.map(File.init))
        case .picture(let picture): self.picture = Picture(picture)
        case .document(let document):
            self.document = Document(pages: document.pageCount, cover: document.cover.map(Picture.init))
        }
    }

    /// What the record says about `original`, with files that lie in `folder`.
    func media(of original: MediaAsset, in folder: String) -> PreparedMedia? {
        if let voice {
            let sources = voice.sources.compactMap { $0.asset(in: folder) }
            return .voice(
                PreparedVoice(
                    sources: sources, durationMilliseconds: voice.milliseconds, waveform: voice.waveform,
                    note: voice.note.flatMap { $0.asset(in: folder) }))
        }
        if let picture { return picture.picture(in: folder).map(PreparedMedia.picture) }
        return document.map { document in
            let cover = document.cover.flatMap { $0.picture(in: folder) }
            return .document(PreparedDocument(file: original, pageCount: document.pages, cover: cover))
        }
    }
}

extension MediaRecord {
    /// The problem that the record tells of a file of `format`.
    func problem(_ format: MediaFormat) -> MediaProblem? {
        switch refusal {
        case .unreadable: .unreadable(format)
        case .locked: .locked
        case .pageless: .pageless
        case nil: nil
        }
    }

    /// A record of a file that was refused; `nil` where that depends on more than the file.
    init?(refusing source: String, for problem: MediaProblem) {
        self.init(source: source)
        switch problem {
        case .unreadable: refusal = .unreadable
        case .locked: refusal = .locked
        case .pageless: refusal = .pageless
        default: return nil
        }
    }
}
