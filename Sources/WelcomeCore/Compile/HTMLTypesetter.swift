/// Applies typography to the text of a finished page: to what a reader sees or hears, and to nothing else.
///
/// Text is taken paragraph by paragraph, across the tags inside a line. What is code, and the marks of lead values, are
/// passed by. For documents of our own templates; see `HTMLContexts` for who judges where a lead's value stands.
struct HTMLTypesetter {
    private let typography: Typography
    private let table: SlotTable
    private let bytes: [UInt8]
    private var position = 0
    private var output: [UInt8] = []
    private var paragraph = Paragraph()

    /// Text of one line of thought, with placeholders for what is no text.
    private struct Paragraph {
        var scalars: [Unicode.Scalar] = []
        /// What stands for the placeholders, in their order.
        var kept: [[UInt8]] = []

        mutating func keep(_ bytes: some Sequence<UInt8>, as placeholder: Unicode.Scalar) {
            scalars.append(placeholder)
            kept.append(Array(bytes))
        }
    }

    private static let placeholders: Set<Unicode.Scalar> = [Typography.tag, Typography.value, Typography.symbol]
    /// Elements inside a line of text.
    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "del", "dfn", "em", "i", "ins", "label", "mark", "q", "s", "small",
        "span",
        "strong", "sub", "sup", "time", "u", "wbr",
    ]
    /// Elements whose content is no running text.
    private static let foreign: Set<String> = [
        "code", "kbd", "math", "noscript", "pre", "samp", "script", "style", "svg", "template", "textarea", "var",
    ]
    /// Attributes that are read to people.
    static let textAttributes: Set<String> = ["alt", "aria-label", "title"]

    private init(_ bytes: [UInt8], _ typography: Typography, _ table: SlotTable) {
        self.bytes = bytes
        self.typography = typography
        self.table = table
        output.reserveCapacity(bytes.count + bytes.count / 16)
    }

    /// Returns the page with its text set; `table` tells the marks of lead values.
    ///
    /// - Complexity: O(bytes).
    static func set(_ page: [UInt8], _ typography: Typography, _ table: SlotTable) -> [UInt8] {
        var typesetter = HTMLTypesetter(page, typography, table)
        typesetter.run()
        return typesetter.output
    }

    private mutating func run() {
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                append(text: position..<end, to: &paragraph)
                position = end
                continue
            }
            let start = position
            if bytes[start...].starts(with: "<!--".utf8) {
                position = bytes.offset(of: Array("-->".utf8), from: start + 4).map { $0 + 3 } ?? bytes.count
                paragraph.keep(bytes[start..<position], as: Typography.tag)
            } else if let name = tagName(at: start) {
                step(over: name, from: start)
            } else if bytes[start...].dropFirst().first == UInt8(ascii: "!") {
                position = tagEnd(from: start)
                flush()
                output += bytes[start..<position]
            } else {
                paragraph.keep([bytes[start]], as: Typography.symbol)
                position += 1
            }
        }
        flush()
    }

    private mutating func step(over name: String, from start: Int) {
        position = tagEnd(from: start)
        let tag = setAttributes(of: start..<position)
        if Self.foreign.contains(name), bytes[start + 1] != UInt8(ascii: "/") {
            let end = foreignEnd(name)
            paragraph.keep(tag + bytes[position..<end], as: Typography.symbol)
            position = end
        } else if Self.inline.contains(name) {
            paragraph.keep(tag, as: Typography.tag)
        } else {
            flush()
            output += tag
        }
    }

    /// Writes the paragraph that ends here.
    private mutating func flush() {
        output += setBytes(of: &paragraph)
        paragraph = Paragraph()
    }

    // MARK: Text

    private func setBytes(of paragraph: inout Paragraph) -> [UInt8] {
        typography.set(&paragraph.scalars)
        var result: [UInt8] = []
        var kept = paragraph.kept.makeIterator()
        for scalar in paragraph.scalars {
            if Self.placeholders.contains(scalar) {
                result += kept.next() ?? []
            } else if scalar == "\"" {
                result += "&quot;".utf8
            } else {
                result += UTF8.encode(scalar).map(Array.init) ?? []
            }
        }
        return result
    }

    /// Adds text with its references read, as far as they matter here.
    private func append(text range: Range<Int>, to paragraph: inout Paragraph) {
        var index = range.lowerBound
        var plain = index
        let end = range.upperBound
        func addPlain(to paragraph: inout Paragraph) {
            for scalar in String(decoding: bytes[plain..<index], as: UTF8.self).unicodeScalars {
                if Self.placeholders.contains(scalar) {
                    paragraph.keep(UTF8.encode(scalar).map(Array.init) ?? [], as: Typography.symbol)
                } else {
                    paragraph.scalars.append(scalar)
                }
            }
        }
        while index < end {
            if let (_, length) = table.use(in: bytes, at: index) {
                addPlain(to: &paragraph)
                paragraph.keep(bytes[index..<(index + length)], as: Typography.value)
                index += length
                plain = index
            } else if bytes[index] == UInt8(ascii: "&"), let length = referenceLength(at: index, before: end) {
                addPlain(to: &paragraph)
                switch String(decoding: bytes[index..<(index + length)], as: UTF8.self) {
                case "&quot;", "&#34;": paragraph.scalars.append("\"")
                case "&nbsp;", "&#160;": paragraph.scalars.append("\u{A0}")
                default: paragraph.keep(bytes[index..<(index + length)], as: Typography.symbol)
                }
                index += length
                plain = index
            } else {
                index += 1
            }
        }
        addPlain(to: &paragraph)
    }

    private func referenceLength(at index: Int, before end: Int) -> Int? {
        let name = bytes[index..<min(end, index + 32)].dropFirst().prefix { isNameByte($0) || $0 == UInt8(ascii: "#") }
        guard !name.isEmpty, name.endIndex < end, bytes[name.endIndex] == UInt8(ascii: ";") else { return nil }
        return name.endIndex + 1 - index
    }

    // MARK: Tags

    private func tagName(at start: Int) -> String? {
        let name = bytes[start...].dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix(while: isNameByte)
        guard let first = name.first, (97...122).contains(first | 0x20) else { return nil }
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    /// The place behind the tag that begins at `start`.
    private func tagEnd(from start: Int) -> Int {
        var quote: UInt8?
        for index in start..<bytes.count {
            switch (quote, bytes[index]) {
            case (nil, UInt8(ascii: ">")): return index + 1
            case (nil, UInt8(ascii: "\"")), (nil, UInt8(ascii: "'")): quote = bytes[index]
            case (let open?, let byte) where open == byte: quote = nil
            default: break
            }
        }
        return bytes.count
    }

    /// The place behind the closing tag of `name`.
    private func foreignEnd(_ name: String) -> Int {
        var index = position
        while let next = bytes.offset(of: Array("</".utf8), from: index) {
            if tagName(at: next) == name { return tagEnd(from: next) }
            index = next + 2
        }
        return bytes.count
    }

    /// Sets the attributes of a tag that are text, where they stand in double quotes.
    private func setAttributes(of range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        var copied = range.lowerBound
        var index = range.lowerBound
        while let open = bytes[index..<range.upperBound].firstIndex(where: isQuote) {
            guard let close = bytes[(open + 1)..<range.upperBound].firstIndex(of: bytes[open]) else { break }
            let before = bytes[index..<open].dropLast()
            let name = before[((before.lastIndex { $0 <= 32 } ?? before.startIndex - 1) + 1)...]
            if bytes[open] == UInt8(ascii: "\""), bytes[open - 1] == UInt8(ascii: "="),
                Self.textAttributes.contains(String(decoding: name, as: UTF8.self).lowercased())
            {
                var value = Paragraph()
                append(text: (open + 1)..<close, to: &value)
                result += bytes[copied...open] + setBytes(of: &value)
                copied = close
            }
            index = close + 1
        }
        return result + bytes[copied..<range.upperBound]
    }
}

private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

private func isNameByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
}

extension TemplateSet {
    /// The rules for this text's language, unless its theme wants its texts as they are.
    var typography: Typography? { Self.typography(of: definition, locale) }

    static func typography(of definition: ThemeDefinition, _ locale: String) -> Typography? {
        definition.typography == .off ? nil : Typography(locale: locale)
    }

    /// Returns a finished page with its texts set.
    func typeset(_ page: [UInt8], _ table: SlotTable) -> [UInt8] {
        typography.map { HTMLTypesetter.set(page, $0, table) } ?? page
    }
}
