/// What a media file's header says about it, as far as a page needs to know.
package struct MediaFacts: Hashable, Sendable {
    package var format: MediaFormat

    /// The width in pixels, as EXIF orientation shows it; `nil` unless an image.
    package var width: Int?

    /// The height in pixels, as EXIF orientation shows it; `nil` unless an image.
    package var height: Int?

    /// How the stored picture has to be turned, by EXIF: 1 is upright; lost when metadata is stripped.
    package var orientation = 1

    /// How long the sound is; `nil` when it is no sound or its header does not tell.
    package var durationMilliseconds: Int?

    package init(format: MediaFormat) {
        self.format = format
    }

    package var kind: MediaKind { format.kind }
    package var mimeType: String { format.mimeType }
    package var fileExtension: String { format.fileExtension }
}

/// What a page does with a media file.
package enum MediaKind: String, Hashable, Sendable, CaseIterable {
    case image
    case audio
    case document
    /// A theme's own script; never from a lead and never found in a file.
    case script
}

/// The file formats that a page may carry.
package enum MediaFormat: String, Hashable, Sendable, CaseIterable {
    case jpeg
    case png
    case gif
    case webp
    /// Made by tools only.
    case avif
    /// Comes in only: few browsers show it, so that a page gets what tools make of it.
    case heic
    case ogg
    case mp3
    case wav
    /// Sound in an MP4 container, usually AAC.
    case m4a
    case webm
    /// Comes in only: what phones record calls and notes in, and no browser plays.
    case amr
    /// Comes in only: sound of phones in an MP4 container, as a rule AMR.
    case threeGP = "3gp"
    case pdf
    case javascript = "js"

    package var kind: MediaKind {
        switch self {
        case .jpeg, .png, .gif, .webp, .avif, .heic: .image
        case .ogg, .mp3, .wav, .m4a, .webm, .amr, .threeGP: .audio
        case .pdf: .document
        case .javascript: .script
        }
    }

    /// Whether browsers show or play it as it is, so that a page may carry it where no tool is at hand.
    package var isForBrowsers: Bool {
        switch self {
        case .heic, .amr, .threeGP: false
        case .jpeg, .png, .gif, .webp, .avif, .ogg, .mp3, .wav, .m4a, .webm, .pdf, .javascript: true
        }
    }

    /// The type that a server has to send.
    package var mimeType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .avif: "image/avif"
        case .heic: "image/heic"
        case .ogg: "audio/ogg"
        case .mp3: "audio/mpeg"
        case .wav: "audio/wav"
        case .m4a: "audio/mp4"
        case .webm: "audio/webm"
        case .amr: "audio/amr"
        case .threeGP: "audio/3gpp"
        case .pdf: "application/pdf"
        case .javascript: "text/javascript"
        }
    }

    /// The extension of the published file, without a dot; the source's own is ignored.
    package var fileExtension: String {
        self == .jpeg ? "jpg" : rawValue
    }
}
