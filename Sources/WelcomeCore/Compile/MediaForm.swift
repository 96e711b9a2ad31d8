import Crypto

/// What the media of several rows have in common: which pieces there are, and which texts each needs.
///
/// Rows may name a file each. A page compiled for each of them would take as much memory and time as there are leads, so
/// a page is compiled for the form that all media of one outline have, and the texts are filled in like the fields of a
/// lead.
struct MediaForm: Sendable, Hashable {
    /// The names of `PageData.mediaValues`, with places instead of texts.
    let values: [String: TemplateValue]
    /// The place of the style rules for the colours of pictures.
    let stylePlace: Int

    /// Names whose texts follow from the form itself, or are one of a few.
    private static let fixedNames: Set<String> = ["number", "total", "count_label", "type", "format"]

    /// The form of the media in `data`.
    init(of data: PageData) {
        var count = 0
        func form(_ value: TemplateValue, _ name: String) -> TemplateValue {
            switch value {
            case .text where !Self.fixedNames.contains(name):
                count += 1
                return .place(count - 1)
            case .record(let names): return .record(form(names))
            case .list(let items): return .list(items.map(form))
            case .text, .flag, .place, .nothing: return value
            }
        }
        func form(_ names: [String: TemplateValue]) -> [String: TemplateValue] {
            var result = names
            for (name, value) in Self.ordered(names) { result[name] = form(value, name) }
            return result
        }
        values = form(data.mediaValues)
        stylePlace = count
    }

    /// The texts for the places that the form of `data` has, in the order of their numbers.
    static func texts(of data: PageData) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        func collect(_ names: [String: TemplateValue]) {
            for (name, value) in ordered(names) {
                switch value {
                case .text(let text) where !fixedNames.contains(name): texts.append(Array(text.utf8))
                case .record(let names): collect(names)
                case .list(let items): for item in items { collect(item) }
                case .text, .flag, .place, .nothing: break
                }
            }
        }
        collect(data.mediaValues)
        texts.append(Array(data.placeholderStyles.utf8))
        return texts
    }

    /// Numbers are given in the order of names, for that of a dictionary differs from run to run.
    private static func ordered(_ names: [String: TemplateValue]) -> [(key: String, value: TemplateValue)] {
        names.sorted { $0.key < $1.key }
    }
}

/// A place of a compiled page for a text of a row's own media.
enum MediaPlace: Sendable, Hashable {
    /// Between tags or in an attribute that is read to people: the text is typeset and escaped.
    case text(Int)
    /// In another attribute, or in a style or script, which a text must not end: the text is escaped.
    case escaped(Int)
    /// In a message, and for the rules of the style sheet, which we make.
    case plain(Int)
    /// The hash, in the page's policy, of an inline style or script that shows such texts.
    case hash(InlineText)
}

/// An inline style or script in which texts of a row's own media stand, ready to be hashed for each row.
struct InlineText: Sendable, Hashable {
    /// What stands in it, from front to back.
    enum Piece: Sendable, Hashable {
        case fixed([UInt8])
        case plain(Int)
        case escaped(Int)
    }

    private let pieces: [Piece]
    /// The hash of the fixed bytes at the beginning, which are most of a style sheet.
    private let opening: SHA256

    init(opening: [UInt8], _ pieces: [Piece]) {
        self.pieces = [.fixed(opening)] + pieces
        var hash = SHA256()
        hash.update(data: withLineFeeds(opening))
        self.opening = hash
    }

    /// The hash for a policy, where `texts` are those of the row.
    ///
    /// - Complexity: O(bytes behind the beginning).
    func hash(_ texts: [[UInt8]]) -> String {
        var hash = opening
        for piece in pieces.dropFirst() {
            switch piece {
            case .fixed(let bytes): hash.update(data: withLineFeeds(bytes))
            case .plain(let number): hash.update(data: withLineFeeds(texts[number]))
            case .escaped(let number): hash.update(data: withLineFeeds(escaped(texts[number])))
            }
        }
        return base64(hash.finalize())
    }

    static func == (one: InlineText, other: InlineText) -> Bool { one.pieces == other.pieces }

    func hash(into hasher: inout Hasher) { hasher.combine(pieces) }
}

/// The media that a lead's row asks for in place of the theme's.
package struct RowMedia: Sendable {
    /// Everything that the page shows, what the row leaves to the theme among it.
    package let media: PageMedia
    /// What the page goes without.
    package let problems: [PageProblem]
}

extension ThemeCompiler {
    /// The page for leads of `kind` whose row asks for `wanted`, and what that puts on it; `files` are what the row names
    /// that is not the theme's, by path or URL.
    ///
    /// - Returns: no page where the kind's theme has errors.
    package mutating func page(
        for kind: PageKind, _ wanted: LeadMedia, files: [String: RowFile]
    ) -> (page: CompiledPage?, media: RowMedia?) {
        guard !wanted.isEmpty, let media = media(of: wanted, kind, files: files) else { return (page(for: kind), nil) }
        var kind = kind
        kind.media = media.media.outline
        return (page(for: kind), media)
    }
}

/// Where a page shows a row's own media, and what makes texts of them.
package struct RowMediaPlaces: Sendable {
    /// The outline of the media that the page was compiled for.
    package let outline: PageMedia
    /// In the order of the indexes that slots have.
    let places: [MediaPlace]
    /// What the page was compiled with, apart from the row's media.
    let data: PageData

    /// Makes texts of the media of a row, by the indexes that slots have; `typeset` are texts that were made before.
    ///
    /// - Precondition: `media` have this outline.
    /// - Complexity: O(bytes of the texts, and of inline styles behind the first of them).
    package func fill(_ media: PageMedia, _ typeset: inout TypesetTexts) -> [[UInt8]] {
        var data = data
        data.media = media
        let texts = MediaForm.texts(of: data)
        return places.map { place -> [UInt8] in
            switch place {
            case .text(let number): typeset.text(texts[number], data.typography)
            case .escaped(let number): escaped(texts[number])
            case .plain(let number): texts[number]
            case .hash(let inline): Array(inline.hash(texts).utf8)
            }
        }
    }
}

/// Texts that were typeset and escaped lately: most rows bring the same, such as «Фото 1 из 3».
package struct TypesetTexts: Sendable {
    private struct Text: Hashable {
        var text: [UInt8]
        var language: Typography.Language
    }

    private var known: [Text: [UInt8]] = [:]
    private static let maxCount = 256

    package init() {}

    /// `text` as `typography` sets it, escaped.
    mutating func text(_ text: [UInt8], _ typography: Typography?) -> [UInt8] {
        guard let typography else { return escaped(text) }
        let key = Text(text: text, language: typography.language)
        if let known = known[key] { return known }
        let made = escaped(Array(typography.set(String(decoding: text, as: UTF8.self)).utf8))
        if known.count == Self.maxCount { known.removeAll(keepingCapacity: true) }
        known[key] = made
        return made
    }
}

private func escaped(_ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    Escaping.attribute.append(text, to: &output)
    return output
}
