import Markup

extension TemplateSet {
    /// Checks the Markdown itself: limits, raw HTML and where its links and pictures lead.
    ///
    /// The tags are taken out in place, both sides of every section staying, so that lines keep their numbers.
    func checkMarkdown() -> [Diagnostic] {
        var plain = FlatText()
        flatten(body.nodes, into: &plain)
        do {
            let document = try MarkdownDocument(parsing: plain.bytes)
            var diagnostics = document.rawHTML().prefix(TemplateLimits.maxDiagnostics).map { position in
                body.places.diagnostic(
                    .warning, .markdownRawHTML, at: plain.origin(of: position),
                    "HTML inside a text is left out of the page",
                    fix: "write it as Markdown, or put it into the theme's layout or a partial")
            }
            for destination in document.destinations() where diagnostics.count < TemplateLimits.maxDiagnostics {
                guard let problem = fault(in: destination) else { continue }
                diagnostics += [
                    problem.diagnostic(place(of: destination, from: plain.origin(of: destination.position)))
                ]
                .compactMap(\.self)
            }
            return diagnostics
        } catch {
            return [
                Diagnostic(
                    .error, .markdownLimit,
                    at: SourceLocation(file: text.file, line: error.line.map { $0 + text.lineOffset }),
                    "the text is beyond what is allowed: \(error)", fix: "split it, or make it simpler")
            ]
        }
    }

    /// What is wrong with a link or picture, to be reported at a place that is looked for only then.
    private struct DestinationFault {
        var diagnostic: (_ offset: Int) -> Diagnostic?
    }

    /// Where the text of a destination stands in the body, which the link or picture at `offset` holds.
    private func place(of destination: MarkdownDestination, from offset: Int) -> Int {
        // An address with an entity does not stand there literally; then the link itself is the place.
        body.bytes.offset(of: destination.url, from: offset, before: offset + destination.url.count + 4096) ?? offset
    }

    /// Judges a link or picture.
    private func fault(in destination: MarkdownDestination) -> DestinationFault? {
        let shown = String(decoding: destination.url, as: UTF8.self)
        let error = { (code: DiagnosticCode, summary: String, fix: String?) in
            DestinationFault { body.places.diagnostic(.error, code, at: $0, summary, fix: fix) }
        }
        switch (LinkTarget(destination.url), destination.kind) {
        case (.https, .link), (.tel, .link), (.mailto, .link), (.fragment, .link): return nil
        case (.relative(let bytes), let kind):
            let path = String(decoding: bytes, as: UTF8.self)
            switch theme.media(path) {
            case .asset(let asset) where kind == .link || asset.facts.kind == .image:
                guard asset.shortcoming != nil else { return nil }
                return DestinationFault { asset.diagnostic(file: path, at: body.places.location(of: $0)) }
            case .asset: return error(.mediaType, "`\(path)` is not a picture", nil)
            case .unusable(let problem):
                return DestinationFault { problem.diagnostic(file: path, at: body.places.location(of: $0)) }
            case nil:
                return error(
                    .mediaMissing, "there is no file `\(path)` in the theme",
                    nearestName(to: path, among: theme.chain.flatMap(\.media.keys)).map { "did you mean `\($0)`?" })
            }
        case (.refused(let reason), _):
            return error(
                .urlScheme, "`\(shown)` is not a link that a page may have: \(reason.rawValue)",
                "use https://…, tel:+…, mailto:… or a file of the theme such as media/price.pdf")
        case (_, .image):
            return error(
                .urlScheme, "a picture must be a file of the theme: `\(shown)`", "put it into media/ and write media/…")
        }
    }

    /// Renders a body whose tags are already replaced, with pictures and files of the theme at their published address.
    ///
    /// The files that the body names are gathered in `assets`, and what they lack in `problems`.
    ///
    /// - Throws: `MarkdownLimitError` when a shape of lead makes the text larger than `checkMarkdown()` saw it.
    func renderMarkdown(
        _ markdown: [UInt8], _ table: SlotTable, assets: inout Set<MediaAsset>, problems: inout [PageProblem]
    ) throws(MarkdownLimitError) -> [UInt8] {
        var document = try MarkdownDocument(parsing: markdown)
        document.removeRawHTML()
        var used: Set<MediaAsset> = []
        var lacking: Set<MediaKind> = []
        document.rewrite(
            link: { destination in
                guard case .relative(let path) = LinkTarget(destination.url),
                    case .asset(let asset) = theme.media(String(decoding: path, as: UTF8.self))
                else { return nil }
                used.insert(asset.linked)
                if asset.shortcoming != nil { lacking.insert(asset.facts.kind) }
                return Array(asset.linked.publicPath.utf8)
            },
            image: { destination, alt in
                guard case .relative(let path) = LinkTarget(destination.url),
                    case .asset(let asset) = theme.media(String(decoding: path, as: UTF8.self))
                else { return nil }
                used.formUnion(asset.publishedFiles)
                if asset.shortcoming != nil { lacking.insert(asset.facts.kind) }
                return pictureHTML(asset, alt: alt)
            })
        assets.formUnion(used)
        for column in lacking.map(\.column).sorted() {
            let problem = PageProblem(code: .mediaUnprepared, column: column, isOfRow: false)
            if !problems.contains(problem) { problems.append(problem) }
        }
        return isolated(try document.html(), table)
    }

    /// Puts `bdi` around the values of a lead in running text, which Markdown has no way to write: a name in Arabic
    /// letters must not turn the words around it.
    private func isolated(_ html: [UInt8], _ table: SlotTable) -> [UInt8] {
        var output: [UInt8] = []
        var contexts = HTMLContexts(html)
        var position = 0
        while let mark = html.offset(of: table.prefix, from: position) {
            output += html[position..<mark]
            position = mark + table.prefix.count
            guard let (use, length) = table.use(in: html, at: mark), case .field = use.value,
                case .text = contexts.context(at: mark)
            else {
                output += table.prefix
                continue
            }
            position = mark + length
            output += "<bdi>".utf8 + html[mark..<position] + "</bdi>".utf8
        }
        return output + html[position...]
    }

    /// A picture as wide as the column of text, which is 640 pixels at most.
    private func pictureHTML(_ asset: MediaAsset, alt: [UInt8]) -> [UInt8] {
        var (file, width, height) = (asset, asset.facts.width, asset.facts.height)
        var (opening, sources, closing) = ("", "", "")
        if case .picture(let picture)? = asset.prepared {
            (file, width, height) = (picture.fallback, picture.width, picture.height)
            let sizes = "sizes=\"(min-width: 672px) 640px, calc(100vw - 32px)\""
            sources = sourceSet(picture.jpeg).map { " srcset=\"\($0)\" \(sizes)" } ?? ""
            if let avif = sourceSet(picture.avif) {
                opening = "<picture><source type=\"image/avif\" srcset=\"\(avif)\" \(sizes)>"
                closing = "</picture>"
            }
        }
        var html = Array("\(opening)<img src=\"\(file.publicPath)\"\(sources) alt=\"".utf8)
        Escaping.attribute.append(alt, to: &html)
        html += "\"".utf8
        if let width, let height { html += " width=\"\(width)\" height=\"\(height)\"".utf8 }
        return html + " loading=\"lazy\" decoding=\"async\">\(closing)".utf8
    }

    private func flatten(_ nodes: [TemplateNode], into text: inout FlatText) {
        for node in nodes {
            switch node {
            case .text(let range): text.append(body.bytes[range], from: range.lowerBound)
            case .variable(_, let range, _): text.append("value".utf8, from: range)
            case .section(_, _, _, let children): flatten(children, into: &text)
            case .partial: break
            case .comment(let range): text.append(body.bytes[range].filter { $0 == 10 }, from: range)
            }
        }
    }
}

/// A body without its tags, and where each of its bytes comes from.
private struct FlatText {
    private(set) var bytes: [UInt8] = []
    private var origins: [Int] = []
    /// Where each line begins.
    private var lineStarts = [0]

    /// Adds bytes that stand in the body from `offset` on.
    mutating func append(_ part: ArraySlice<UInt8>, from offset: Int) {
        noteLines(part)
        bytes += part
        origins += offset..<(offset + part.count)
    }

    /// Adds bytes that stand for a tag.
    mutating func append(_ part: some Collection<UInt8>, from tag: Range<Int>) {
        noteLines(part)
        bytes += part
        origins += repeatElement(tag.lowerBound, count: part.count)
    }

    private mutating func noteLines(_ part: some Collection<UInt8>) {
        for (distance, byte) in part.enumerated() where byte == 10 { lineStarts.append(bytes.count + distance + 1) }
    }

    /// The offset in the body of a place in the flat text.
    func origin(of position: MarkdownPosition) -> Int {
        var offset = lineStarts[min(max(position.line, 1), lineStarts.count) - 1]
        var column = 1
        while column < position.column, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return offset < origins.count ? origins[offset] : origins.last.map { $0 + 1 } ?? 0
    }
}
