/// The media of one page, in the order they are shown.
package struct PageMedia: Sendable, Hashable {
    package var voice: Voice?
    package var photos: [Picture] = []
    package var priceLists: [Picture] = []
    package var documents: [Document] = []

    package init() {}

    /// A voice message, with what it says for people who cannot hear it.
    package struct Voice: Sendable, Hashable {
        package var asset: MediaAsset
        package var transcript: String?
    }

    /// A photo or a picture of a price list.
    package struct Picture: Sendable, Hashable {
        package var asset: MediaAsset
        package var alt: String?
        package var caption: String?
    }

    /// A file to download.
    package struct Document: Sendable, Hashable {
        package var asset: MediaAsset
        package var title: String?
    }

    /// Every medium, in the order they are shown.
    package var all: [MediaAsset] {
        [voice?.asset].compactMap(\.self) + (photos + priceLists).map(\.asset) + documents.map(\.asset)
    }

    /// Every file that the page needs to exist, each once.
    package var assets: Set<MediaAsset> { Set(all.flatMap(\.publishedFiles)) }
}

/// The media that a lead's own row asks for, in place of the theme's.
package struct LeadMedia: Sendable, Hashable {
    package var voice: String?
    package var images: [String]?
    package var documents: [String]?

    package init(of lead: Lead) {
        voice = lead.voice
        images = lead.images
        documents = lead.documents
    }

    /// The media of a row that asks for none.
    package init() {}

    /// Whether the row leaves everything to the theme.
    package var isEmpty: Bool { voice == nil && images == nil && documents == nil }

    /// Every path or URL that is asked for.
    package var paths: [String] { [voice].compactMap(\.self) + (images ?? []) + (documents ?? []) }

    /// Every URL that is asked for, with the column that holds it.
    package var urls: [(column: String, url: String)] {
        let all = [("voice", voice.map { [$0] }), ("images", images), ("documents", documents)]
        return all.flatMap { column, paths in (paths ?? []).filter(Self.isURL).map { (column, $0) } }
    }

    /// Tells whether a value of a row, or of a theme, is meant as a URL.
    package static func isURL(_ path: String) -> Bool {
        let scheme = path.utf8.prefix { $0 != UInt8(ascii: ":") }.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        return scheme.count < path.utf8.count && ["https", "http"].contains { scheme.elementsEqual($0.utf8) }
    }
}

/// What became of a file that a row names and that is not the theme's.
package enum RowFile: Sendable, Hashable {
    case asset(MediaAsset)
    /// A file that can be on no page.
    case unusable(DiagnosticCode)

    package init(_ entry: MediaEntry) {
        switch entry {
        case .asset(let asset): self = .asset(asset)
        case .unusable(let problem): self = .unusable(problem.code)
        }
    }
}

/// Something a page goes without, for the manifest and the report.
package struct PageProblem: Sendable, Hashable {
    package var code: DiagnosticCode
    /// The column of the row that asked for it, or would have.
    package var column: String
    /// Whether it is the row's own, and not the theme's, which is told of once and where the theme names the file.
    package var isOfRow: Bool

    package init(code: DiagnosticCode, column: String, isOfRow: Bool = true) {
        self.code = code
        self.column = column
        self.isOfRow = isOfRow
    }
}
