import Yams

/// The text of a key file, to which keys are added without a change to those it has.
package struct KeyFileText: Sendable {
    /// One key as it stands in the text.
    package struct Entry: Sendable {
        var id: UInt8
        var notBefore: CivilDate
        /// The 32 bytes in base64.
        var base64: String

        package init(id: UInt8, notBefore: CivilDate, base64: String) {
            self.id = id
            self.notBefore = notBefore
            self.base64 = base64
        }
    }

    /// The text as it is to be written.
    package let text: String
    /// The keys that the text holds.
    package let ring: KeyRing
    /// Whether the text was written anew because the old one had no place for another key.
    package let isRewritten: Bool

    /// Makes the text of a new file with one key.
    ///
    /// Fails when `entry` holds no usable key.
    package init?(first entry: Entry) {
        self.init(Self.header + Self.block([entry]), isRewritten: false)
    }

    /// Adds a key behind those of `text`, keeping every line of it.
    ///
    /// A list between brackets takes no line of ours; then all keys are written anew, one below the other, with the
    /// comments that have a line of their own above them. The result is read again before it is believed.
    ///
    /// Fails when `text` is no key file, or when its keys and `entry` cannot stand in one file.
    package init?(adding entry: Entry, to text: String) {
        guard let old = KeyRing.parse(yaml: text, file: "").0, let added = Self(first: entry)?.ring else { return nil }
        guard let wanted = KeyRing.merging(old, added) else { return nil }
        for (candidate, isRewritten) in [
            (Self.extended(text, by: entry), false), (Self.rewritten(text, with: entry), true),
        ] {
            guard let candidate, let made = Self(candidate, isRewritten: isRewritten) else { continue }
            guard made.ring.isSame(as: wanted) else { continue }
            self = made
            return
        }
        return nil
    }

    private init?(_ text: String, isRewritten: Bool) {
        guard let ring = KeyRing.parse(yaml: text, file: "").0 else { return nil }
        self.text = text
        self.ring = ring
        self.isRewritten = isRewritten
    }

    // MARK: Writing

    private static let header = """
        # Signing keys of this site. Whoever has them can make its links: readable by their owner only, never in git.
        # A link needs its key as long as it lives, so no key is ever changed; new ones are added below.

        """

    private static func block(_ entries: [Entry]) -> String {
        "keys:\n" + entries.map { item($0, indent: "  ") }.joined()
    }

    private static func item(_ entry: Entry, indent: String) -> String {
        """
        \(indent)- id: \(entry.id)
        \(indent)  not_before: \(entry.notBefore.iso)
        \(indent)  key: \(entry.base64)

        """
    }

    /// The text with one more item where the list ends, indented like its others.
    private static func extended(_ text: String, by entry: Entry) -> String? {
        // A list of lines begins with its first dash; where it is of another style, the text that comes out is no YAML.
        guard let column = list(of: text)?.mark?.column, column >= 1 else { return nil }
        let ended = text.utf8.last == 10 ? text : text + "\n"
        return ended + item(entry, indent: String(repeating: " ", count: column - 1))
    }

    private static func rewritten(_ text: String, with entry: Entry) -> String? {
        guard let keys = list(of: text) else { return nil }
        var entries: [Entry] = []
        for item in keys {
            guard let mapping = item.mapping, let id = mapping["id"]?.scalar.flatMap({ UInt8($0.string) }),
                let day = mapping["not_before"]?.scalar.flatMap({ CivilDate(iso: Array($0.string.utf8)) }),
                let key = mapping["key"]?.scalar?.string
            else { return nil }
            entries.append(Entry(id: id, notBefore: day, base64: key))
        }
        let comments = text.utf8.split(separator: 10).filter { line in
            line.first { $0 != 32 && $0 != 9 } == UInt8(ascii: "#")
        }
        let top = comments.isEmpty ? header : comments.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        return top + block(entries + [entry])
    }

    private static func list(of text: String) -> Node.Sequence? {
        // A text that is no YAML was refused before, with its place.
        (try? YAMLText.compose(text))?.mapping?["keys"]?.sequence
    }
}

extension KeyRing {
    /// The keys of both, or `nil` where they have an id or a key in common.
    fileprivate static func merging(_ a: KeyRing, _ b: KeyRing) -> KeyRing? {
        for entry in b.entries {
            if a.entries.contains(where: { $0.id == entry.id || $0.key.isSame(as: entry.key) }) { return nil }
        }
        return KeyRing(a.entries + b.entries)
    }
}

// A text of keys is as secret as the keys are.
extension KeyFileText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "KeyFileText(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyFileText.Entry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "KeyFileText.Entry(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
