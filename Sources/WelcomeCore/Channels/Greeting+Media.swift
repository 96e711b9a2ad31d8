extension Greeting {
    /// One medium of the page, in every form that it can be sent in.
    package struct Medium: Sendable, Hashable {
        /// What a channel makes of it.
        package enum Kind: String, CaseIterable, Sendable {
            case voice
            case image
            case document

            /// The column of a row that names such media.
            var column: String {
                switch self {
                case .voice: "voice"
                case .image: "images"
                case .document: "documents"
                }
            }
        }

        package var kind: Kind
        /// The best first.
        package var files: [MediaAsset]
        /// The one file that a plain link leads to.
        package var linked: MediaAsset
        /// What to say with it: a caption, or a document's title.
        package var caption: String?

        package init(kind: Kind, files: [MediaAsset], linked: MediaAsset, caption: String? = nil) {
            self.kind = kind
            self.files = files
            self.linked = linked
            self.caption = caption
        }

        /// How long the sound is, in whole seconds.
        var seconds: Int? {
            files.lazy.compactMap(\.facts.durationMilliseconds).first.map { max(1, ($0 + 500) / 1_000) }
        }
    }

    /// What a channel takes of one kind.
    struct MediaRule: Sendable {
        var kind: Medium.Kind
        /// The formats that it takes, the one it likes best first.
        var formats: [MediaFormat]
        var maxBytes: Int
        /// The longest caption, in UTF-16 units; none where there is no place for one.
        var maxCaption = 0
        /// Telegram's limits of a photo: width and height together, and how often one goes into the other.
        var maxEdges: Int?
    }

    /// A medium with the file that a channel gets.
    struct Chosen: Sendable {
        var medium: Medium
        var file: MediaAsset
        var url: [UInt8]
        var caption: [UInt8]?

        /// A name for a file, from what it is called on the page.
        var fileName: String {
            let stem = medium.caption.map { String($0.prefix(60)) } ?? String(file.hash.prefix(8))
            let plain = stem.map { "/\\:*?\"<>|".contains($0) || $0.isNewline ? " " : $0 }
            return "\(String(plain)).\(file.facts.fileExtension)"
        }
    }

    /// Chooses a file of each medium by the rules of a channel, in the page's order: voice, pictures, documents.
    ///
    /// What cannot be sent is left to the page, and said.
    func choose(_ rules: [MediaRule]) -> (chosen: [Chosen], problems: [DeliveryProblem]) {
        var chosen: [Chosen] = []
        var problems: [DeliveryProblem] = []
        for medium in page.media {
            let column = medium.kind.column
            let rules = rules.filter { $0.kind == medium.kind }
            let found = rules.lazy.compactMap { rule in rule.file(of: medium).map { (rule, $0) } }.first
            guard let (rule, file) = found else {
                let isLarge = rules.contains { rule in medium.files.contains { rule.formats.contains($0.facts.format) }
                }
                problems.append(DeliveryProblem(isLarge ? .mediumSize : .mediumFormat, column: column))
                continue
            }
            var caption = medium.caption.map { Array($0.utf8) }
            if let text = caption, rule.maxCaption == 0 || !fits(text, rule.maxCaption) {
                if rule.maxCaption > 0 { problems.append(DeliveryProblem(.caption, column: column)) }
                caption = nil
            }
            chosen.append(Chosen(medium: medium, file: file, url: address(of: file), caption: caption))
        }
        return (chosen, problems)
    }

    private func fits(_ text: [UInt8], _ maximum: Int) -> Bool {
        text.count <= maximum || MessageLength(of: text).utf16Units <= maximum
    }
}

extension Greeting.MediaRule {
    /// The best file that the rule allows: of its first format that there is one in.
    func file(of medium: Greeting.Medium) -> MediaAsset? {
        for format in formats {
            if let file = medium.files.first(where: { $0.facts.format == format && allows($0) }) { return file }
        }
        return nil
    }

    private func allows(_ file: MediaAsset) -> Bool {
        guard file.byteCount <= maxBytes else { return false }
        guard let maxEdges else { return true }
        guard let width = file.facts.width, let height = file.facts.height, width > 0, height > 0 else { return false }
        return width + height <= maxEdges && max(width, height) <= 20 * min(width, height)
    }
}

extension GreetingPage {
    /// Takes what channels can send from the media that a page shows.
    package init(locale: String, title: String, media: PageMedia, stopWords: [String]) {
        let stopWords = stopWords.map { $0.lowercased() }
        // A stop word would switch the CRM's assistant off in a caption too.
        let caption = { (text: String?) -> String? in
            text.flatMap { text in
                text.isEmpty || stopWords.contains(where: text.lowercased().contains) ? nil : text
            }
        }
        var found: [Greeting.Medium] = []
        let add = { (kind: Greeting.Medium.Kind, asset: MediaAsset, text: String?) in
            found.append(
                .init(kind: kind, files: asset.sendableFiles, linked: asset.linked, caption: caption(text)))
        }
        if let voice = media.voice { add(.voice, voice.asset, nil) }
        for picture in media.photos + media.priceLists { add(.image, picture.asset, picture.caption) }
        for document in media.documents { add(.document, document.asset, document.title) }
        self.init(locale: locale, title: title, media: found)
    }
}

extension MediaAsset {
    /// The files that channels may choose from, the best first.
    fileprivate var sendableFiles: [MediaAsset] {
        switch prepared {
        case .voice(let voice): [voice.note].compactMap(\.self) + voice.sources.filter { $0.facts.format != .ogg }
        case .picture(let picture): picture.jpeg.reversed()
        case .document(let document): [document.file]
        // Nobody has looked into an Ogg file that came so: it may be stereo, or another sound than Opus.
        case nil: facts.format == .ogg ? [] : [self]
        }
    }
}
