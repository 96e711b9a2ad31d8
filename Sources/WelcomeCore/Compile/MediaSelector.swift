/// Chooses the media of a page: the theme's, with what the lead's row asks for in their place.
///
/// A file that a theme names and that cannot be used is an error of the theme, at the line that names it. A file that a
/// row names costs the page that piece only.
struct MediaSelector {
    private let theme: Theme
    private let definition: ThemeDefinition
    /// What a row names that is not the theme's, by path relative to the site folder or URL.
    private let rowFiles: [String: RowFile]
    private(set) var media = PageMedia()
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var problems: [PageProblem] = []

    /// Selects by `definition`, which is the theme's own with its locale's text laid over it.
    init(theme: Theme, definition: ThemeDefinition, rowFiles: [String: RowFile] = [:]) {
        self.theme = theme
        self.definition = definition
        self.rowFiles = rowFiles
    }

    mutating func select(_ wanted: LeadMedia) {
        selectVoice(wanted.voice)
        selectImages(wanted.images)
        selectDocuments(wanted.documents)
    }

    private mutating func selectVoice(_ path: String?) {
        if let path {
            let transcript = definition.voice.flatMap { $0.file.value == path ? $0.transcript : nil }
            guard let asset = asset(path, kind: .audio, column: "voice") else { return }
            media.voice = .init(asset: asset, transcript: transcript)
        } else if let voice = definition.voice, let asset = asset(voice.file, kind: .audio) {
            media.voice = .init(asset: asset, transcript: voice.transcript)
            if (voice.transcript ?? "").isEmpty {
                diagnostics.append(
                    Diagnostic(
                        .warning, .mediaTranscript, at: voice.file.location,
                        "a voice without a transcript says nothing to people who cannot hear it",
                        fix: "add `transcript:` beside `file:` (WCAG 1.2.1)"))
            }
        }
    }

    private mutating func selectImages(_ paths: [String]?) {
        let themed = definition.images ?? []
        guard let paths else {
            for image in themed { show(image, asset(image.file, kind: .image)) }
            return
        }
        for path in paths {
            // A row that names one of the theme's own pictures gets its words along with it.
            show(themed.first { $0.file.value == path }, asset(path, kind: .image, column: "images"))
        }
    }

    private mutating func show(_ image: ThemeImage?, _ asset: MediaAsset?) {
        guard let asset else { return }
        let picture = PageMedia.Picture(asset: asset, alt: image?.alt, caption: image?.caption)
        if image?.kind == .priceList { media.priceLists.append(picture) } else { media.photos.append(picture) }
    }

    private mutating func selectDocuments(_ paths: [String]?) {
        let themed = definition.documents ?? []
        guard let paths else {
            for document in themed {
                guard let asset = asset(document.file, kind: .document) else { continue }
                media.documents.append(.init(asset: asset, title: document.title))
            }
            return
        }
        for path in paths {
            guard let asset = asset(path, kind: .document, column: "documents") else { continue }
            let title = themed.first { $0.file.value == path }?.title
            media.documents.append(.init(asset: asset, title: title))
        }
    }

    /// Finds what a theme names.
    private mutating func asset(_ file: Located<String>, kind: MediaKind) -> MediaAsset? {
        switch theme.media(file.value) {
        case .asset(let asset) where asset.facts.kind == kind:
            if let diagnostic = asset.diagnostic(file: file.value, at: file.location) {
                diagnostics.append(diagnostic)
                note(PageProblem(code: diagnostic.code, column: kind.column, isOfRow: false))
            }
            return asset
        case .asset(let asset):
            diagnostics.append(
                Diagnostic(
                    .error, .mediaType, at: file.location,
                    "`\(file.value)` is \(asset.facts.kind.noun); expected \(kind.noun)"))
        case .unusable(let problem): diagnostics.append(problem.diagnostic(file: file.value, at: file.location))
        case nil where LeadMedia.isURL(file.value):
            diagnostics.append(
                Diagnostic(
                    .error, .mediaRemote, at: file.location, "a theme's media must be files of its own",
                    fix: "download it into the theme's media folder and write media/…"))
        case nil:
            let known = theme.chain.flatMap(\.media.keys)
            diagnostics.append(
                Diagnostic(
                    .error, .mediaMissing, at: file.location, "there is no file `\(file.value)` in the theme",
                    fix: nearestName(to: file.value, among: known).map { "did you mean `\($0)`?" }))
        }
        return nil
    }

    /// Finds what a row names: in the theme first, then beside the themes.
    private mutating func asset(_ path: String, kind: MediaKind, column: String) -> MediaAsset? {
        switch theme.media(path).map(RowFile.init) ?? rowFiles[path] {
        case .asset(let asset) where asset.facts.kind == kind:
            if asset.shortcoming != nil { note(PageProblem(code: .mediaUnprepared, column: column)) }
            return asset
        case .asset: note(PageProblem(code: .mediaType, column: column))
        case .unusable(let code): note(PageProblem(code: code, column: column))
        case nil:
            let code = LeadMedia.isURL(path) ? DiagnosticCode.mediaRemote : .mediaMissing
            note(PageProblem(code: code, column: column))
        }
        return nil
    }

    /// Notes a problem once, however many files share it.
    private mutating func note(_ problem: PageProblem) {
        if !problems.contains(problem) { problems.append(problem) }
    }
}

extension MediaKind {
    /// The column of a row that names such files.
    var column: String {
        switch self {
        case .image: "images"
        case .audio: "voice"
        case .document, .script: "documents"
        }
    }

    fileprivate var noun: String {
        switch self {
        case .image: "a picture"
        case .audio: "sound"
        case .document: "a document"
        case .script: "a script"
        }
    }
}

extension MediaProblem {
    /// The diagnostic at the line of a theme that names the file.
    func diagnostic(file: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(.error, code, at: location, "`\(file)` cannot be used: \(self)")
    }
}

extension MediaAsset {
    /// The diagnostic at the line of a theme that names a file of which forms are missing.
    func diagnostic(file: String, at location: SourceLocation) -> Diagnostic? {
        shortcoming.map {
            Diagnostic(
                .warning, .mediaUnprepared, at: location, "`\(file)`: \($0)",
                fix: "does it open on this machine? Save it anew")
        }
    }
}
