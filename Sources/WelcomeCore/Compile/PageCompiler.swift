import Crypto
import Markup

/// Compiles the pages of one template set for one kind of lead: Mustache and Markdown run here, and nowhere later.
struct PageCompiler {
    let set: TemplateSet
    let tenant: TenantSettings
    let baseURL: BaseURL
    /// The form in which pages are to lie on disk.
    let store: PageStore
    /// What a chat shows above a link to the page.
    var card: MediaAsset?
    private(set) var diagnostics: [Diagnostic] = []
    /// The places for a row's own media that were met so far.
    private var mediaPlaces: [MediaPlace] = []
    /// Which text of a row's own media is the rules of the style sheet.
    private var stylePlace: Int?

    init(set: TemplateSet, tenant: TenantSettings, baseURL: BaseURL, store: PageStore) {
        self.set = set
        self.store = store
        self.tenant = tenant
        self.baseURL = baseURL
    }

    /// Returns the compiled page, or `nil` when a diagnostic in `diagnostics` is an error.
    mutating func compile(_ kind: PageKind) -> CompiledPage? {
        var selector = MediaSelector(theme: set.theme, definition: set.definition)
        if kind.media == nil { selector.select(LeadMedia()) }
        diagnostics += selector.diagnostics
        let data = data(selector.media)
        let form = form(of: kind)
        stylePlace = form?.stylePlace
        var values = data.values().merging(form?.values ?? [:]) { $1 }
        let present = Set(kind.present)
        var renderer = renderer(of: present, avoiding: values)
        var assets = selector.media.assets
        var problems = selector.problems
        if let card { assets.insert(card) }
        do {
            renderer.values = values
            let markdown = try renderer.fill(set.body, escapesHTML: false)
            let content = try set.renderMarkdown(markdown, renderer.table, assets: &assets, problems: &problems)
            let (start, rest) = splitOpening(content)
            for (name, bytes) in [("content", content), ("opening", start), ("rest", rest)] {
                values[name] = .text(String(decoding: bytes, as: UTF8.self))
            }
            let colours =
                form.map { String(decoding: renderer.mark(.media($0.stylePlace), of: set.layout), as: UTF8.self) }
                ?? data.placeholderStyles
            values["styles"] = .text(set.theme.styles + colours)
            if let script = set.theme.script { assets.insert(script) }
            let policyMark = renderer.table.prefix + Array("policy".utf8)
            values["csp"] = .text(String(decoding: policyMark, as: UTF8.self))
            renderer.values = values
            let page = try renderer.fill(set.layout, escapesHTML: true)
            let message = try compileMessage(&renderer, kind)
            let html = withPolicy(set.typeset(page, renderer.table), inPlaceOf: policyMark, &renderer)
            let text = split(html, renderer.table, kind.present, isHTML: true)
            checkStopWords(message)
            checkLinks(message)
            guard !diagnostics.contains(where: { $0.severity == .error }) else { return nil }
            return CompiledPage(
                html: text, compressed: store == .gzip ? CompressedText(text) : nil, opening: opening(of: text),
                message: message, digest: digest(text),
                messageDigest: digest(message), theme: set.theme.name, locale: set.locale,
                assets: assets, fallbacks: set.fields.fallbacks.keys.filter { !present.contains($0) }.sorted(),
                problems: problems, isUnfinished: StarterMarks.remain(in: set.text.body),
                title: set.definition.title?.value ?? "", media: selector.media,
                rowMedia: kind.media.map { RowMediaPlaces(outline: $0, places: mediaPlaces, data: data) })
        } catch let error as MarkdownLimitError {
            diagnostics.append(
                Diagnostic(
                    .error, .markdownLimit, at: SourceLocation(file: set.text.file),
                    "the text is beyond what is allowed: \(error)"))
        } catch let error as TemplateLimitError {
            diagnostics.append(error.diagnostic)
        } catch {
            preconditionFailure("filling a page throws nothing else")
        }
        return nil
    }

    /// Compiles the message once more as for a lead that lacks the fields of `kind` at `dropped`.
    ///
    /// - Returns: `nil` where one of them would leave a gap.
    mutating func reducedMessage(of page: CompiledPage, _ kind: PageKind, without dropped: [Int]) -> CompiledText? {
        let names = Set(dropped.map { kind.present[$0] })
        guard set.canDoWithout(names) else { return nil }
        var selector = MediaSelector(theme: set.theme, definition: set.definition)
        if kind.media == nil { selector.select(LeadMedia()) }
        let values = data(selector.media).values().merging(form(of: kind)?.values ?? [:]) { $1 }
        mediaPlaces = page.rowMedia?.places ?? []
        var renderer = renderer(of: Set(kind.present).subtracting(names), avoiding: values)
        renderer.values = values
        // The page itself was compiled from the same texts, so there is nothing to report.
        return try? compileMessage(&renderer, kind)
    }

    /// What a row asks for in place of the theme's media, of which `files` are those that are not the theme's.
    func media(of wanted: LeadMedia, _ files: [String: RowFile]) -> RowMedia {
        var selector = MediaSelector(theme: set.theme, definition: set.definition, rowFiles: files)
        selector.select(wanted)
        return RowMedia(media: selector.media, problems: selector.problems)
    }

    /// The form that the own media of rows have.
    private func form(of kind: PageKind) -> MediaForm? { kind.media.map { MediaForm(of: data($0)) } }

    private func data(_ media: PageMedia) -> PageData {
        PageData(
            theme: set.theme, locale: set.locale, definition: set.definition, title: set.title, strings: set.strings,
            accentColours: set.accentColours, tenant: tenant, baseURL: baseURL, media: media,
            typography: set.typography, card: card)
    }

    /// A renderer for leads that have the fields `present`, whose marks occur in no text and in none of `values`.
    private func renderer(of present: Set<String>, avoiding values: [String: TemplateValue]) -> TemplateRenderer {
        TemplateRenderer(
            present: present, fallbacks: set.fields.fallbacks, partials: set.partials,
            table: SlotTable(avoiding: set.allTexts + TemplateValue.record(values).texts.map { Array($0.utf8) }))
    }

    private mutating func withPolicy(
        _ page: [UInt8], inPlaceOf mark: [UInt8], _ renderer: inout TemplateRenderer
    ) -> [UInt8] {
        var contexts = HTMLContexts(page)
        contexts.finish()
        let policy = contentSecurityPolicy(
            styles: contexts.inlineStyles.map { hash(of: page[$0], &renderer) },
            scripts: contexts.inlineScripts.map { hash(of: page[$0], &renderer) },
            ownScripts: contexts.hasScriptFiles)
        var output: [UInt8] = []
        output.reserveCapacity(page.count + policy.utf8.count)
        var position = 0
        while let start = page.offset(of: mark, from: position) {
            output += page[position..<start] + policy.utf8
            position = start + mark.count
        }
        return output + page[position...]
    }

    /// The hash of an inline style or script, or a mark where a row's own media have a part in it.
    private mutating func hash(of text: ArraySlice<UInt8>, _ renderer: inout TemplateRenderer) -> String {
        let bytes = Array(text)
        var opening: [UInt8] = []
        var pieces: [InlineText.Piece] = []
        var position = 0
        var end = 0
        while let mark = bytes.offset(of: renderer.table.prefix, from: position) {
            position = mark + renderer.table.prefix.count
            guard let (use, length) = renderer.table.use(in: bytes, at: mark), case .media(let number) = use.value
            else { continue }
            let fixed = Array(bytes[end..<mark])
            if pieces.isEmpty { opening = fixed } else { pieces.append(.fixed(fixed)) }
            pieces.append(number == stylePlace ? .plain(number) : .escaped(number))
            position = mark + length
            end = position
        }
        guard !pieces.isEmpty else { return inlineHash(bytes) }
        let index = indexOfPlace(.hash(InlineText(opening: opening, pieces + [.fixed(Array(bytes[end...]))])))
        return String(decoding: renderer.mark(.hash(index), of: set.layout), as: UTF8.self)
    }

    /// The index that slots have for `place`.
    private mutating func indexOfPlace(_ place: MediaPlace) -> Int {
        if let known = mediaPlaces.firstIndex(of: place) { return known }
        mediaPlaces.append(place)
        return mediaPlaces.count - 1
    }

    /// Cuts a body behind its heading and the paragraph that follows, which a page shows before anything else.
    ///
    /// A body that begins with no heading has no opening.
    private func splitOpening(_ content: [UInt8]) -> (opening: [UInt8], rest: [UInt8]) {
        let heading = Array("</h1>\n".utf8)
        guard content.starts(with: "<h1".utf8), let end = content.offset(of: heading, from: 0) else {
            return ([], content)
        }
        var cut = end + heading.count
        let paragraph = Array("</p>\n".utf8)
        if content[cut...].starts(with: "<p>".utf8), let end = content.offset(of: paragraph, from: cut) {
            cut = end + paragraph.count
        }
        return (Array(content[..<cut]), Array(content[cut...]))
    }

    // MARK: The message

    private mutating func compileMessage(
        _ renderer: inout TemplateRenderer, _ kind: PageKind
    ) throws(TemplateLimitError) -> CompiledText {
        guard let message = set.message else { return CompiledText(segments: [], slots: []) }
        var text = try renderer.fill(message, escapesHTML: false, hasLink: true)
        while text.last == 10 || text.last == 13 { text.removeLast() }
        return split(text, renderer.table, kind.present, isHTML: false)
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
        let hosts = set.allowedHosts(baseURL)
        var contexts = HTMLContexts(bytes)
        var position = 0
        while let mark = bytes.offset(of: table.prefix, from: position) {
            segments += bytes[position..<mark]
            guard let (use, length) = table.use(in: bytes, at: mark) else {
                segments += table.prefix
                position = mark + table.prefix.count
                continue
            }
            let context = isHTML ? contexts.context(at: mark) : nil
            position = mark + length
            if let index = indexOfMedia(use.value, in: context) {
                slots.append(.init(offset: segments.count, source: .media(index), escaping: .message))
                continue
            }
            switch context?.escaping(allowedHosts: hosts) ?? .success(.message) {
            case .success(let escaping):
                let source: CompiledText.Source =
                    switch use.value {
                    case .field(let name): .field(present.firstIndex(of: name) ?? 0)
                    case .expires: .expires
                    case .url: .url
                    case .media(let index), .hash(let index): .media(index)
                    }
                slots.append(.init(offset: segments.count, source: source, escaping: escaping))
            case .failure(let refusal):
                guard diagnostics.count < TemplateLimits.maxDiagnostics else { break }
                let diagnostic = use.diagnostic(refusal)
                if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
            }
        }
        segments += bytes[position...]
        return CompiledText(segments: segments, slots: slots)
    }

    /// The index of the place that `value` has in `context`, or in a message; `nil` for a value of the lead itself.
    private mutating func indexOfMedia(_ value: SlotValue, in context: HTMLContext?) -> Int? {
        switch (value, context) {
        case (.hash(let index), _): index
        case (.media(let number), .text): indexOfPlace(.text(number))
        case (.media(let number), .attribute(let name, _, _))
        where HTMLTypesetter.textAttributes.contains(String(decoding: name, as: UTF8.self)):
            indexOfPlace(.text(number))
        case (.media(let number), nil): indexOfPlace(.plain(number))
        case (.media(let number), _): indexOfPlace(number == stylePlace ? .plain(number) : .escaped(number))
        case (.field, _), (.expires, _), (.url, _): nil
        }
    }

    private func opening(of text: CompiledText) -> SHA256 {
        var hash = SHA256()
        hash.update(data: text.segments[..<text.openingCount])
        return hash
    }

    private func digest(_ text: CompiledText) -> [UInt8] {
        var digest = FieldDigest()
        digest.add(text.segments)
        digest.add(text.slots.count)
        for slot in text.slots {
            digest.add(slot.offset)
            switch slot.source {
            case .expires: digest.add(0)
            case .url: digest.add(1)
            case .field(let index):
                digest.add(2)
                digest.add(index)
            case .media(let index):
                digest.add(3)
                digest.add(index)
            }
            digest.add(slot.escaping.rawValue)
        }
        return digest.bytes
    }
}
