import Yams

/// A theme together with everything that it extends.
package struct Theme: Sendable {
    package let name: String
    /// The theme itself first, then its parent, up to the root.
    package let chain: [ThemeFolder]
    /// `theme.yml` of the whole chain, children over parents.
    package let definition: ThemeDefinition
    /// The names of the lead fields that this theme may use, ascending; at most 64.
    package let fieldNames: [String]

    /// The longest chain of themes that extend one another.
    private static let maxChain = 100

    /// The fields every theme knows without declaring them.
    package static let commonFields = ["city", "name", "note"]

    /// Puts the theme called `name` together from `library`.
    ///
    /// - Returns: the theme, unless it or something that it extends is missing or circular, and every diagnostic about its
    ///   `theme.yml` files.
    package static func resolve(
        _ name: String, in library: ThemeLibrary
    ) -> (theme: Theme?, diagnostics: [Diagnostic]) {
        var chain: [ThemeFolder] = []
        var layers: [ThemeDefinition] = []
        var diagnostics: [Diagnostic] = []
        var next: Located<String>? = Located(name, at: SourceLocation(file: "themes/\(name)"))
        while let current = next {
            if chain.contains(where: { $0.name == current.value }) {
                let path = (chain.map(\.name) + [current.value]).joined(separator: " → ")
                diagnostics.append(
                    Diagnostic(
                        .error, .themeCycle, at: current.location, "themes extend one another: \(path)",
                        fix: "remove `extends` from one of them"))
                return (nil, diagnostics)
            }
            guard chain.count < maxChain else {
                diagnostics.append(
                    Diagnostic(
                        .error, .themeValue, at: current.location, "a theme can extend \(maxChain - 1) others at most"))
                return (nil, diagnostics)
            }
            guard let folder = library.folders[current.value] else {
                diagnostics.append(missing(current, in: library))
                return (nil, diagnostics)
            }
            let file = "\(folder.path)/theme.yml"
            let text = String(decoding: folder.texts["theme.yml"] ?? [], as: UTF8.self)
            let (layer, found) = ThemeDefinition.parse(themeFile: text, file: file)
            diagnostics += found
            chain.append(folder)
            layers.append(layer)
            next = layer.extends ?? (folder.name == "base" ? nil : Located("base", at: SourceLocation(file: file)))
        }
        let definition = layers.reversed().reduce(ThemeDefinition()) { $0.overlaid(by: $1) }
        let fieldNames = Set(commonFields).union(definition.fields.keys).sorted()
        guard fieldNames.count <= 64 else {
            let place = SourceLocation(file: "\(chain[0].path)/theme.yml")
            diagnostics.append(Diagnostic(.error, .themeValue, at: place, "a theme can declare at most 61 fields"))
            return (nil, diagnostics)
        }
        return (Theme(name: name, chain: chain, definition: definition, fieldNames: fieldNames), diagnostics)
    }

    private static func missing(_ name: Located<String>, in library: ThemeLibrary) -> Diagnostic {
        Diagnostic(
            .error, .themeMissing, at: name.location, "there is no theme `\(name.value)`",
            fix: nearestName(to: name.value, among: library.folders.keys).map { "did you mean `\($0)`?" }
                ?? "themes here: \(library.folders.keys.sorted().joined(separator: ", "))")
    }

    // MARK: Files of the chain

    /// Returns the nearest file of this path in the chain, with the path to name in diagnostics.
    package func text(_ path: String) -> (bytes: [UInt8], file: String)? {
        for folder in chain {
            if let bytes = folder.texts[path] { return (bytes, "\(folder.path)/\(path)") }
        }
        return nil
    }

    /// Returns the nearest media file of this path in the chain.
    package func media(_ path: String) -> MediaEntry? {
        for folder in chain {
            if let entry = folder.media[path] { return entry }
        }
        return nil
    }

    /// The locales that some theme of the chain has a text for, ascending.
    package var locales: [String] {
        Set(
            chain.flatMap(\.texts.keys).filter { !$0.contains("/") && $0.hasSuffix(".md") }.map {
                String($0.dropLast(3))
            }
        )
        .sorted()
    }

    /// The partials that templates can include, by name.
    package var partials: [String: (bytes: [UInt8], file: String)] {
        var result: [String: (bytes: [UInt8], file: String)] = [:]
        for folder in chain.reversed() {
            for (path, bytes) in folder.texts where path.hasPrefix("partials/") && path.hasSuffix(".mustache") {
                result[String(path.dropFirst(9).dropLast(9))] = (bytes, "\(folder.path)/\(path)")
            }
        }
        return result
    }

    /// The style sheets of the chain as one text.
    package var styles: String {
        String(decoding: joinedAssets(ending: ".css"), as: UTF8.self)
    }

    /// The files of `assets/` with this ending as one text: parents first, then by name; a child's file replaces its
    /// namesake.
    func joinedAssets(ending: String) -> [UInt8] {
        var seen: Set<String> = []
        var texts: [[UInt8]] = []
        for folder in chain.reversed() {
            for path in folder.texts.keys.sorted() where path.hasPrefix("assets/") && path.hasSuffix(ending) {
                guard seen.insert(path).inserted, let (bytes, _) = text(path) else { continue }
                texts.append(bytes)
            }
        }
        return Array(texts.joined(separator: [10]))
    }

    /// The short texts of `locale`, children over parents by key, and diagnostics about their files.
    package func strings(_ locale: String) -> (strings: ThemeStrings, diagnostics: [Diagnostic]) {
        var strings = ThemeStrings()
        var diagnostics: [Diagnostic] = []
        for folder in chain.reversed() {
            guard let bytes = folder.texts["strings/\(locale).yml"] else { continue }
            diagnostics += strings.read(
                String(decoding: bytes, as: UTF8.self), file: "\(folder.path)/strings/\(locale).yml")
        }
        return (strings, diagnostics)
    }
}

/// The short texts of one locale: plain ones, and ones that depend on a number.
package struct ThemeStrings: Sendable {
    package private(set) var plain: [String: String] = [:]
    /// Plural forms by CLDR category (`one`, `few`, `many`, `other`), with `{n}` where the number goes.
    package private(set) var plurals: [String: [String: String]] = [:]

    /// Lays the texts of one file over these.
    mutating func read(_ text: String, file: String) -> [Diagnostic] {
        var reader = YAMLReader(file: file, codes: .theme)
        for pair in reader.mapping(of: text)?.pairs ?? [] {
            if pair.value.mapping != nil {
                guard let forms = reader.mapping(pair.value, named: "`\(pair.key)`") else { continue }
                reader.rejectUnknownKeys(in: forms, known: ["one", "few", "many", "other"])
                var texts: [String: String] = [:]
                for form in forms.pairs { texts[form.key] = reader.themeText(form.value, named: form.key)?.value }
                if texts["other"] == nil {
                    reader.report(.themeValue, pair.mark, "`\(pair.key)` needs the plural form `other`")
                }
                plurals[pair.key] = texts
            } else if let text = reader.themeText(pair.value, named: pair.key) {
                plain[pair.key] = text.value
            }
        }
        return reader.diagnostics
    }
}
