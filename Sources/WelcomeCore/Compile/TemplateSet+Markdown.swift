import Markup

extension TemplateSet {
    /// Checks the Markdown itself: limits, raw HTML and where its links and pictures lead.
    ///
    /// The tags are taken out in place, both sides of every section staying, so that lines keep their numbers.
    func checkMarkdown() -> [Diagnostic] {
        var plain: [UInt8] = []
        flatten(body.nodes, into: &plain)
        do {
            let document = try MarkdownDocument(parsing: plain)
            var findings = document.rawHTML().map { place in
                finding(
                    .warning, .markdownRawHTML, line: place.line, text: Array("<".utf8),
                    "HTML inside a text is left out of the page",
                    fix: "write it as Markdown, or put it into the theme's layout or a partial")
            }
            for destination in document.destinations() {
                if let problem = check(destination) { findings.append(problem) }
            }
            return findings
        } catch {
            return [
                Diagnostic(
                    .error, .markdownLimit,
                    at: SourceLocation(file: text.file, line: error.line.map { $0 + text.lineOffset }),
                    "the text is beyond what is allowed: \(error)", fix: "split it, or make it simpler")
            ]
        }
    }

    private func check(_ destination: MarkdownDestination) -> Diagnostic? {
        let shown = String(decoding: destination.url, as: UTF8.self)
        switch (LinkTarget(destination.url), destination.kind) {
        case (.https, .link), (.tel, .link), (.mailto, .link), (.fragment, .link): return nil
        case (.relative(let bytes), let kind):
            let path = String(decoding: bytes, as: UTF8.self)
            switch theme.media(path) {
            case .asset(let asset) where kind == .link || asset.facts.kind == .image: return nil
            case .asset:
                return finding(
                    .error, .mediaType, line: destination.position.line, text: destination.url,
                    "`\(path)` is not a picture")
            case .unusable(let problem): return problem.diagnostic(file: path, at: place(destination))
            case nil:
                return finding(
                    .error, .mediaMissing, line: destination.position.line, text: destination.url,
                    "there is no file `\(path)` in the theme",
                    fix: nearestName(to: path, among: theme.chain.flatMap(\.media.keys)).map { "did you mean `\($0)`?" }
                )
            }
        case (.refused(let reason), _):
            return finding(
                .error, .urlScheme, line: destination.position.line, text: destination.url,
                "`\(shown)` is not a link that a page may have: \(reason.rawValue)",
                fix: "use https://…, tel:+…, mailto:… or a file of the theme such as media/price.pdf")
        case (_, .image):
            return finding(
                .error, .urlScheme, line: destination.position.line, text: destination.url,
                "a picture must be a file of the theme: `\(shown)`", fix: "put it into media/ and write media/…")
        }
    }

    /// Renders a body whose tags are already replaced, with pictures and files of the theme at their published address.
    ///
    /// The files that the body names are gathered in `assets`.
    ///
    /// - Throws: `MarkdownLimitError` when a shape of lead makes the text larger than `checkMarkdown()` saw it.
    func renderMarkdown(
        _ markdown: String, _ table: SlotTable, assets: inout Set<MediaAsset>
    ) throws(MarkdownLimitError) -> String {
        var document = try MarkdownDocument(parsing: Array(markdown.utf8))
        document.removeRawHTML()
        var used: Set<MediaAsset> = []
        document.rewrite(
            link: { destination in
                guard case .relative(let path) = LinkTarget(destination.url),
                    case .asset(let asset) = theme.media(String(decoding: path, as: UTF8.self))
                else { return nil }
                used.insert(asset)
                return Array(asset.publicPath.utf8)
            },
            image: { destination, alt in
                guard case .relative(let path) = LinkTarget(destination.url),
                    case .asset(let asset) = theme.media(String(decoding: path, as: UTF8.self))
                else { return nil }
                used.insert(asset)
                return pictureHTML(asset, alt: alt)
            })
        assets.formUnion(used)
        return String(decoding: isolated(try document.html(), table), as: UTF8.self)
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

    private func pictureHTML(_ asset: MediaAsset, alt: [UInt8]) -> [UInt8] {
        var html = Array("<img src=\"\(asset.publicPath)\" alt=\"".utf8)
        Escaping.attribute.append(alt, to: &html)
        html += "\"".utf8
        if let width = asset.facts.width, let height = asset.facts.height {
            html += " width=\"\(width)\" height=\"\(height)\"".utf8
        }
        return html + " loading=\"lazy\" decoding=\"async\">".utf8
    }

    private func flatten(_ nodes: [TemplateNode], into output: inout [UInt8]) {
        for node in nodes {
            switch node {
            case .text(let range): output += body.bytes[range]
            case .variable: output += "value".utf8
            case .section(_, _, _, let children, _): flatten(children, into: &output)
            case .partial: break
            case .comment(let range): output += body.bytes[range].filter { $0 == 10 }
            }
        }
    }

    // MARK: Places

    private func place(_ destination: MarkdownDestination) -> SourceLocation {
        finding(.error, .urlScheme, line: destination.position.line, text: destination.url, "").location
            ?? SourceLocation(file: text.file)
    }

    /// Makes a finding at the first occurrence of `text` on a line of the body, or at the line where it is not found
    /// literally, as after an entity.
    private func finding(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, line: Int, text: [UInt8], _ summary: String,
        fix: String? = nil
    ) -> Diagnostic {
        var start = 0
        for _ in 1..<max(line, 1) {
            guard let end = body.bytes[start...].firstIndex(of: 10) else { break }
            start = end + 1
        }
        let end = body.bytes[start...].firstIndex(of: 10) ?? body.bytes.count
        let offset = body.bytes[start..<end].firstRange(of: text)?.lowerBound ?? start
        return body.places.diagnostic(severity, code, at: offset, summary, fix: fix)
    }
}
