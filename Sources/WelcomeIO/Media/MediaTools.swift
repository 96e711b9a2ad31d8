package import WelcomeCore

/// The programs that make phone-sized forms of media, as far as this machine has them.
package struct MediaTools: Sendable {
    /// A program that we know how to use.
    package enum Tool: String, Sendable, Hashable, CaseIterable, Codable, CodingKeyRepresentable {
        case ffmpeg
        case vips
        case vipsheader
        case pdfinfo
        case pdftoppm
        /// Sets limits; every Debian has it.
        case prlimit
        /// Ends a program together with us; every Debian has it.
        case setpriv
        /// Locks a program up.
        case bwrap

        /// How to ask for its version; `nil` where any version will do.
        fileprivate var versionArguments: [String]? {
            switch self {
            case .ffmpeg: ["-version"]
            case .vips: ["--version"]
            case .pdftoppm: ["-v"]
            case .vipsheader, .pdfinfo, .prlimit, .setpriv, .bwrap: nil
            }
        }

        /// The oldest version that does what we ask of it: major and minor.
        fileprivate var oldestVersion: [Int] {
            switch self {
            case .ffmpeg: [5, 0]
            // From here on loaders that nobody tested against strangers' files can be blocked.
            case .vips: [8, 13]
            case .pdftoppm: [20, 9]
            case .vipsheader, .pdfinfo, .prlimit, .setpriv, .bwrap: []
            }
        }
    }

    /// Where each program lies.
    package private(set) var paths: [Tool: String]
    /// The version of each program that has to have one, as it was asked for.
    package private(set) var versions: [Tool: String] = [:]

    /// Looks for the programs in the folders of `searchPath`, which are separated by colons.
    package init(searchPath: String) {
        paths = [:]
        for tool in Tool.allCases {
            paths[tool] = searchPath.split(separator: ":").filter { $0.hasPrefix("/") }
                .map { "\($0)/\(tool.rawValue)" }.first(where: FileIdentity.isProgram)
        }
    }

    /// The programs without which media of `kind` go out as they came.
    package static func needed(for kind: MediaKind) -> [Tool] {
        switch kind {
        case .audio: [.ffmpeg, .prlimit]
        case .image: [.vips, .vipsheader, .prlimit]
        case .document: [.pdfinfo, .pdftoppm, .vips, .vipsheader, .prlimit]
        case .script: []
        }
    }

    /// Those of the programs that media of `kind` need and that are not here.
    package func missing(for kind: MediaKind) -> [Tool] {
        Self.needed(for: kind).filter { paths[$0] == nil }
    }

    /// The kinds of media for which programs are missing.
    var kindsWithoutPrograms: Set<MediaKind> { Set(MediaKind.allCases.filter { !missing(for: $0).isEmpty }) }

    /// The versions on which the result for media of `kind` depends, in words.
    func versions(for kind: MediaKind) -> String {
        Self.needed(for: kind).compactMap { tool in versions[tool].map { "\(tool.rawValue) \($0)" } }
            .joined(separator: ", ")
    }

    // MARK: Versions

    /// A version that was asked for once, and the file that gave it.
    struct KnownVersion: Codable, Hashable {
        var path: String
        var stamp: String
        var version: String
    }

    /// Finds the version of every program, asking only those that `known` does not tell of, and drops those too old.
    ///
    /// `ask` runs a program and gives what it said. Without it a program whose version is not known is dropped.
    ///
    /// - Returns: what there is to know next time.
    mutating func findVersions(
        known: [Tool: KnownVersion], ask: ((Tool, [String]) -> String?)?
    ) -> [Tool: KnownVersion] {
        var found: [Tool: KnownVersion] = [:]
        for tool in Tool.allCases {
            guard let path = paths[tool], let arguments = tool.versionArguments else { continue }
            guard let stamp = FileIdentity.stamp(of: path) else {
                paths[tool] = nil
                continue
            }
            var version = known[tool].flatMap { $0.path == path && $0.stamp == stamp ? $0.version : nil }
            if version == nil { version = ask?(tool, arguments).flatMap(Self.version(in:)) }
            guard let version, Self.isVersion(version, atLeast: tool.oldestVersion) else {
                paths[tool] = nil
                continue
            }
            versions[tool] = version
            found[tool] = KnownVersion(path: path, stamp: stamp, version: version)
        }
        return found
    }

    /// The first word of a program's own words that begins with a number, such as `5.1.9-0+deb12u1` or `8.14.1`.
    package static func version(in words: String) -> String? {
        for word in words.prefix(512).split(whereSeparator: { " \n\t(),".contains($0) }) {
            let name = word.prefix { !$0.isNumber }
            guard ["", "n", "v", "vips-"].contains(name), word.contains(".") else { continue }
            return String(word.dropFirst(name.count).prefix(64))
        }
        return nil
    }

    /// Tells whether a version is `oldest` or newer, by its numbers.
    package static func isVersion(_ version: String, atLeast oldest: [Int]) -> Bool {
        let numbers = version.split(whereSeparator: { !$0.isNumber }).map { Int($0) ?? 0 }
        return !numbers.lexicographicallyPrecedes(oldest)
    }
}

extension MediaTools {
    /// What a person is told where programs are missing that media of `kinds` need; `nil` where none is.
    package func diagnostic(for kinds: Set<MediaKind>) -> Diagnostic? {
        let concerned = kinds.filter { !missing(for: $0).isEmpty }.sorted { $0.rawValue < $1.rawValue }
        guard !concerned.isEmpty else { return nil }
        let names = Set(concerned.flatMap { missing(for: $0) }).map(\.rawValue).sorted()
        let nouns = concerned.map { kind in
            switch kind {
            case .audio: "sound"
            case .image: "pictures"
            case .document: "documents"
            case .script: "scripts"
            }
        }
        return Diagnostic(
            .warning, .toolsMissing,
            "\(nouns.joined(separator: ", ")) go out as they came, without their metadata: \(names.joined(separator: ", ")) "
                + "\(names.count == 1 ? "is" : "are") not installed, or too old",
            fix: "on Debian: apt-get install ffmpeg libvips-tools poppler-utils bubblewrap")
    }
}
