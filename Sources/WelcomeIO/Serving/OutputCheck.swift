package import WelcomeCore

/// Looks for what must not be public: in the folder that is served, and beside it.
package enum OutputCheck {
    /// Checks the output folder of `site` and changes nothing.
    ///
    /// - Returns: a diagnostic for each thing that is not as a build makes it; none when all is well.
    /// - Throws: `BuildFailure.files` when the folder is not there or cannot be read.
    package static func run(_ site: Site) throws(BuildFailure) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        do throws(FileError) {
            try FileTree.walk(site.webRootPath) { entry in
                if let diagnostic = entry.diagnostic(in: site.webRootPath) { diagnostics.append(diagnostic) }
                return entry.isOurs
            }
            for name in try FileTree.names(in: site.outputPath) {
                guard let allowed = mode(of: name), let mode = try fileMode("\(site.outputPath)/\(name)") else {
                    continue
                }
                guard mode & 0o777 & ~allowed.rawValue != 0 else { continue }
                diagnostics.append(tooOpen("\(site.outputPath)/\(name)", allowed))
            }
            if try fileMode(site.keysPath) != nil,
                isPath(realPath(site.keysPath), atOrBelow: realPath(site.outputPath))
            {
                diagnostics.append(
                    Diagnostic(
                        .error, .outputExposed, at: SourceLocation(file: site.keysPath),
                        "the signing keys lie in the output folder", fix: "move them, and name the file under `keys`"))
            }
        } catch {
            throw .files(error)
        }
        return diagnostics
    }

    /// What others than the owner may do with a file of the output folder; `nil` for a name that is not ours.
    private static func mode(of name: String) -> FileMode? {
        if name.hasPrefix("ledger.db") || name == ".lock" { return .secret }
        return name.hasPrefix("manifest") || name == "rejects.ndjson" ? .shared : nil
    }

    private static func tooOpen(_ file: String, _ allowed: FileMode) -> Diagnostic {
        let isSecret = allowed == .secret
        return Diagnostic(
            .error, .outputMode, at: SourceLocation(file: file),
            isSecret
                ? "others than its owner may open this" : "others than its owner and group may open or change this",
            fix: "chmod \(String(allowed.rawValue, radix: 8)) \(file)")
    }
}

extension Site {
    /// The folder that is served.
    package var webRootPath: String { "\(outputPath)/site" }

    /// The same, absolute and without symbolic links, as nginx needs it: it follows none.
    package var realWebRootPath: String { realPath(webRootPath) }

    /// The output folder, absolute and without symbolic links.
    package var realOutputPath: String { realPath(outputPath) }

    /// The first folder on the way to the web root that only its owner and group may pass; nginx's user is neither.
    package var closedFolder: String? {
        var path = ""
        for part in realWebRootPath.split(separator: "/") {
            path += "/\(part)"
            if let mode = try? fileMode(path), mode & 0o001 == 0 { return path }
        }
        return nil
    }
}
