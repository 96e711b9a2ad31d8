import CMarkGFM
import Synchronization

/// The interface to cmark-gfm, and the only code that knows its parser and renderer.
///
/// The library is not safe to use from several threads: registering extensions and every parse change process-wide
/// tables. So extensions are registered once, by the first use of `extensions`, and each parse holds its lock.
enum CMark {
    /// Options of parser and renderer: invalid UTF-8 is replaced, raw HTML and dangerous URLs never pass
    /// (`CMARK_OPT_UNSAFE` is never set).
    private static let options = CMARK_OPT_VALIDATE_UTF8

    private static let extensions = Mutex(Extensions())

    /// The extensions in use; `autolink` is left out for its out-of-bounds read (CVE-2023-22485).
    private struct Extensions {
        let names = ["table", "strikethrough", "tasklist"]

        init() {
            cmark_gfm_core_extensions_ensure_registered()
        }
    }

    /// Parses `source` into a tree that the caller has to free.
    static func parse(_ source: [UInt8]) -> CMarkNode {
        let address = extensions.withLock { extensions in
            let parser = unsafe cmark_parser_new(options)
            defer { unsafe cmark_parser_free(parser) }
            for name in extensions.names {
                unsafe cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
            }
            unsafe source.withUnsafeBytes { buffer in
                unsafe cmark_parser_feed(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
            }
            return unsafe UInt(bitPattern: cmark_parser_finish(parser))
        }
        guard let root = unsafe OpaquePointer(bitPattern: address) else {
            preconditionFailure("cmark-gfm gives a tree for every text; it aborts when memory is short")
        }
        return unsafe CMarkNode(root)
    }

    /// Renders the tree below `root` as HTML.
    static func html(_ root: CMarkNode) -> [UInt8] {
        let text = unsafe cmark_render_html(root.pointer, options, nil)
        defer { unsafe cmark_get_default_mem_allocator().pointee.free(text) }
        return unsafe bytes(text)
    }

    /// Copies a C string; `nil` is as good as empty.
    static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
        guard let text = unsafe text else { return [] }
        var count = 0
        while unsafe text[count] != 0 { count += 1 }
        return unsafe Array(UnsafeRawBufferPointer(start: text, count: count))
    }

    /// Calls `body`, one of the library's setters, with `bytes` as a C string.
    ///
    /// - Precondition: `bytes` holds no NUL, and the setter takes them.
    static func set(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>?) -> Int32) {
        precondition(!bytes.contains(0))
        let isSet = unsafe (bytes + [0]).withUnsafeBytes { buffer in
            unsafe body(buffer.baseAddress?.assumingMemoryBound(to: CChar.self)) == 1
        }
        precondition(isSet)
    }
}
