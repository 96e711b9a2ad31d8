import CMarkGFM

/// A parsed Markdown text: the only owner of its tree, which it frees.
///
/// CommonMark with GFM's tables, strikethrough and task lists. Nothing of a lead is ever parsed here; placeholders pass
/// through as alphanumeric stand-ins, which come out unchanged wherever they stood.
///
/// Invariant: raw HTML of the text never reaches the output, and nobody else holds a node of the tree.
package struct MarkdownDocument: ~Copyable {
    private let root: CMarkNode
    private let places: MarkdownPlaces
    private let limits: MarkdownLimits

    /// What stands in the place of each image that was replaced, by the number in its mark.
    private var replacements: [[UInt8]] = []

    /// Parses `source`, after looking it over for what the parser cannot bear.
    ///
    /// Blocks while another document is being parsed: the library parses one at a time.
    ///
    /// - Throws: `MarkdownLimitError` for the first limit that the text breaks.
    package init(parsing source: [UInt8], limits: MarkdownLimits = .standard) throws(MarkdownLimitError) {
        try MarkdownScan.check(source, limits: limits)
        let root = CMark.parse(source)
        guard root.depth <= limits.maxNesting else {
            root.free()
            throw MarkdownLimitError(.nesting)
        }
        self.root = root
        self.limits = limits
        places = MarkdownPlaces(source)
    }

    deinit {
        root.free()
    }

    /// The links and images in the order of the text, those inside an image's description included.
    package func destinations() -> [MarkdownDestination] {
        var result: [MarkdownDestination] = []
        root.walk { node in
            if let destination = destination(of: node) { result.append(destination) }
        }
        return result
    }

    /// The places of raw HTML, block or inline, in the order of the text.
    package func rawHTML() -> [MarkdownPosition] {
        rawHTMLNodes().map { places.position(of: $0) }
    }

    /// Takes raw HTML out of the tree; what stood between two tags stays.
    package mutating func removeRawHTML() {
        for node in rawHTMLNodes() { node.free() }
    }

    /// Gives links new destinations and puts finished HTML in the place of images.
    ///
    /// Nothing inside an image's description is offered: only its text is shown.
    ///
    /// - Parameters:
    ///   - link: Returns the new destination, not yet escaped, or `nil` to leave the link as it is.
    ///   - image: Takes the image and its description as plain text; returns HTML that is copied to the output as it
    ///     is, or `nil` to leave the image as it is.
    /// - Precondition: New destinations hold no NUL.
    package mutating func rewrite(
        link: (MarkdownDestination) -> [UInt8]?,
        image: (MarkdownDestination, _ altText: [UInt8]) -> [UInt8]?
    ) {
        var nodes: [CMarkNode] = []
        root.walk { node in
            if destination(of: node) != nil, !isInsideImage(node) { nodes.append(node) }
        }
        for node in nodes {
            guard let destination = destination(of: node) else { continue }
            switch destination.kind {
            case .link:
                if let url = link(destination) { node.setURL(url) }
            case .image:
                guard let html = image(destination, node.plainText) else { continue }
                node.replace(with: CMarkNode(text: ImageMark.bytes(of: replacements.count)))
                replacements.append(html)
            }
        }
    }

    /// Renders the tree as HTML.
    ///
    /// - Throws: `MarkdownLimitError` when the output is too large.
    package func html() throws(MarkdownLimitError) -> [UInt8] {
        let html = ImageMark.fill(CMark.html(root), with: replacements)
        guard html.count <= limits.maxOutputBytes else { throw MarkdownLimitError(.outputBytes) }
        return html
    }

    private func rawHTMLNodes() -> [CMarkNode] {
        var nodes: [CMarkNode] = []
        root.walk { node in
            if node.isRawHTML { nodes.append(node) }
        }
        return nodes
    }

    private func isInsideImage(_ node: CMarkNode) -> Bool {
        var ancestor = node.parent
        while let next = ancestor {
            if next.type == CMARK_NODE_IMAGE { return true }
            ancestor = next.parent
        }
        return false
    }

    private func destination(of node: CMarkNode) -> MarkdownDestination? {
        let kind: MarkdownDestination.Kind
        switch node.type {
        case CMARK_NODE_LINK: kind = .link
        case CMARK_NODE_IMAGE: kind = .image
        default: return nil
        }
        return MarkdownDestination(kind: kind, url: node.url, title: node.title, position: places.position(of: node))
    }
}
