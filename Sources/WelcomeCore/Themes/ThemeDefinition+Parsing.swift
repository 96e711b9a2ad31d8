import Yams

extension ThemeDefinition {
    private static let sharedKeys = [
        "title", "params", "accent", "typography", "voice", "images", "documents", "address", "phone", "whatsapp",
        "expires_after_days",
    ]
    private static let themeKeys = ["allow_values_to", "extends", "fields"] + sharedKeys
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
        definition.allowedHosts = reader.hosts(reader.strings("allow_values_to", in: root) ?? [])
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
        definition.description = reader.themeText(root["description"], named: "description")
        definition.message = reader.themeText(root["message"], named: "message")
        definition.replyText = reader.themeText(root["reply_text"], named: "reply_text")
        definition.readShared(root, &reader)
        return (definition, reader.diagnostics)
    }

    private mutating func readShared(_ root: YAMLMapping, _ reader: inout YAMLReader) {
        title = reader.themeText(root["title"], named: "title")
        for pair in reader.mapping("params", in: root)?.pairs ?? [] {
            params[pair.key] = reader.themeText(pair.value, named: pair.key)?.value
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
        if let nodes = reader.themeItems("images", in: root) { images = nodes.compactMap { readImage($0, &reader) } }
        if let nodes = reader.themeItems("documents", in: root) {
            documents = nodes.compactMap { readDocument($0, &reader) }
        }
        address = reader.themeText(root["address"], named: "address")
        phone = reader.themeText(root["phone"], named: "phone")
        whatsapp = reader.themeText(root["whatsapp"], named: "whatsapp")
        expiresAfterDays = reader.integer("expires_after_days", in: root, within: 1...3650)
    }

    private func readVoice(_ node: Node, _ reader: inout YAMLReader) -> ThemeVoice? {
        guard case .mapping = node else { return reader.string(node, named: "voice").map { ThemeVoice(file: $0) } }
        guard let mapping = reader.mapping(node, named: "`voice`") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["file", "transcript"])
        guard let file = reader.file(of: mapping, node) else { return nil }
        return ThemeVoice(file: file, transcript: reader.themeText(mapping["transcript"], named: "transcript")?.value)
    }

    private func readImage(_ node: Node, _ reader: inout YAMLReader) -> ThemeImage? {
        guard case .mapping = node else { return reader.string(node, named: "images").map { ThemeImage(file: $0) } }
        guard let mapping = reader.mapping(node, named: "an image") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["file", "alt", "caption", "kind"])
        guard let file = reader.file(of: mapping, node) else { return nil }
        return ThemeImage(
            file: file,
            alt: reader.themeText(mapping["alt"], named: "alt")?.value,
            caption: reader.themeText(mapping["caption"], named: "caption")?.value,
            kind: reader.choice("kind", in: mapping, as: ThemeImage.Kind.self) ?? .photo)
    }

    private func readDocument(_ node: Node, _ reader: inout YAMLReader) -> ThemeDocument? {
        guard case .mapping = node else {
            return reader.string(node, named: "documents").map { ThemeDocument(file: $0) }
        }
        guard let mapping = reader.mapping(node, named: "a document") else { return nil }
        reader.rejectUnknownKeys(in: mapping, known: ["file", "title"])
        guard let file = reader.file(of: mapping, node) else { return nil }
        return ThemeDocument(file: file, title: reader.themeText(mapping["title"], named: "title")?.value)
    }

    private static func readField(_ pair: YAMLMapping.Pair, _ reader: inout YAMLReader) -> ThemeField? {
        var field = ThemeField()
        let known = LeadColumn.reservedNames
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
            field.fallback[text.key] = reader.themeText(text.value, named: text.key)?.value
        }
        return field
    }
}

extension YAMLReader {
    /// The items under `key`, of which there may not be too many.
    fileprivate mutating func themeItems(_ key: String, in mapping: YAMLMapping) -> [Node]? {
        guard let items = items(key, in: mapping) else { return nil }
        let place = location(mapping[key]?.mark)
        guard let diagnostic = TextLimits.diagnostic(items: items.count, under: key, at: place) else { return items }
        report(diagnostic.code, at: place, diagnostic.summary)
        return nil
    }

    /// The hosts that a theme allows values of leads to be sent to.
    fileprivate mutating func hosts(_ texts: [Located<String>]) -> Set<String> {
        var hosts: Set<String> = []
        for text in texts {
            let labels = text.value.split(separator: ".", omittingEmptySubsequences: false)
            if labels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isLabelByte) }), text.value.utf8.count <= 253 {
                hosts.insert(text.value)
            } else {
                report(
                    .themeValue, at: text.location, "`allow_values_to` lists hosts as links have them, in lower case",
                    fix: "allow_values_to: [wa.me]")
            }
        }
        return hosts
    }

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

private func isLabelByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
}
