/// Why a media file cannot stand on a page.
package enum MediaProblem: Error, Hashable, Sendable {
    case empty
    /// HTML, SVG or other XML: it could carry scripts.
    case markup
    /// A list of other files or addresses, which a player would open.
    case playlist
    /// A container with moving pictures.
    case video
    /// None of the formats of `MediaFormat`.
    case unsupported
    /// More bytes than files of this kind may have.
    case tooLarge(MediaKind)
    /// More pixels, or a longer side, than a browser on a phone can bear.
    case tooManyPixels
    /// The format is known by its first bytes, but the header is cut, broken or beyond the bytes that were read.
    case unreadable(MediaFormat)
    /// A document that asks for a password.
    case locked
    /// A document without a page.
    case pageless
    /// A URL that the settings do not let us fetch.
    case notFetched
    /// A URL that gave no file, now or earlier.
    case unreachable
    /// A format that browsers cannot show, of which tools made nothing that they can.
    case unprepared(MediaFormat)

    /// The code under which the problem is reported.
    package var code: DiagnosticCode {
        switch self {
        case .tooLarge, .tooManyPixels: .mediaTooLarge
        case .notFetched: .mediaRemote
        case .unreachable: .mediaUnreachable
        case .empty, .markup, .playlist, .video, .unsupported, .unreadable, .locked, .pageless, .unprepared: .mediaType
        }
    }
}

extension MediaProblem: CustomStringConvertible {
    /// The broken rule as a headline.
    package var description: String {
        switch self {
        case .empty: "file is empty"
        case .markup: "HTML and SVG cannot be used as media"
        case .playlist: "playlists cannot be used as media"
        case .video: "video cannot be used; only sound, images and PDF can"
        case .unsupported: "file must be JPEG, PNG, GIF, WebP, HEIC, Ogg, MP3, WAV, M4A, AMR, 3GP, WebM sound or PDF"
        case .tooLarge(let kind): "\(kind.rawValue) is larger than \(kind.maxBytes / 1_048_576) MiB"
        case .tooManyPixels: "image has more than 50 megapixels or a side over 16,384 pixels"
        case .locked: "the PDF asks for a password"
        case .pageless: "the PDF has no pages"
        case .notFetched: "the URL is not fetched"
        case .unreachable: "there is no copy of what lies behind the URL"
        case .unreadable(let format): "\(format.rawValue) file is cut short or broken"
        case .unprepared(let format):
            "browsers do not open \(format.rawValue), and no tool turned it into a format that they do"
        }
    }
}

extension MediaKind {
    /// The most bytes that a file of this kind may have.
    package var maxBytes: Int {
        switch self {
        case .image: 25 * 1_048_576
        case .audio: 20 * 1_048_576
        case .document: 100 * 1_048_576
        case .script: 65_536
        }
    }
}
