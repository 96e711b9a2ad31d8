/// Every theme folder as it was read, before any is understood.
package struct ThemeLibrary: Sendable {
    package var folders: [String: ThemeFolder]

    package init(folders: [String: ThemeFolder]) {
        self.folders = folders
    }
}

/// The files of one theme.
package struct ThemeFolder: Sendable {
    package var name: String
    /// The folder's path as a person knows it, such as `themes/panels`.
    package var path: String
    /// The text files by path inside the folder: `theme.yml`, `ru.md`, `partials/foot.mustache`.
    package var texts: [String: [UInt8]]
    /// The media by path inside the folder: `media/voice.ogg`.
    package var media: [String: MediaEntry]

    package init(name: String, path: String, texts: [String: [UInt8]], media: [String: MediaEntry] = [:]) {
        self.name = name
        self.path = path
        self.texts = texts
        self.media = media
    }
}
