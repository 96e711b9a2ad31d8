package import WelcomeCore

/// Reads the theme folders: texts whole, media by their hash and header.
package enum ThemeLoader {
    private static let maxTextBytes = 1 << 20
    private static let maxMarkdownBytes = 1 << 18

    /// Reads every theme below `folder`, which diagnostics call `displayPath`, as a person wrote it.
    ///
    /// - Returns: what was read and diagnostics about files that cannot be part of a theme.
    /// - Throws: `FileError` when the system cannot list or read what is there.
    package static func load(
        folder: String, displayPath: String
    ) throws(FileError) -> (library: ThemeLibrary, diagnostics: [Diagnostic]) {
        var library = ThemeLibrary(folders: [:])
        var diagnostics = try FileTree.misnamed(in: folder).map {
            misnamed(SourceLocation(file: "\(displayPath)/\($0)"))
        }
        for name in try FileTree.folders(in: folder) ?? [] {
            var theme = ThemeFolder(name: name, path: "\(displayPath)/\(name)", texts: [:])
            let entries = try FileTree.entries(below: "\(folder)/\(name)") ?? []
            diagnostics += check(entries, in: theme.path)
            for entry in entries where entry.kind == .file {
                let path = "\(folder)/\(name)/\(entry.path)"
                if entry.path.hasPrefix("media/") {
                    theme.media[entry.path] = try MediaReader.entry(at: path)
                } else if isText(entry.path) {
                    guard let diagnostic = try readText(path, entry, into: &theme) else { continue }
                    diagnostics.append(diagnostic)
                }
            }
            library.folders[name] = theme
        }
        return (library, diagnostics)
    }

    private static func isText(_ path: String) -> Bool {
        path == "theme.yml" || path == "layout.mustache" || (path.hasSuffix(".md") && !path.contains("/"))
            || (path.hasPrefix("partials/") && path.hasSuffix(".mustache"))
            || (path.hasPrefix("strings/") && path.hasSuffix(".yml"))
            || (path.hasPrefix("assets/") && (path.hasSuffix(".css") || path.hasSuffix(".js")))
    }

    private static func readText(
        _ path: String, _ entry: FileTree.Entry, into theme: inout ThemeFolder
    ) throws(FileError) -> Diagnostic? {
        let place = SourceLocation(file: "\(theme.path)/\(entry.path)")
        let limit = entry.path.hasSuffix(".md") ? maxMarkdownBytes : maxTextBytes
        guard entry.byteCount <= limit else {
            return Diagnostic(
                .error, .themeTooLarge, at: place, "a text of a theme can have \(limit / 1024) KiB at most")
        }
        var bytes: [UInt8] = []
        var reader = try FileReader(path: path)
        while try reader.read(atMost: limit, appendingTo: &bytes) > 0 {}
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            return Diagnostic(
                .error, .themeEncoding, at: place, "a text of a theme must be UTF-8",
                fix: "save the file as UTF-8 without other encodings")
        }
        theme.texts[entry.path] = bytes
        return nil
    }

    private static func misnamed(_ place: SourceLocation) -> Diagnostic {
        Diagnostic(
            .warning, .themeFileName, at: place, "the name is not UTF-8; what it names is left out",
            fix: "give it another name, as by `convmv -f cp1251 -t utf8 -r --notest`")
    }

    private static func check(_ entries: [FileTree.Entry], in path: String) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var seen: [String: String] = [:]
        for entry in entries {
            let place = SourceLocation(file: "\(path)/\(entry.path)")
            guard entry.kind != .misnamed else {
                diagnostics.append(misnamed(place))
                continue
            }
            if entry.kind != .file {
                let kind = entry.kind == .symbolicLink ? "a symbolic link" : "a special file"
                diagnostics.append(
                    Diagnostic(
                        .error, .themeUnsafeFile, at: place, "\(kind) cannot be part of a theme",
                        fix: "put the file itself here"))
            }
            if let twin = seen.updateValue(entry.path, forKey: entry.path.lowercased()) {
                diagnostics.append(
                    Diagnostic(
                        .error, .themeCaseTwins, at: place, "`\(twin)` has the same name but for capital letters",
                        fix: "rename one: some systems cannot hold both"))
            }
        }
        return diagnostics
    }
}
