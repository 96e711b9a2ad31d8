import Yams

extension ThemeDefinition {
    private static let sharedKeys = [
        "title", "params", "accent", "typography", "voice", "images", "documents", "address", "phone", "whatsapp",
        "expires_after_days",
    ]
    private static let themeKeys = ["extends", "fields"] + sharedKeys
    private static let frontMatterKeys = ["description", "message", "reply_text"] + sharedKeys

    /// Reads the text of a `theme.yml`.
    package static func parse(
        themeFile text: String, file: String
    ) -> (definition: ThemeDefinition, diagnostics: [Diagnostic]) {
        var reader = YAMLReader(file: file, codes: .theme)
        guard let root = reader.mapping(of: text) else { return (ThemeDefinition(), reader.diagnostics) }
        reader.rejectUnknownKeys(in: root, known: themeKeys)
        var definition = ThemeDefinition()
        definition.extends = reader.string("extends", in: root)
        definition.readShared(root, &reader)
        for pair in reader.mapping("fields", in: root)?.pairs ?? [] {
            definition.fields[pair.key] = readField(pair, &reader)
        }
        return (definition, reader.diagnostics)
    }

    /// Reads the front matter of a text, before which `lineOffset` lines of `file` stand.
    package static func parse(
        frontMatter text: String, file: String, lineOffset: Int
    ) -> (definition: ThemeDefinition, diagnostics: [Diagnostic]) {
        var reader = YAMLReader(file: file, codes: .frontMatter, lineOffset: lineOffset)
        guard let root = reader.mapping(of: text) else { return (ThemeDefinition(), reader.diagnostics) }
        reader.rejectUnknownKeys(in: root, known: frontMatterKeys)
        var definition = ThemeDefinition()
        definition.description = reader.string("description", in: root)
        definition.message = reader.string("message", in: root)
        definition.replyText = reader.string("reply_text", in: root)
        definition.readShared(root, &reader)
        return (definition, reader.diagnostics)
    }

    private mutating func readShared(_ root: YAMLMapping, _ reader: inout YAMLReader) {
        title = reader.string("title", in: root)
        for pair in reader.mapping("params", in: root)?.pairs ?? [] {
            params[pair.key] = reader.string(pair.value, named: pair.key)?.value
        }
        if let accent = reader.string("accent", in: root) {
            if isColour(accent.value) {
                self.accent = accent
            } else {
                reader.report(
                    .themeValue, at: accent.location, "`accent` must be a colour of six hexadecimal digits",
                    fix: "accent: \"#0b6b53\"")
            }
        }
        typography = reader.choice("typography", in: root, as: TypographyChoice.self)
        if let node = root["voice"] { voice = readVoice(node, &reader) }
        if let nodes = reader.items("images", in: root) { images = nodes.compactMap { readImage($0, &reader) } }
        if let nodes = reader.items("documents", in: root) {
            documents = nodes.compactMap { readDocument($0, &reader) }
        }
        address = reader.string("address", in: root)
        phone = reader.string("phone", in: root)
        whatsapp = reader.string("whatsapp", in: root)
        expiresAfterDays = reader.integer("expires_after_days", in: root, within: 1...3650)
    }

    private func readVoice(_ node: Node, _ reader: inout YAMLReader) -> ThemeVoice? {
        guard case .mapping = node else { return reader.string(node, named: "voice").map { ThemeVoice(file: $0) } }
        guard let mapping = reader.mapping(node, named: "`voice`") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["file", "transcript"])
        guard let file = reader.file(of: mapping, node) else { return nil }
        return ThemeVoice(file: file, transcript: reader.string("transcript", in: mapping)?.value)
    }

    private func readImage(_ node: Node, _ reader: inout YAMLReader) -> ThemeImage? {
        guard case .mapping = node else { return reader.string(node, named: "images").map { ThemeImage(file: $0) } }
        guard let mapping = reader.mapping(node, named: "an image") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["file", "alt", "caption", "kind"])
        guard let file = reader.file(of: mapping, node) else { return nil }
        return ThemeImage(
            file: file,
            alt: reader.string("alt", in: mapping)?.value,
            caption: reader.string("caption", in: mapping)?.value,
            kind: reader.choice("kind", in: mapping, as: ThemeImage.Kind.self) ?? .photo)
    }

    private func readDocument(_ node: Node, _ reader: inout YAMLReader) -> ThemeDocument? {
        guard case .mapping = node else {
            return reader.string(node, named: "documents").map { ThemeDocument(file: $0) }
        }
        guard let mapping = reader.mapping(node, named: "a document") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["file", "title"])
        guard let file = reader.file(of: mapping, node) else { return nil }
        return ThemeDocument(file: file, title: reader.string("title", in: mapping)?.value)
    }

    private static func readField(_ pair: YAMLMapping.Pair, _ reader: inout YAMLReader) -> ThemeField? {
        var field = ThemeField()
        let known = LeadColumn.allCases.map(\.columnName).filter { !["name", "city", "note"].contains($0) }
        guard isIdentifier(pair.key), !known.contains(pair.key), pair.key != "expires" else {
            reader.report(
                .themeValue, pair.mark, "`\(pair.key)` cannot be the name of a field",
                fix: "use lower-case letters, digits and _, and a name that is not a column of the leads")
            return nil
        }
        if case .scalar(let scalar) = pair.value, scalar.string.isEmpty || scalar.string == "~" { return field }
        guard let mapping = reader.mapping(pair.value, named: "field `\(pair.key)`") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["required", "fallback"])
        field.isRequired = reader.boolean("required", in: mapping) ?? false
        for text in reader.mapping("fallback", in: mapping)?.pairs ?? [] {
            field.fallback[text.key] = reader.string(text.value, named: text.key)?.value
        }
        return field
    }
}

extension YAMLReader {
    fileprivate mutating func file(of mapping: YAMLMapping, _ node: Node) -> Located<String>? {
        if let file = string("file", in: mapping) { return file }
        report(codes.value, node.mark, "`file` is required here", fix: "file: media/name.jpg")
        return nil
    }
}

private func isColour(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 7 && bytes[0] == UInt8(ascii: "#")
        && bytes.dropFirst().allSatisfy { (48...57).contains($0) || (97...102).contains($0 | 0x20) }
}

private func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first) else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
}
