import WelcomeCore

/// Names every place of a site that still holds what `welcome init` wrote there for its owner to replace.
enum StarterCheck {
    /// - Throws: `FileError`.
    static func diagnostics(_ site: Site, _ library: ThemeLibrary) throws(FileError) -> [Diagnostic] {
        let file = site.resolve("welcome.yml")
        let settings = try wholeFile(file) ?? []
        var diagnostics = StarterMarks.diagnostics(inSettings: settings, file: file)
        for folder in library.folders.values.sorted(by: { $0.name < $1.name }) {
            for (path, text) in folder.texts.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".md") {
                diagnostics += StarterMarks.diagnostics(inTheme: text, file: "\(folder.path)/\(path)")
            }
        }
        return diagnostics
    }
}
