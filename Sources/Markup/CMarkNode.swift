import CMarkGFM

/// A node of a parsed tree.
///
/// Safe as long as the tree lives and the node was not freed; `MarkdownDocument` sees to both and lends no node.
@safe struct CMarkNode {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    /// Makes a node of text that stands nowhere yet.
    init(text: [UInt8]) {
        guard let node = unsafe cmark_node_new(CMARK_NODE_TEXT) else {
            preconditionFailure("cmark-gfm aborts when memory is short")
        }
        unsafe pointer = unsafe node
        unsafe CMark.set(text) { unsafe cmark_node_set_literal(node, $0) }
    }

    var type: cmark_node_type { unsafe cmark_node_get_type(pointer) }

    /// Whether the node is raw HTML, block or inline.
    var isRawHTML: Bool { type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE }

    var parent: CMarkNode? {
        guard let parent = unsafe cmark_node_parent(pointer) else { return nil }
        return unsafe CMarkNode(parent)
    }

    var firstChild: CMarkNode? {
        guard let child = unsafe cmark_node_first_child(pointer) else { return nil }
        return unsafe CMarkNode(child)
    }

    /// The text of a text, code or HTML node.
    var literal: [UInt8] { unsafe CMark.bytes(cmark_node_get_literal(pointer)) }

    /// The destination of a link or image.
    var url: [UInt8] { unsafe CMark.bytes(cmark_node_get_url(pointer)) }

    /// The title of a link or image.
    var title: [UInt8] { unsafe CMark.bytes(cmark_node_get_title(pointer)) }

    /// The line and the column in bytes that the library gives, from 1; 0 where it gives none.
    var start: (line: Int, column: Int) {
        unsafe (Int(cmark_node_get_start_line(pointer)), Int(cmark_node_get_start_column(pointer)))
    }

    /// Gives a link another destination.
    func setURL(_ url: [UInt8]) {
        unsafe CMark.set(url) { unsafe cmark_node_set_url(pointer, $0) }
    }

    /// Puts `other` in the place of this node and frees this one.
    ///
    /// - Precondition: `other` may stand there.
    func replace(with other: CMarkNode) {
        let isReplaced = unsafe cmark_node_replace(pointer, other.pointer) == 1
        precondition(isReplaced)
        free()
    }

    /// Takes the node out of its tree and frees it with all below it.
    func free() {
        unsafe cmark_node_free(pointer)
    }
}

// MARK: - Walking

extension CMarkNode {
    /// Calls `body` for this node and each below it, in the order of the text.
    func walk(_ body: (CMarkNode) -> Void) {
        forEachEvent { event, node in
            if event == CMARK_EVENT_ENTER { body(node) }
        }
    }

    /// How many containers stand one inside another at the deepest place below this node.
    var depth: Int {
        var depth = -1
        var deepest = 0
        forEachEvent { event, node in
            // A leaf is entered and never left.
            if Self.leaves.contains(node.type.rawValue) { return }
            depth += event == CMARK_EVENT_ENTER ? 1 : -1
            deepest = max(deepest, depth)
        }
        return deepest
    }

    /// The text below this node without markup, as a browser shows it in place of a missing image.
    var plainText: [UInt8] {
        var text: [UInt8] = []
        walk { node in
            switch node.type {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += node.literal
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text.append(UInt8(ascii: " "))
            default: break
            }
        }
        return text
    }

    private func forEachEvent(_ body: (cmark_event_type, CMarkNode) -> Void) {
        let iterator = unsafe cmark_iter_new(pointer)
        defer { unsafe cmark_iter_free(iterator) }
        while true {
            let event = unsafe cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { return }
            unsafe body(event, CMarkNode(node))
        }
    }

    private static let leaves: Set<UInt32> = Set(
        [
            CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_CODE_BLOCK, CMARK_NODE_TEXT,
            CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE,
        ].map(\.rawValue)
    )
}
