/// A media file: fit for the page, or the reason why not.
package enum MediaEntry: Sendable, Hashable {
    case asset(MediaAsset)
    case unusable(MediaProblem)
}

/// A media file that can be published under its hashed name.
package struct MediaAsset: Sendable, Hashable {
    /// The first 32 hexadecimal digits of the file's SHA-256.
    package var hash: String
    package var byteCount: Int
    package var facts: MediaFacts
    package var content: Content
    /// What tools made of it; `nil` where it goes as it is.
    package var prepared: PreparedMedia?
    /// Whether the file was made by tools or stripped, so that it tells nothing of where and by whom it was taken.
    package var isCleared = false
    /// Why forms of it are missing that phones would like better; `nil` where there is nothing to say.
    package var shortcoming: String?

    /// Where the bytes come from when the file is published.
    package enum Content: Sendable, Hashable {
        /// A file; relative to the working directory or absolute.
        case file(String)
        case bytes([UInt8])
    }

    package init(hash: String, byteCount: Int, facts: MediaFacts, content: Content, prepared: PreparedMedia? = nil) {
        self.hash = hash
        self.byteCount = byteCount
        self.facts = facts
        self.content = content
        self.prepared = prepared
    }

    /// Whether the file may lie where everybody can read it; scripts are made by us.
    package var isPublishable: Bool { isCleared || facts.kind == .script }

    /// The files that a page with this medium needs.
    package var publishedFiles: [MediaAsset] { prepared?.files ?? [self] }

    /// The voice message for chats, where this is a sound and one was made.
    package var note: MediaAsset? {
        if case .voice(let voice)? = prepared { voice.note } else { nil }
    }

    /// The file's name under `site/a/`: the extension is ours, decided by content, never the one it came with.
    package var publishedName: String { "\(hash).\(facts.fileExtension)" }

    /// The address a page uses.
    package var publicPath: String { "/a/\(publishedName)" }
}
