/// Where in an HTML document a byte stands, as far as escaping is concerned.
enum HTMLContext: Equatable, Sendable {
    /// Character data of an element, named in lower case; also `title` and `textarea`.
    case text(element: [UInt8])
    /// A quoted attribute value; `prefix` is what stands in the value before, as far as scheme and host can reach.
    case attribute(name: [UInt8], element: [UInt8], prefix: [UInt8])
    case unquotedAttribute
    case tag
    case comment
    case script
    case style
}

/// Walks finished HTML once and tells the context of every byte that a caller asks for.
///
/// Follows the states of the tokenizer in the HTML standard (13.2.5) that a page without errors passes through. It is
/// for documents that our own templates produced, and errs on the side of `tag` and `comment`, where no slot is allowed:
/// behind what browsers read in a way that this walk does not follow, everything is `tag`.
struct HTMLContexts {
    private enum State {
        case text, tagName, beforeAttribute, attributeName, afterAttributeName, beforeValue, value(quote: UInt8)
        case unquoted, comment, markup, rawText
    }

    /// A scheme, a host of the greatest length and the slash behind it.
    private static let maxPrefixBytes = 8 + 253 + 1

    private let bytes: [UInt8]
    private var position = 0
    private var state = State.text
    private var tagStart = 0
    private var element: [UInt8] = []
    private var openElement: [UInt8] = []
    private var isClosing = false
    private var attribute: [UInt8] = []
    private var valueStart = 0
    private var rawStart = 0
    /// How many elements are open in which `style` and its like are elements as others are, or are passed over.
    private var foreignDepth = 0
    private static let foreign: Set<String> = ["svg", "math", "select", "frameset"]
    /// Whether `noscript` is open, which is one text for a browser that runs scripts.
    private var isInNoscript = false
    /// Whether something was met that a browser may read otherwise.
    private var isUncertain = false
    /// How a script hides its own end tag: not at all, behind `<!--`, or behind `<script` in there.
    private var scriptEscape = ScriptEscape.none

    private enum ScriptEscape { case none, comment, script }

    /// The exact contents of every `style` and inline `script` element, as a content security policy hashes them.
    private(set) var inlineStyles: [Range<Int>] = []
    private(set) var inlineScripts: [Range<Int>] = []
    /// Whether some `script` element is a file of its own.
    private(set) var hasScriptFiles = false
    private var attributesSeen: [[UInt8]] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Advances to `offset` and returns the context there; offsets must not decrease from call to call.
    mutating func context(at offset: Int) -> HTMLContext {
        advance(to: offset)
        if isUncertain { return .tag }
        switch state {
        case .text: return .text(element: openElement)
        case .rawText:
            switch String(decoding: openElement, as: UTF8.self) {
            case "title", "textarea": return .text(element: openElement)
            case "style": return .style
            default: return .script
            }
        case .comment, .markup: return .comment
        case .value:
            let prefix = bytes[valueStart..<offset].prefix(Self.maxPrefixBytes)
            return .attribute(name: attribute, element: element, prefix: Array(prefix))
        case .unquoted, .beforeValue: return .unquotedAttribute
        case .tagName, .beforeAttribute, .attributeName, .afterAttributeName: return .tag
        }
    }

    /// Walks the rest, so that the lists of inline elements are complete.
    mutating func finish() {
        advance(to: bytes.count)
    }

    private mutating func advance(to end: Int) {
        while position < end { step() }
    }

    private mutating func step() {
        let byte = bytes[position]
        if isInNoscript, byte == UInt8(ascii: "<"), hasName("</noscript") {
            if case .text = state {} else { isUncertain = true }
        }
        switch state {
        case .text: stepText(byte)
        case .rawText: stepRawText(byte)
        case .comment:
            if byte == UInt8(ascii: ">"), bytes[..<position].suffix(2).elementsEqual("--".utf8) { state = .text }
        case .markup:
            if byte == UInt8(ascii: ">") { state = .text }
        case .tagName:
            if isSpace(byte) || byte == UInt8(ascii: "/") {
                endTagName()
                state = .beforeAttribute
            } else if byte == UInt8(ascii: ">") {
                endTagName()
                endTag()
            }
        case .beforeAttribute, .afterAttributeName: stepBeforeAttribute(byte)
        case .attributeName:
            if isSpace(byte) {
                endAttributeName()
                state = .afterAttributeName
            } else if byte == UInt8(ascii: "/") {
                endAttributeName()
                state = .beforeAttribute
            } else if byte == UInt8(ascii: "=") {
                endAttributeName()
                state = .beforeValue
            } else if byte == UInt8(ascii: ">") {
                endAttributeName()
                endTag()
            }
        case .beforeValue:
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                valueStart = position + 1
                state = .value(quote: byte)
            } else if byte == UInt8(ascii: ">") {
                endTag()
            } else if !isSpace(byte) {
                state = .unquoted
            }
        case .value(let quote):
            if byte == quote { state = .beforeAttribute }
        case .unquoted:
            if isSpace(byte) { state = .beforeAttribute } else if byte == UInt8(ascii: ">") { endTag() }
        }
        position += 1
    }

    private mutating func stepText(_ byte: UInt8) {
        guard byte == UInt8(ascii: "<"), position + 1 < bytes.count else { return }
        let next = bytes[position + 1]
        if bytes[position...].starts(with: "<!--".utf8) {
            state = .comment
            position += 3
        } else if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            // A section of characters in foreign content has another end than its like has elsewhere.
            if bytes[position...].starts(with: "<![".utf8) { isUncertain = true }
            state = .markup
        } else if next == UInt8(ascii: "/") {
            stepEndTag()
        } else if isLetter(next) {
            isClosing = false
            tagStart = position + 1
            state = .tagName
        }
    }

    /// Steps over `</`, which opens a comment of a kind unless a letter follows.
    private mutating func stepEndTag() {
        let first = position + 2 < bytes.count ? bytes[position + 2] : 0
        isClosing = true
        tagStart = position + 2
        state = isLetter(first) ? .tagName : .markup
        position += 1
    }

    private mutating func stepRawText(_ byte: UInt8) {
        if foreignDepth > 0, byte == UInt8(ascii: "<") { noteForeignMarkup() }
        if openElement.elementsEqual("script".utf8), stepScript(byte) { return }
        guard byte == UInt8(ascii: "<"), bytes[position...].dropFirst().first == UInt8(ascii: "/") else { return }
        let name = bytes[position...].dropFirst(2).prefix(openElement.count).map(lowercased)
        let after = bytes[position...].dropFirst(2 + openElement.count).first
        guard name == openElement, let after, isSpace(after) || after == UInt8(ascii: ">") || after == UInt8(ascii: "/")
        else { return }
        if openElement.elementsEqual("style".utf8) { inlineStyles.append(rawStart..<position) }
        if openElement.elementsEqual("script".utf8) {
            if attributesSeen.contains(Array("src".utf8)) {
                hasScriptFiles = true
            } else {
                inlineScripts.append(rawStart..<position)
            }
        }
        isClosing = true
        tagStart = position + 2
        state = .tagName
        position += 1
    }

    /// In foreign content only the text's own end tag may follow: a browser reads any other as a tag.
    private mutating func noteForeignMarkup() {
        let name = bytes[position...].dropFirst(2).prefix(openElement.count).map(lowercased)
        if bytes[position...].dropFirst().first != UInt8(ascii: "/") || name != openElement { isUncertain = true }
    }

    /// Follows how a script hides `</script>` from the tokenizer (13.2.5.17 and those after); tells whether `byte` is
    /// inside what is hidden.
    private mutating func stepScript(_ byte: UInt8) -> Bool {
        switch scriptEscape {
        case .none:
            if bytes[position...].starts(with: "<!--".utf8) { scriptEscape = .comment }
            return false
        case .comment, .script:
            if byte == UInt8(ascii: ">"), bytes[rawStart..<position].suffix(2).elementsEqual("--".utf8) {
                scriptEscape = .none
                return false
            }
            guard byte == UInt8(ascii: "<") else { return scriptEscape == .script }
            if scriptEscape == .comment, hasName("<script") {
                scriptEscape = .script
            } else if scriptEscape == .script, hasName("</script") {
                scriptEscape = .comment
                return true
            }
            return scriptEscape == .script
        }
    }

    /// Whether `text`, in any case, stands at the position with the end of a name behind it.
    private func hasName(_ text: String) -> Bool {
        let found = bytes[position...].prefix(text.utf8.count).map(lowercased)
        guard found.elementsEqual(text.utf8) else { return false }
        let after = bytes[position...].dropFirst(found.count).first
        return after.map { isSpace($0) || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") } ?? false
    }

    private mutating func stepBeforeAttribute(_ byte: UInt8) {
        if byte == UInt8(ascii: ">") {
            endTag()
        } else if byte == UInt8(ascii: "="), case .afterAttributeName = state {
            state = .beforeValue
        } else if byte == UInt8(ascii: "/") {
            state = .beforeAttribute
        } else if !isSpace(byte) {
            tagStart = position
            state = .attributeName
        }
    }

    private mutating func endTagName() {
        element = bytes[tagStart..<position].map(lowercased)
        attributesSeen = []
    }

    private mutating func endAttributeName() {
        attribute = bytes[tagStart..<position].map(lowercased)
        attributesSeen.append(attribute)
    }

    private mutating func endTag() {
        state = .text
        let name = String(decoding: element, as: UTF8.self)
        let isForeign = Self.foreign.contains(name)
        if name == "noscript" { isInNoscript = !isClosing }
        guard !isClosing else {
            openElement = []
            if isForeign { foreignDepth = max(foreignDepth - 1, 0) }
            return
        }
        openElement = element
        if isForeign { foreignDepth += 1 }
        scriptEscape = .none
        let rawTexts = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"]
        if rawTexts.contains(name) {
            rawStart = position + 1
            state = .rawText
        }
    }
}

/// White space as the HTML standard has it, which a vertical tab is not.
private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 12 || byte == 13 }

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

private func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
