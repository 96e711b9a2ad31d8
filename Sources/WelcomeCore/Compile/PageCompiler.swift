import Crypto
import Markup
import Mustache

/// Compiles the pages of one template set for one kind of lead: Mustache and Markdown run here, and nowhere later.
struct PageCompiler {
    let set: TemplateSet
    let tenant: TenantSettings
    let baseURL: BaseURL
    /// What a chat shows above a link to the page.
    var card: MediaAsset?
    private(set) var diagnostics: [Diagnostic] = []

    init(set: TemplateSet, tenant: TenantSettings, baseURL: BaseURL) {
        self.set = set
        self.tenant = tenant
        self.baseURL = baseURL
    }

    /// Returns the compiled page, or `nil` when a finding in `diagnostics` is an error.
    mutating func compile(_ kind: PageKind, siteMedia: [String: MediaEntry]) -> CompiledPage? {
        var selector = MediaSelector(theme: set.theme, definition: set.definition, siteMedia: siteMedia)
        selector.select(kind.media)
        diagnostics += selector.diagnostics
        let data = data(selector)
        var table = SlotTable(avoiding: set.allTexts)
        let present = Set(kind.present)
        var values = data.values()
        values["lead"] = leadValues(present)
        var assets = selector.media.assets
        var problems = selector.problems
        if let card { assets.insert(card) }
        do {
            let markdown = try fill(set.body.marked(present: present, in: &table), values, escapesHTML: false)
            let content = try set.renderMarkdown(markdown, table, assets: &assets, problems: &problems)
            values["content"] = content
            (values["opening"], values["rest"]) = splitOpening(content)
            values["styles"] = set.theme.styles + data.placeholderStyles
            if let script = set.theme.script { assets.insert(script) }
            let policyMark = String(decoding: table.prefix, as: UTF8.self) + "policy"
            values["csp"] = policyMark
            var partials: [String: String] = [:]
            for (name, partial) in set.partials { partials[name] = partial.marked(present: present, in: &table) }
            let page = try fill(
                set.layout.marked(present: present, in: &table), values, partials: partials, escapesHTML: true)
            let html = Array(withPolicy(set.typeset(page, table), inPlaceOf: policyMark).utf8)
            let message = try compileMessage(values, present, kind, &table)
            let text = split(html, table, kind.present, isHTML: true)
            checkStopWords(message)
            checkLinks(message)
            guard !diagnostics.contains(where: { $0.severity == .error }) else { return nil }
            return CompiledPage(
                html: text, opening: opening(of: text), message: message, digest: digest(text), theme: set.theme.name,
                locale: set.locale,
                assets: assets, fallbacks: set.fields.fallbacks.keys.filter { !present.contains($0) }.sorted(),
                problems: problems, isUnfinished: StarterMarks.remain(in: set.text.body),
                title: set.definition.title?.value ?? "", media: selector.media)
        } catch let error as MarkdownLimitError {
            diagnostics.append(
                Diagnostic(
                    .error, .markdownLimit, at: SourceLocation(file: set.text.file),
                    "the text is beyond what is allowed: \(error)"))
        } catch {
            diagnostics.append(
                Diagnostic(
                    .error, .templateSyntax, at: SourceLocation(file: set.text.file),
                    "the Mustache library refuses the templates: \(type(of: error))"))
        }
        return nil
    }

    /// Compiles the message once more as for a lead that lacks the fields of `kind` at `dropped`.
    ///
    /// - Returns: `nil` where one of them would leave a gap.
    mutating func reducedMessage(
        _ kind: PageKind, without dropped: [Int], siteMedia: [String: MediaEntry]
    ) -> CompiledText? {
        let names = Set(dropped.map { kind.present[$0] })
        guard set.canDoWithout(names) else { return nil }
        var selector = MediaSelector(theme: set.theme, definition: set.definition, siteMedia: siteMedia)
        selector.select(kind.media)
        let present = Set(kind.present).subtracting(names)
        var values = data(selector).values()
        values["lead"] = leadValues(present)
        var table = SlotTable(avoiding: set.allTexts)
        // The page itself was compiled from the same texts, so there is nothing to report.
        return try? compileMessage(values, present, kind, &table)
    }

    private func data(_ selector: MediaSelector) -> PageData {
        PageData(
            theme: set.theme, locale: set.locale, definition: set.definition, strings: set.strings, tenant: tenant,
            baseURL: baseURL, media: selector.media, typography: set.typography, card: card)
    }

    /// What sections and fallbacks see of the lead; its values themselves stand in the text as marks.
    private func leadValues(_ present: Set<String>) -> [String: Any] {
        var values: [String: Any] = set.fields.fallbacks
        for name in present { values[name] = true }
        values["expires"] = true
        return values
    }

    private func fill(
        _ text: String, _ values: [String: Any], partials: [String: String] = [:], escapesHTML: Bool
    ) throws -> String {
        MustacheContentTypes.register(EscapedText(), named: EscapedText.name)
        // On a line of its own, so that a section on the first line stands alone there as it does in its file.
        let pragma = "{{% CONTENT_TYPE:\(escapesHTML ? EscapedText.name : "TEXT")}}\n"
        var library = MustacheLibrary()
        for (name, partial) in partials { try library.register(pragma + partial, named: name) }
        return try MustacheTemplate(string: pragma + text).render(values, library: library)
    }

    private func withPolicy(_ page: String, inPlaceOf mark: String) -> String {
        let bytes = Array(page.utf8)
        var contexts = HTMLContexts(bytes)
        contexts.finish()
        let policy = contentSecurityPolicy(
            styles: contexts.inlineStyles.map { bytes[$0] }, scripts: contexts.inlineScripts.map { bytes[$0] },
            ownScripts: contexts.hasScriptFiles)
        return page.replacing(mark, with: policy)
    }

    /// Cuts a body behind its heading and the paragraph that follows, which a page shows before anything else.
    ///
    /// A body that begins with no heading has no opening.
    private func splitOpening(_ content: String) -> (opening: String, rest: String) {
        let bytes = Array(content.utf8)
        let heading = Array("</h1>\n".utf8)
        guard bytes.starts(with: "<h1".utf8), let end = bytes.offset(of: heading, from: 0) else { return ("", content) }
        var cut = end + heading.count
        let paragraph = Array("</p>\n".utf8)
        if bytes[cut...].starts(with: "<p>".utf8), let end = bytes.offset(of: paragraph, from: cut) {
            cut = end + paragraph.count
        }
        return (String(decoding: bytes[..<cut], as: UTF8.self), String(decoding: bytes[cut...], as: UTF8.self))
    }

    // MARK: The message

    private mutating func compileMessage(
        _ values: [String: Any], _ present: Set<String>, _ kind: PageKind, _ table: inout SlotTable
    ) throws -> CompiledText {
        guard let message = set.message else { return CompiledText(segments: [], slots: []) }
        var text = try fill(message.marked(present: present, hasLink: true, in: &table), values, escapesHTML: false)
        while text.utf8.last == 10 || text.utf8.last == 13 { text.removeLast() }
        return split(Array(text.utf8), table, kind.present, isHTML: false)
    }

    private mutating func checkStopWords(_ message: CompiledText) {
        let text = String(decoding: message.segments, as: UTF8.self).lowercased()
        for word in tenant.stopWords where text.contains(word.lowercased()) {
            diagnostics.append(
                Diagnostic(
                    .error, .messageStopWord, at: set.definition.message?.location,
                    "the message contains the stop word of tenant `\(tenant.id.string)`",
                    fix: "the word would switch the CRM's assistant off: leave it out"))
        }
    }

    /// What the theme's own words say was looked at before; this is what tenant, parameters and fallbacks bring.
    private mutating func checkLinks(_ message: CompiledText) {
        let cuts = [0] + message.slots.map(\.offset) + [message.segments.count]
        let hasLink = zip(cuts, cuts.dropFirst()).contains { LinkLikeText.isFound(in: message.segments[$0..<$1]) }
        guard hasLink else { return }
        diagnostics.append(
            Diagnostic(
                .error, .messageURL, at: set.definition.message?.location,
                "the message of tenant `\(tenant.id.string)` shows a name, parameter or fallback that messengers link",
                fix: "messengers preview the first link only: write it without its dot, or leave it out"))
    }

    // MARK: Segments and slots

    /// Cuts a finished text at its marks and decides the escaping of each by where it stands.
    private mutating func split(
        _ bytes: [UInt8], _ table: SlotTable, _ present: [String], isHTML: Bool
    ) -> CompiledText {
        var segments: [UInt8] = []
        segments.reserveCapacity(bytes.count)
        var slots: [CompiledText.Slot] = []
        var contexts = HTMLContexts(bytes)
        var position = 0
        while let mark = bytes.offset(of: table.prefix, from: position) {
            segments += bytes[position..<mark]
            guard let (use, length) = table.use(in: bytes, at: mark) else {
                segments += table.prefix
                position = mark + table.prefix.count
                continue
            }
            switch isHTML ? contexts.context(at: mark).escaping : .success(.message) {
            case .success(let escaping):
                let source: CompiledText.Source =
                    switch use.value {
                    case .field(let name): .field(present.firstIndex(of: name) ?? 0)
                    case .expires: .expires
                    case .url: .url
                    }
                slots.append(.init(offset: segments.count, source: source, escaping: escaping))
            case .failure(let refusal):
                var finding = use.finding
                finding.summary = "a lead's value cannot stand \(refusal.place)"
                finding.fix = refusal.fix
                if !diagnostics.contains(finding) { diagnostics.append(finding) }
            }
            position = mark + length
        }
        segments += bytes[position...]
        return CompiledText(segments: segments, slots: slots)
    }

    private func opening(of text: CompiledText) -> SHA256 {
        var hash = SHA256()
        hash.update(data: text.segments[..<text.openingCount])
        return hash
    }

    private func digest(_ text: CompiledText) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: text.segments)
        for slot in text.slots { hash.update(data: Array("\(slot.offset) \(slot.source) \(slot.escaping);".utf8)) }
        return Array(hash.finalize())
    }
}

/// What `{{name}}` makes of a text of theme or tenant.
///
/// The library's own escaping goes by characters, and a quote with a combining mark behind it is no quote to it.
private struct EscapedText: MustacheContentType {
    static let name = "ESCAPED"

    func escapeText(_ text: String) -> String {
        var output: [UInt8] = []
        Escaping.attribute.append(Array(text.utf8), to: &output)
        return String(decoding: output, as: UTF8.self)
    }
}
