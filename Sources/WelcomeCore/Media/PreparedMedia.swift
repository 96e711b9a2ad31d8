/// What tools made of a media file, so that every phone can show or play it.
///
/// A medium without it is published as it came: that is what a build does where the tools are missing.
package indirect enum PreparedMedia: Sendable, Hashable {
    case voice(PreparedVoice)
    case picture(PreparedPicture)
    case document(PreparedDocument)

    /// Every file that a page with the medium names.
    package var files: [MediaAsset] {
        switch self {
        case .voice(let voice): voice.sources
        case .picture(let picture): picture.avif + picture.jpeg
        case .document(let document): [document.file] + (document.cover.map { $0.avif + $0.jpeg } ?? [])
        }
    }

    /// Every file that was made, those that only channels send among them.
    package var allFiles: [MediaAsset] {
        guard case .voice(let voice) = self, let note = voice.note, !voice.sources.contains(note) else { return files }
        return files + [note]
    }
}

/// A voice message in forms that any browser plays.
package struct PreparedVoice: Sendable, Hashable {
    /// In the order in which a browser is to try them: MP3 first, the original Ogg second where it was one.
    package var sources: [MediaAsset]
    package var durationMilliseconds: Int
    /// The loudness of 64 equal stretches, each 0…255 of the loudest.
    package var waveform: [UInt8]
    /// Opus in Ogg with one channel, which chats play as a voice message; no page names it.
    ///
    /// `nil` where ffmpeg lacks the encoder.
    package var note: MediaAsset?

    package init(sources: [MediaAsset], durationMilliseconds: Int, waveform: [UInt8], note: MediaAsset? = nil) {
        self.sources = sources
        self.durationMilliseconds = durationMilliseconds
        self.waveform = waveform
        self.note = note
    }
}

/// A picture, upright, in sRGB and without metadata, in several widths.
package struct PreparedPicture: Sendable, Hashable {
    /// Ascending by width, the same widths in both; never wider than the original.
    package var avif: [MediaAsset]
    package var jpeg: [MediaAsset]
    /// The original's size as it is seen, in pixels.
    package var width: Int
    package var height: Int
    /// The dominant colour, as `#rrggbb`.
    package var colour: String

    /// - Precondition: there is at least one JPEG.
    package init(avif: [MediaAsset], jpeg: [MediaAsset], width: Int, height: Int, colour: String) {
        precondition(!jpeg.isEmpty)
        self.avif = avif
        self.jpeg = jpeg
        self.width = width
        self.height = height
        self.colour = colour
    }
}

/// A document with what there is to say about it before anybody loads it.
package struct PreparedDocument: Sendable, Hashable {
    package var file: MediaAsset
    package var pageCount: Int
    /// The first page.
    package var cover: PreparedPicture?

    package init(file: MediaAsset, pageCount: Int, cover: PreparedPicture?) {
        self.file = file
        self.pageCount = pageCount
        self.cover = cover
    }
}
